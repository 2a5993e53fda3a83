// SPDX-License-Identifier: BSL-1.0
#include "examine.hpp"
#include "generate.hpp"
#include "minimise.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <sstream>

/// Random formulas, the same ones in every run: IVERSON_RANDOM_SEED draws others, IVERSON_RANDOM_FORMULAS more of them.
namespace {

using namespace random_formulas;

std::uint64_t from_environment(char const* name, std::uint64_t otherwise) {
    char const* const text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

/// What went wrong, with the numbers of the message left out: a smaller formula fails in the same way if this is the same.
std::string kind_of(failure const& f) {
    std::string result = f.stage.substr(0, f.stage.find(" by ")) + ": ";
    for (char c : f.message.substr(0, std::min<std::size_t>(f.message.find('\n'), 30))) {
        bool const number = (c >= '0' && c <= '9') || c == '-' || c == '.';
        result += number ? "" : std::string(1, c);
    }
    return result;
}

std::string smallest_failure(recipe const& r, std::uint64_t seed, stages which, failure const& first) {
    histogram unseen;
    std::string const kind = kind_of(first);
    recipe const small = minimised(r, [&](recipe const& other) {
        auto const found = examination{other, seed, which, unseen}.run();
        return found && kind_of(*found) == kind;
    });
    failure const last = examination{small, seed, which, unseen}.run().value_or(first);
    return "formula " + std::to_string(seed) + " fails in " + last.stage + ":\n" +
           iverson::print::text(built(small)) + "\n" + last.message + "as it was drawn:\n" +
           iverson::print::text(built(r));
}

/// Examines so many formulas and prints what they were like. At most five failures are told.
histogram examine_formulas(std::uint64_t count, stages which) {
    std::uint64_t const seed = from_environment("IVERSON_RANDOM_SEED", 1);
    std::uint64_t const wanted = from_environment("IVERSON_RANDOM_FORMULAS", count);
    histogram seen;
    int failures = 0;
    for (std::uint64_t i = 0; i < wanted && failures < 5; ++i) {
        std::uint64_t const own = seed * 1000003 + i;
        recipe const r = generator{own}.run();
        if (auto const found = examination{r, own, which, seen}.run()) {
            ++failures;
            BOOST_ERROR(smallest_failure(r, own, which, *found));
        }
    }
    std::ostringstream table;
    table << "seed " << seed << ", " << wanted << " formulas\n";
    for (auto const& [what, times] : seen) {
        table << times << "  " << what << "\n";
    }
    BOOST_TEST_MESSAGE(table.str());
    return seen;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(random_formulas_agree_at_every_stage)

BOOST_AUTO_TEST_CASE(derivatives_are_those_of_the_plain_meaning) {
    histogram seen = examine_formulas(5000, {.derivatives = true, .loops = false});
    if (std::getenv("IVERSON_RANDOM_FORMULAS") == nullptr) {
        // The formulas are worth little if they are all alike.
        for (char const* what : {"with a stride", "with a bracket that is not of unit coefficients",
                                 "with an empty range", "with a gradient that is not constant"}) {
            BOOST_TEST(4 * seen[what] > seen["with values"],
                       what << ": " << seen[what] << " of " << seen["with values"]);
        }
        BOOST_TEST(seen["with a function"] > 300);
        BOOST_TEST(seen["with a recurrence"] > 50);
        BOOST_TEST(seen["second derivatives"] > 100);
        BOOST_TEST(seen["compared with entries"] > 5000);
    }
}

BOOST_AUTO_TEST_CASE(loops_give_the_plain_meaning) {
    histogram seen = examine_formulas(2000, {.derivatives = false, .loops = true});
    BOOST_TEST(seen["loops compared"] > 2000);
    BOOST_TEST(200 * seen["not a number in the loops alone"] < seen["loops compared"]);
    BOOST_TEST(50 * seen["refused by the loops alone"] < seen["loops compared"],
               seen["refused by the loops alone"]);
}

BOOST_AUTO_TEST_SUITE_END()
