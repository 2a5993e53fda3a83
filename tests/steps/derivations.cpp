// SPDX-License-Identifier: BSL-1.0
#include "lines.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

namespace {

using namespace formulas;
namespace graph = iverson::graph;
namespace steps = iverson::steps;

std::set<std::string_view> rules_of_all_tables() {
    std::set<std::string_view> names;
    for (auto const& rule : iverson::derive::rules) {
        names.insert(rule.name);
    }
    for (auto const& table : {std::span<iverson::simplify::rule const>{iverson::simplify::algebra},
                              std::span<iverson::simplify::rule const>{iverson::simplify::collapse},
                              std::span<iverson::simplify::rule const>{iverson::simplify::tidy}}) {
        for (auto const& rule : table) {
            names.insert(rule.name);
        }
    }
    names.insert(iverson::simplify::recognition);
    return names;
}

/// Each line of each chain equals the result, is justified, and the last one computed is the result.
void check_lines(formula const& source, graph::derivation const& d) {
    static auto const known_rules = rules_of_all_tables();
    BOOST_REQUIRE_MESSAGE(!d.result.failed(), lines::message(d));
    BOOST_REQUIRE(d.chains.size() == d.result.equations.size() - source.equations.size());
    for (std::size_t c = 0; c < d.chains.size(); ++c) {
        std::size_t const equation = source.equations.size() + c;
        auto const& all = d.chains[c].lines;
        BOOST_REQUIRE(!all.empty());
        for (std::size_t i = 0; i < all.size(); ++i) {
            BOOST_TEST_CONTEXT("line " << i << " of " << lines::shown(d, d.chains[c].left) << " = "
                                       << lines::shown(d, all[i].node)) {
                auto const found = lines::compare(source, d.result, equation, all[i].node, i == 0);
                BOOST_TEST(found.worst < differences::tolerance);
                BOOST_TEST(found.passed > 1);
                BOOST_TEST(!found.zero);
                BOOST_TEST(!all[i].rules.empty());
                for (std::string_view rule : all[i].rules) {
                    BOOST_TEST(known_rules.contains(rule), rule << " is in no table");
                }
            }
        }
        bool const named = all.back().rules == std::vector<std::string_view>{"recognition"};
        int const last = named && all.size() > 1 ? all[all.size() - 2].node : all.back().node;
        BOOST_TEST(last == d.result.equations[equation].value);
        BOOST_TEST(!iverson::derive::has_partials(d.result.nodes, last));
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(derivations)

BOOST_AUTO_TEST_CASE(every_line_of_every_gradient_is_the_same_number) {
    for (source const& s : all) {
        for (std::string_view by : s.by) {
            BOOST_TEST_CONTEXT(s.what << " by " << by) {
                pencil p;
                s.write(p);
                formula const& f = p.complete();
                check_lines(f, lines::gradients(f, {by}));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(every_line_of_every_jacobian_is_the_same_number) {
    for (source const& s : all) {
        for (std::string_view by : s.by) {
            if (s.what == "a recurrence and its loss" || by == "h0") {
                continue;
            }
            BOOST_TEST_CONTEXT(s.what << " by " << by) {
                pencil p;
                s.write(p);
                formula const& f = p.complete();
                check_lines(f, lines::jacobian(f, by));
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
