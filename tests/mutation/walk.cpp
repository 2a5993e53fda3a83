// SPDX-License-Identifier: BSL-1.0
#include "equivalent.hpp"
#include "probe.hpp"

#include <tests/mutation/switches.hpp>

#include <boost/test/results_reporter.hpp>
#include <boost/test/unit_test.hpp>

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <map>

/// Takes out one guard or bracket after the other and asks the formulas whether they notice. Each mutant is a process of its own: a
/// crash, a hang and a disagreement all are noticed.
namespace {

using namespace mutants;
namespace mutation = iverson::mutation;
namespace boost_test = boost::unit_test;

struct place {
    std::string_view file;
    std::string_view function;
    std::string_view text;
    bool is_asserted;
};
constexpr place places[] = {
#include "places.inc"
};
constexpr int count = static_cast<int>(std::size(places));

place const& at(int which) { return places[static_cast<std::size_t>(which)]; }
std::string name_of(int which) {
    place const& p = at(which);
    return std::string{p.file} + ": " + std::string{p.function} + ": " + std::string{p.text};
}

std::uint64_t from_environment(char const* name, std::uint64_t otherwise) {
    char const* const text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}
double seconds_used() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// What is known of a mutant once it has run.
struct verdict {
    int which = 0;
    std::size_t decides_in = 0;
    bool missed = false;
    effects seen;
};

class walk {
  public:
    walk() : probes_{all_probes(first(), from_environment("IVERSON_MUTATION_FORMULAS", 2000))}, own_(count) {
        boost_test::results_reporter::set_level(boost_test::NO_REPORT);  // of each test case that is a probe
        for (std::size_t i = 0; i < probes_.size(); ++i) {
            examine(i);
        }
        void* const memory = mmap(nullptr, probes_.size() * sizeof(int), PROT_READ | PROT_WRITE,
                                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        BOOST_TEST_REQUIRE(memory != MAP_FAILED);
        kills_ = static_cast<int*>(memory);
    }
    ~walk() { boost_test::results_reporter::set_level(boost_test::CONFIRMATION_REPORT); }
    walk(walk const&) = delete;

    /// Runs mutants side by side; `tell` hears of each.
    template <class Tell>
    void over(std::vector<int> const& mutants, Tell const& tell) {
        std::size_t const most = from_environment("IVERSON_MUTATION_JOBS", 2);
        std::map<pid_t, int> running;
        auto const wait_for_one = [&] {
            int status = 0;
            pid_t const child = wait(&status);
            int const which = running.at(child);
            running.erase(child);
            int const code = WIFEXITED(status) ? WEXITSTATUS(status) : code_of_missed;
            tell(verdict{which, own_[static_cast<std::size_t>(which)].size(), (code & code_of_missed) != 0,
                         effects{(code & code_of_form) != 0, (code & code_of_cost) != 0}});
        };
        for (int which : mutants) {
            while (running.size() >= most) {
                wait_for_one();
            }
            std::vector<int> const formulas = formulas_for(which);
            std::cout.flush();
            pid_t const child = fork();
            if (child == 0) {
                _exit(code_without(which, formulas));
            }
            running[child] = which;
        }
        while (!running.empty()) {
            wait_for_one();
        }
    }

  private:
    static constexpr int code_of_missed = 1, code_of_form = 2, code_of_cost = 4;

    static constexpr int few = 12;  ///< formulas must not miss what is excused

    static bool shows(effect wanted, int code) {
        return wanted == effect::none || (code & (wanted == effect::form ? code_of_form : code_of_cost)) != 0;
    }
    static std::uint64_t first() { return from_environment("IVERSON_RANDOM_SEED", 1) * 640'001'216 + 1; }

    /// With all guards in their places: what is usual, and which guards decide something.
    void examine(std::size_t place) {
        probe& p = probes_[place];
        mutation::decisive.clear();
        double const start = seconds_used();
        p.usual = p.run();
        p.seconds = seconds_used() - start;
        BOOST_TEST((p.number != 0 || !p.usual.wrong), p.name << " goes wrong as it is");
        if (p.usual.wrong) {
            return;  // of random ones the random run itself reports it
        }
        for (std::size_t which = 0; which < mutation::decisive.size(); ++which) {
            if (mutation::decisive[which] != 0) {
                own_[which].push_back(static_cast<int>(place));
            }
        }
    }

    /// The formulas in which the guard decides something, first those that missed others before; of a guard that is excused the
    /// drawn ones, which are small.
    std::vector<int> formulas_for(int which) const {
        std::vector<int> result = own_[static_cast<std::size_t>(which)];
        if (excuse_for(name_of(which)) != nullptr) {
            std::sort(result.begin(), result.end(), [&](int a, int b) {
                auto const is_written = [&](int i) {
                    return probes_[static_cast<std::size_t>(i)].number == 0;
                };
                return std::pair{is_written(a), a} < std::pair{is_written(b), b};
            });
            return result;
        }
        std::vector<int> const kills(kills_, kills_ + probes_.size());  // they grow meanwhile
        std::sort(result.begin(), result.end(), [&](int a, int b) {
            return std::pair{-kills[static_cast<std::size_t>(a)], a} <
                   std::pair{-kills[static_cast<std::size_t>(b)], b};
        });
        result.resize(std::min<std::size_t>(result.size(), from_environment("IVERSON_MUTATION_ENOUGH", 300)));
        return result;
    }

    /// In a process of its own.
    int code_without(int which, std::vector<int> const& formulas) const {
        rlimit const memory{2'000'000'000, 2'000'000'000};
        setrlimit(RLIMIT_AS, &memory);
        rlimit const no_core{0, 0};
        setrlimit(RLIMIT_CORE, &no_core);
        for (int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGILL, SIGBUS, SIGVTALRM}) {
            std::signal(signal, SIG_DFL);
        }
        close(STDERR_FILENO);
        boost_test::unit_test_log.set_threshold_level(boost_test::log_nothing);
        mutation::removed = which;
        excuse const* const known = excuse_for(name_of(which));
        int result = 0;
        int examined = 0;
        for (int i : formulas) {
            if (++examined > few && known != nullptr && shows(known->by, result)) {
                break;
            }
            probe const& p = probes_[static_cast<std::size_t>(i)];
            itimerval const limit{{0, 0}, {static_cast<time_t>(3 + 20 * p.seconds), 0}};
            setitimer(ITIMER_VIRTUAL, &limit, nullptr);
            ++kills_[i];  // stays if the formula ends the process
            outcome const now = p.run();
            if (now.wrong || now.refusals != p.usual.refusals) {
                return code_of_missed;
            }
            --kills_[i];
            result |= now.printed != p.usual.printed ? code_of_form : 0;
            result |= now.operations != p.usual.operations ? code_of_cost : 0;
        }
        return result;
    }

