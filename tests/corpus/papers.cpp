// SPDX-License-Identifier: BSL-1.0
//
// Formulas of papers, as text: what they cost, how they move, and every gradient against numbers.
#include "cost.hpp"
#include "directions.hpp"

#include <iverson/steps/derive.hpp>
#include <iverson/text/text.hpp>
#include <iverson/verify/gradient.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace {

namespace verify = iverson::verify;

struct paper {
    std::string name;
    std::string text;
};

/// The sections of papers.iv that hold a formula.
std::vector<paper> all_papers() {
    std::ifstream in{IVERSON_SOURCE_DIR "/tests/corpus/papers.iv"};
    std::vector<paper> result;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("# ")) {
            result.push_back({line.substr(2), {}});
        } else if (!line.empty() && !result.empty()) {
            result.back().text += line + "\n";
        }
    }
    std::erase_if(result, [](paper const& p) { return p.text.empty(); });
    return result;
}

void check_gradients(iverson::graph::formula const& f) {
    verify::sampler const about{f, 0};
    for (int x = 0; x < static_cast<int>(f.nodes.tensors.size()); ++x) {
        if (about.is_input(x) && !f.nodes.tensor_at(x).integral) {
            auto const d = iverson::steps::gradients(f, f.output().tensor, {{x, {}}}, false);
            BOOST_TEST_REQUIRE(!d.result.failed(), d.result.nodes.message().view());
            BOOST_TEST(verify::check(f, d.result, {.rounds = 5, .largest_extent = 3}));
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(papers) {
    std::vector<paper> const all = all_papers();
    BOOST_TEST(all.size() >= 63);
    for (paper const& p : all) {
        BOOST_TEST_CONTEXT(p.name) {
            iverson::reading const r = iverson::parse(p.text);
            BOOST_TEST_REQUIRE(static_cast<bool>(r), (r ? "" : r.error->str()));
            corpus::cost::examine(p.name, r.formula);
            corpus::directions::examine(r.formula);
            check_gradients(r.formula);
        }
    }
}
