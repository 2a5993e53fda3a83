// SPDX-License-Identifier: BSL-1.0
#include "probe.hpp"

#include "tests/random/examine.hpp"
#include "tests/random/generate.hpp"

#include <iverson/text/text.hpp>

#include <boost/test/framework.hpp>
#include <boost/test/results_collector.hpp>
#include <boost/test/tree/traverse.hpp>
#include <boost/test/tree/visitor.hpp>

#include <fstream>

namespace mutants {

namespace {

using namespace random_formulas;
namespace boost_test = boost::unit_test;

/// All test cases but those that walk over mutants themselves.
struct tests_of_rooms : boost_test::test_tree_visitor {
    std::vector<probe> found;

    bool test_suite_start(boost_test::test_suite const& suite) override {
        return std::string_view{suite.p_name.get()} != "mutants_of_headers";
    }
    void visit(boost_test::test_case const& one) override {
        found.push_back({one.full_name(), {}, 0, one.p_id, {}, 0});
    }
};
bool fails(boost_test::test_unit_id test) {
    boost_test::framework::run(test, true);
    return !boost_test::results_collector.results(test).passed();
}

/// The sections of a file of texts, each below its name.
std::vector<probe> named_in(std::string const& file) {
    std::ifstream in{std::string{IVERSON_SOURCE_DIR} + "/tests/" + file};
    std::vector<probe> result;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("# ")) {
            result.push_back({line.substr(2), {}, 0, 0, {}, 0});
        } else if (!line.empty() && !result.empty()) {
            result.back().text += line + "\n";
        }
    }
    std::erase_if(result, [](probe const& p) { return p.text.empty(); });
    return result;
}

bool is_wrong(probe const& p, stages const& all) {
    if (p.test != 0) {
        return fails(p.test);
    }
    histogram unseen;
    if (p.text.empty()) {
        recipe const r = drawn(p.number);
        return examination{r, p.number, all, unseen}.run().has_value();
    }
    iverson::reading const read = iverson::parse(p.text);
    if (!read) {  // the front end has guards too: it refuses what it did not
        all.observed->refusals = 1;
        all.observed->print(read.error->str());
        return false;
    }
    // Between them all derivatives are taken (examination::now_and_then).
    return std::ranges::any_of(std::initializer_list<std::uint64_t>{7, 14}, [&](std::uint64_t number) {
        return examination{read.formula, number, all, unseen}.run().has_value();
    });
}

}  // namespace

outcome probe::run() const {
    observation seen;
    bool const wrong = is_wrong(*this, stages{.observed = &seen});
    return {wrong, seen.printed, seen.refusals, seen.operations};
}

std::vector<probe> all_probes(std::uint64_t first, std::uint64_t drawn) {
    tests_of_rooms tests;
    boost_test::traverse_test_tree(boost_test::framework::master_test_suite(), tests, true);
    std::vector<probe> result = tests.found;
    for (char const* file : {"mutation/formulas.iv", "corpus/formulas.iv", "corpus/papers.iv"}) {
        std::vector<probe> const own = named_in(file);
        result.insert(result.end(), own.begin(), own.end());
    }
    for (std::uint64_t number = first; number < first + drawn; ++number) {
        result.push_back({std::to_string(number), {}, number, 0, {}, 0});
    }
    return result;
}

}  // namespace mutants
