// SPDX-License-Identifier: BSL-1.0
#include "tests/random/examine.hpp"
#include "tests/random/generate.hpp"

#include "equivalent.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>

/// Takes out one guard or bracket after the other and asks the random formulas whether they notice. Each mutant is a process of its
/// own: a crash, a hang and a disagreement all are noticed.
namespace {

using namespace random_formulas;
namespace mutation = iverson::mutation;

struct place {
    std::string_view file;
    std::string_view function;
    std::string_view text;
    bool is_rule;
};
constexpr place places[] = {
#include "places.inc"
};
constexpr int count = static_cast<int>(std::size(places));

std::string name_of(int which) {
    place const& p = places[static_cast<std::size_t>(which)];
    return std::string{p.file} + ": " + std::string{p.function} + ": " + std::string{p.text};
}

bool fails(std::uint64_t number) {
    histogram unseen;
    recipe const r = drawn(number);
    return examination{r, number, {}, unseen}.run().has_value();
}

/// The places in the headers of the rules stand before those in the others.
bool is_rule(int which) { return places[static_cast<std::size_t>(which)].is_rule; }

std::uint64_t number_of_formulas() {
    char const* const wanted = std::getenv("IVERSON_MUTATION_FORMULAS");
    return wanted == nullptr ? 2000 : std::strtoull(wanted, nullptr, 10);
}

/// For each guard the formulas in which it decides something.
std::vector<std::vector<std::uint64_t>> formulas_of_guards(std::uint64_t formulas) {
    constexpr std::size_t enough = 300;
    std::vector<std::vector<std::uint64_t>> result(static_cast<std::size_t>(count));
    char const* const seed = std::getenv("IVERSON_RANDOM_SEED");
    std::uint64_t const first = (seed == nullptr ? 1 : std::strtoull(seed, nullptr, 10)) * 640'001'216 + 1;
    for (std::uint64_t number = first; number < first + formulas; ++number) {
        mutation::decisive.clear();
        if (fails(number)) {
            continue;  // the random run itself reports it
        }
        for (std::size_t which = 0; which < mutation::decisive.size(); ++which) {
            if (mutation::decisive[which] != 0 && result[which].size() < enough) {
                result[which].push_back(number);
            }
        }
    }
    return result;
}

/// Whether some formula notices that the guard is gone.
bool is_killed(int which, std::vector<std::uint64_t> const& formulas) {
    std::cout.flush();
    pid_t const child = fork();
    if (child == 0) {
        rlimit const memory{2'000'000'000, 2'000'000'000};
        setrlimit(RLIMIT_AS, &memory);
        rlimit const seconds{20, 20};
        setrlimit(RLIMIT_CPU, &seconds);
        rlimit const no_core{0, 0};
        setrlimit(RLIMIT_CORE, &no_core);
        for (int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGALRM, SIGILL, SIGBUS, SIGXCPU}) {
            std::signal(signal, SIG_DFL);
        }
        mutation::removed = which;
        for (std::uint64_t number : formulas) {
            if (fails(number)) {
                _exit(1);
            }
        }
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mutants)

/// Of the other headers it is reported, and nothing asserted: IVERSON_MUTATION_REPORT=derive/ walks those whose name begins so.
BOOST_AUTO_TEST_CASE(which_conditions_of_other_headers_no_formula_misses) {
    char const* const wanted = std::getenv("IVERSON_MUTATION_REPORT");
    if (wanted == nullptr) {
        return;
    }
    auto const formulas = formulas_of_guards(number_of_formulas());
    int walked = 0;
    int missed = 0;
    for (int which = 0; which < count; ++which) {
        place const& p = places[static_cast<std::size_t>(which)];
        auto const& own = formulas[static_cast<std::size_t>(which)];
        if (is_rule(which) || !p.file.starts_with(wanted)) {
            continue;
        }
        ++walked;
        if (!own.empty() && is_killed(which, own)) {
            ++missed;
        } else {
            std::cout << "no formula misses " << name_of(which) << " (decides in " << own.size() << ")\n";
        }
    }
    std::cout << walked << " conditions: " << missed << " are missed\n";
}

BOOST_AUTO_TEST_CASE(without_any_one_guard_or_bracket_some_random_formula_goes_wrong) {
    if (std::getenv("IVERSON_MUTATION_REPORT") != nullptr) {
        return;
    }
    auto const formulas = formulas_of_guards(number_of_formulas());
    int killed = 0;
    int excused = 0;
    for (int which = 0; which < count && is_rule(which); ++which) {
        auto own = formulas[static_cast<std::size_t>(which)];
        bool const known = is_equivalent(name_of(which));
        own.resize(std::min<std::size_t>(own.size(), known ? 20 : own.size()));
        if (own.empty() || !is_killed(which, own)) {
            excused += known ? 1 : 0;
            BOOST_TEST(known, "no formula misses " << name_of(which) << " (decides in " << own.size() << ")");
        } else {
            ++killed;
            BOOST_TEST(!known, "is not equivalent after all: " << name_of(which));
        }
    }
    std::cout << killed + excused << " guards and brackets: " << killed << " are missed, " << excused
              << " change no value\n";
}

BOOST_AUTO_TEST_CASE(every_excuse_is_for_a_guard_that_exists) {
    for (equivalent const& e : equivalents) {
        bool found = false;
        for (int which = 0; which < count; ++which) {
            found = found || name_of(which) == e.guard;
        }
        BOOST_TEST(found, e.guard);
        BOOST_TEST(!e.reason.empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()
