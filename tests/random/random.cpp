// SPDX-License-Identifier: BSL-1.0
#include "examine.hpp"
#include "generate.hpp"
#include "minimise.hpp"
#include "spell.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <iostream>
#include <sstream>

/// Random formulas. IVERSON_RANDOM_SEED draws others, IVERSON_RANDOM_FORMULAS more of them (the long mode), IVERSON_RANDOM_ONLY
/// examines the one of that number.
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
           iverson::print::text(built(r)) + "\nas a test for found.cpp:\n" + spelled::test_of(small, seed);
}

/// A run is so many formulas that have values. ctest runs it in shards, each with formulas of its own (CMakeLists.txt).
struct extent_of_run {
    std::uint64_t seed = from_environment("IVERSON_RANDOM_SEED", 1);
    std::uint64_t shard = from_environment("IVERSON_RANDOM_SHARD", 0);
    std::uint64_t shards = from_environment("IVERSON_RANDOM_SHARDS", 8);
    std::int64_t formulas = static_cast<std::int64_t>(from_environment("IVERSON_RANDOM_FORMULAS", 20000));

    std::int64_t own() const {
        return (formulas + static_cast<std::int64_t>(shards) - 1) / static_cast<std::int64_t>(shards);
    }
    std::uint64_t first() const { return (seed * 64 + shard) * 10'000'019; }
};

void print(extent_of_run const& run, histogram const& seen) {
    std::ostringstream table;
    table << "seed " << run.seed << ", shard " << run.shard << " of " << run.shards << "\n";
    for (auto const& [what, times] : seen) {
        table << times << "  " << what << "\n";
    }
    std::cout << table.str();
}

/// Examines formulas until so many have values, and prints what they were like. At most five failures are told.
histogram examine_formulas(extent_of_run const& run) {
    histogram seen;
    int failures = 0;
    for (std::uint64_t own = run.first(); seen["with values"] < run.own() && failures < 5; ++own) {
        recipe const r = drawn(own);
        if (auto const found = examination{r, own, {}, seen}.run()) {
            ++failures;
            BOOST_ERROR(smallest_failure(r, own, {}, *found));
        }
    }
    print(run, seen);
    return seen;
}

template <class Rules>
void expect_rules(histogram& seen, Rules const& table, std::int64_t times) {
    for (auto const& rule : table) {
        std::string const name = "rule " + std::string{rule.name};
        BOOST_TEST(seen[name] >= times, name << " fired " << seen[name] << " times");
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(random_formulas_agree_at_every_stage)

BOOST_AUTO_TEST_CASE(derivatives_steps_and_loops_have_the_plain_meaning) {
    extent_of_run const run;
    if (std::uint64_t const only = from_environment("IVERSON_RANDOM_ONLY", 0); only != 0) {
        histogram seen;
        recipe const r = drawn(only);
        BOOST_TEST_MESSAGE(iverson::print::text(built(r)));
        auto const found = examination{r, only, {}, seen}.run();
        BOOST_TEST(!found, (found ? smallest_failure(r, only, {}, *found) : std::string{}));
        return;
    }
    histogram seen = examine_formulas(run);
    std::int64_t const drawn = seen["with values"];
    BOOST_TEST(drawn >= run.own());
    // The formulas are worth little if they are all alike.
    for (char const* what : {"with a stride", "with a bracket that is not of unit coefficients",
                             "with an empty range", "with a gradient that is not constant"}) {
        BOOST_TEST(10 * seen[what] >= 3 * drawn, what << ": " << seen[what] << " of " << drawn);
    }
    // What all shards must reach together is shared among them: every rule fires a hundred times.
    auto const share = [&](std::int64_t in_all) { return in_all * run.own() / 20000; };
    expect_rules(seen, iverson::derive::rules, share(100));
    expect_rules(seen, iverson::simplify::algebra, share(100));
    expect_rules(seen, iverson::simplify::collapse, share(100));
    expect_rules(seen, iverson::simplify::tidy, share(100));
    BOOST_TEST(seen["rule " + std::string{iverson::simplify::recognition}] >= share(100));
    for (auto const& record : records()) {
        std::string const name = "calls " + std::string{record.name};
        BOOST_TEST(seen[name] >= share(20), name << ": " << seen[name]);
    }
    for (char const* what :
         {"with a recurrence", "with several equations", "with a divided index", "with a gather",
          "with a maximum, minimum, product or mean", "with a dependent range", "with a repeated index",
          "with nested reductions", "second derivatives", "tangents compared", "partials compared",
          "gradient by a definition", "jacobian by a definition"}) {
        BOOST_TEST(seen[what] >= share(200), what << ": " << seen[what]);
    }
    BOOST_TEST(seen["compared with entries"] >= share(20000));
    BOOST_TEST(seen["loops compared"] >= share(20000));
    BOOST_TEST(200 * seen["at a kink"] < drawn, seen["at a kink"]);
    BOOST_TEST(1000 * seen["a line without a value"] < seen["lines compared"]);
    BOOST_TEST(100 * seen["a mean over nothing, refused in the derivative alone"] < drawn);
    BOOST_TEST(100 * seen["an extreme or mean over nothing, refused by the loops alone"] < drawn);
    BOOST_TEST(500 * seen["a support that the plain meaning cannot tell exactly"] < drawn);
    BOOST_TEST(250 * seen["a support that the plain meaning cannot tell exactly, in the loops"] < drawn);
    BOOST_TEST(50 * seen["a partial on a smaller domain than the axes that it has of y"] <
               seen["partials compared"]);
    BOOST_TEST(1000 * seen["ill-conditioned, in the loops"] < drawn);
    BOOST_TEST(1000 * seen["not a number where a bracket of values fails"] < drawn);
    BOOST_TEST(200 * seen["a derivative by a definition, right but at a tie"] < drawn);
    BOOST_TEST(200 * seen["too large for a plan"] < drawn, seen["too large for a plan"]);
}

BOOST_AUTO_TEST_SUITE_END()