    std::vector<probe> probes_;
    std::vector<std::vector<int>> own_;  ///< for each guard the formulas in which it decides something
    int* kills_ = nullptr;               ///< how many guards each formula missed, shared by all processes
};

char const* wanted() { return std::getenv("IVERSON_MUTATION_REPORT"); }

std::string told(verdict const& v) {
    return std::string{v.missed ? "missed" : "not missed"} + (v.seen.form ? ", form" : "") +
           (v.seen.cost ? ", cost" : "") + " (decides in " + std::to_string(v.decides_in) +
           "): " + name_of(v.which);
}

/// A guard that no formula misses stands among the excuses, and has the effect that the excuse speaks of.
void judge(verdict const& v) {
    excuse const* const known = excuse_for(name_of(v.which));
    if (v.missed) {
        BOOST_TEST((known == nullptr || is_function(*known)), "is not equivalent after all: " << told(v));
        return;
    }
    BOOST_TEST(known != nullptr, told(v));
    if (known != nullptr) {
        BOOST_TEST((known->by != effect::form || v.seen.form), "the form does not change: " << told(v));
        BOOST_TEST((known->by != effect::cost || v.seen.cost), "the cost does not change: " << told(v));
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mutants_of_headers)

/// IVERSON_MUTATION_REPORT=derive/ tells what becomes of all conditions in the headers whose names begin so; nothing is asserted.
BOOST_AUTO_TEST_CASE(report) {
    if (wanted() == nullptr) {
        return;
    }
    std::vector<int> mutants;
    for (int which = 0; which < count; ++which) {
        if (at(which).file.starts_with(wanted())) {
            mutants.push_back(which);
        }
    }
    walk{}.over(mutants, [](verdict const& v) { std::cout << told(v) << std::endl; });
}

BOOST_AUTO_TEST_CASE(without_any_one_guard_or_bracket_some_formula_goes_wrong) {
    if (wanted() != nullptr) {
        return;
    }
    std::vector<int> mutants;
    for (int which = 0; which < count; ++which) {
        if (at(which).is_asserted) {
            mutants.push_back(which);
        }
    }
    int missed = 0;
    walk{}.over(mutants, [&](verdict const& v) {
        missed += v.missed ? 1 : 0;
        judge(v);
    });
    std::cout << mutants.size() << " guards and brackets: " << missed << " are missed\n";
}

BOOST_AUTO_TEST_CASE(every_excuse_is_for_a_guard_that_exists) {
    for (excuse const& e : excuses) {
        bool found = false;
        for (int which = 0; which < count; ++which) {
            found = found || covers(e, name_of(which));
        }
        BOOST_TEST(found, e.guard);
        BOOST_TEST(!e.reason.empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()
