// SPDX-License-Identifier: BSL-1.0
#include "examine.hpp"
#include "spell.hpp"

#include <boost/test/unit_test.hpp>

/// What random formulas have found of extents and first positions, and of what is 0 beside what is no number.
namespace {

using namespace random_formulas;

/// A recipe as tests/random prints what fails; the number draws the bindings.
void expect_agreement(recipe const& r, std::uint64_t number) {
    histogram seen;
    auto const found = examination{r, number, {}, seen}.run();
    BOOST_TEST(!found, (found ? found->stage + ":\n" + found->message : std::string{}));
    BOOST_TEST(seen["with values"] == 1);
}
/// Every binding is refused, for an extent that no axis gives.
void expect_no_value(recipe const& r, std::uint64_t number) {
    histogram seen;
    BOOST_TEST((!examination{r, number, {}, seen}.run()));
    BOOST_TEST(seen["accepted, but no binding was found"] == 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(found_by_random_formulas)

// d stands in no axis of an input: there is no value, and no gradient that finds d = 2.
BOOST_AUTO_TEST_CASE(no_range_gives_an_extent_to_itself) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 0, false}, {"y", 2, false}, {"z", 1, false}, {"E", 1, false}};
    r.indices = {{"i", false, {true, subscript{{}, 1, -1}, subscript{{}, 0, 0}, 1}},
                 {"j", false, {true, subscript{{}, 0, -1}, subscript{{}, -1, 0}, 1}},
                 {"k", false, {}},
                 {"l", false, {}},
                 {"m", false, {}}};
    r.extents = {"d"};
    r.equations.push_back(
        {1,
         {subscript{{{0, 1}}, 0, -1}, subscript{{{1, 1}}, 0, -1}},
         node(part::product, {entry_of(0, {}), bracket(part::equal, subscript{{{0, 1}}, 0, -1})})});
    r.equations.push_back(
        {2,
         {subscript{{{2, 1}}, 0, -1}},
         node(part::product, {entry_of(1, {subscript{{}, 0, -1}, subscript{{{2, 1}}, 1, -1}}),
                              entry_of(1, {subscript{{{2, 1}}, 0, -1}, subscript{{{2, 1}}, 0, -1}})})});
    r.reads_itself = false;
    expect_no_value(r, 64660124776);
}
// The start of v was taken for 0, and d for 2 so that it was.
BOOST_AUTO_TEST_CASE(no_first_position_gives_an_extent) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 1, false}, {"y", 0, false}, {"z", 2, false}};
    r.indices = {{"t", true, {}},
                 {"s", true, {}},
                 {"u", true, {true, subscript{{}, 0, -1}, subscript{{}, -1, 0}, 1}},
                 {"v", true, {true, subscript{{{2, -1}}, 1, -1}, subscript{{}, 2, -1}, 1}},
                 {"t", true, {}}};
    r.extents = {"d"};
    r.equations.push_back({2,
                           {subscript{{{2, 1}}, 0, -1}, subscript{{{3, 1}}, 0, -1}},
                           reduce(graph::reduction::sum, {4}, entry_of(0, {subscript{{{4, 1}}, 0, -1}}))});
    r.reads_itself = false;
    expect_no_value(r, 64670126371);
}
BOOST_AUTO_TEST_CASE(an_extent_of_what_is_not_needed_must_be_given) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 1, false}, {"y", 1, false}, {"z", 0, false}};
    r.indices = {{"t", true, {true, subscript{{}, 0, -1}, subscript{{}, -1, 0}, 1}},
                 {"s", true, {}},
                 {"u", true, {}},
                 {"q", true, {}},
                 {"t", true, {}}};
    r.extents = {"d"};
    r.equations.push_back({1, {subscript{{{0, 1}}, 0, -1}}, entry_of(0, {subscript{{{0, 1}}, 0, -1}})});
    r.equations.push_back({2, {}, number(1)});
    r.reads_itself = false;
    expect_no_value(r, 65280128015);
}
// x is empty and stands where it likes; w starts at 1.
BOOST_AUTO_TEST_CASE(an_empty_tensor_has_no_start_to_speak_of) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 1, false}, {"w", 2, false}, {"a", 2, false}, {"y", 1, false}, {"z", 1, false}};
    r.indices = {{"i", false, {}}, {"j", false, {}}};
    r.extents = {};
    r.equations.push_back(
        {3,
         {subscript{{{0, 1}}, 0, -1}},
         node(part::product, {entry_of(1, {subscript{{{0, 1}}, 2, -1}, subscript{{}, 0, -1}}),
                              entry_of(1, {subscript{{{0, 1}}, 0, -1}, subscript{{{0, 1}}, 0, -1}})})});
    r.equations.push_back({4,
                           {subscript{{{1, 1}}, 0, -1}},
                           node(part::product, {entry_of(0, {subscript{{{1, 1}}, 0, -1}}),
                                                entry_of(3, {subscript{{{1, 1}}, 0, -1}})})});
    r.reads_itself = false;
    expect_agreement(r, 65290126859);
}
BOOST_AUTO_TEST_CASE(an_adjoint_without_positions_gives_no_extent) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 2, false}, {"w", 0, false}, {"y", 1, false}, {"z", 1, false}};
    r.indices = {{"i", false, {true, subscript{{}, 0, -1}, subscript{{}, -1, 0}, 1}},
                 {"j", false, {}},
                 {"k", false, {}}};
    r.extents = {"d"};
    r.equations.push_back({2,
                           {subscript{{{0, 1}}, 0, -1}},
                           reduce(graph::reduction::sum, {1},
                                  entry_of(0, {subscript{{{1, 1}, {0, 1}}, 0, -1}, subscript{{}, 0, -1}}))});
    r.equations.push_back({3,
                           {subscript{{{2, 1}}, 0, -1}},
                           node(part::product, {entry_of(2, {subscript{{{2, 1}}, -2, -1}}),
                                                entry_of(2, {subscript{{{2, 1}}, 0, -1}})})});
    r.reads_itself = false;
    expect_no_value(r, 65290127396);
}
// 0 / w(k) was computed before the sum over s, and stood outside of [0 < number of points] in it.
BOOST_AUTO_TEST_CASE(what_a_bracket_of_values_kills_stays_beside_it) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 1, false}, {"w", 1, false}, {"y", 2, false}};
    r.indices = {{"t", true, {}}, {"s", true, {}}, {"u", true, {}}, {"v", true, {}}, {"t", true, {}}};
    r.extents = {};
    r.equations.push_back(
        {2,
         {subscript{{{0, 1}}, 0, -1}, subscript{{{1, 1}}, 0, -1}},
         node(part::product,
              {entry_of(0, {subscript{{{1, 1}}, 0, -1}}),
               node(part::product,
                    {entry_of(0, {subscript{{{0, 1}}, 0, -1}}),
                     node(part::sum,
                          {bracket(part::at_least, subscript{{{0, 1}}, 0, -1}),
                           node(part::quotient,
                                {reduce(graph::reduction::sum, {3, 4},
                                        node(part::product, {entry_of(0, {subscript{{{4, 1}}, 0, -1}}),
                                                             entry_of(1, {subscript{{{3, 2}}, 0, -1}})})),
                                 node(part::product,
                                      {entry_of(1, {subscript{{{0, 1}}, 0, -1}}),
                                       bracket(part::equal, subscript{{{0, 1}, {1, 1}}, 1, -1})})})})})})});
    r.reads_itself = false;
    expect_agreement(r, 65300125364);
}
// i ranges over 0..-1, so that j has no values and x must have none.
BOOST_AUTO_TEST_CASE(of_an_empty_range_not_everything_follows) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 1, false}, {"w", 0, false}, {"y", 2, false}, {"z", 1, false}};
    r.indices = {{"i", false, {true, subscript{{}, 0, -1}, subscript{{}, -1, -1}, 1}},
                 {"j", false, {true, subscript{{{0, 1}}, 0, -1}, subscript{{}, 3, -1}, 1}},
                 {"k", false, {}}};
    r.extents = {};
    r.equations.push_back({2, {subscript{{{0, 1}}, 0, -1}, subscript{{{1, 1}}, 0, -1}}, number(1)});
    r.equations.push_back(
        {3,
         {subscript{{{2, 1}}, 0, -1}},
         node(part::sum, {entry_of(2, {subscript{{{2, 2}}, 0, -1}, subscript{{{2, 1}}, 0, -1}}),
                          entry_of(0, {subscript{{{2, 1}}, 0, -1}})})});
    r.reads_itself = false;
    expect_agreement(r, 65920128914);
}
BOOST_AUTO_TEST_CASE(each_term_ends_by_an_equation) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 1, false}, {"w", 0, false}, {"a", 1, false}, {"y", 1, false}};
    r.indices = {{"t", true, {}}, {"s", true, {}}, {"u", true, {}}, {"v", true, {}}};
    r.extents = {};
    r.equations.push_back(
        {3,
         {subscript{{{0, 1}}, 0, -1}},
         node(part::product,
              {entry_of(0, {subscript{{{0, 1}}, 0, -1}}),
               reduce(graph::reduction::sum, {1, 2},
                      node(part::product, {node(part::sum, {entry_of(0, {subscript{{{2, 1}}, 0, -1}}),
                                                            entry_of(2, {subscript{{{1, 1}}, 0, -1}})}),
                                           bracket(part::equal, subscript{{{2, 1}, {1, 1}}, 0, -1})}))})});
    r.reads_itself = false;
    expect_agreement(r, 65980125831);
}
// [x < x] / [x < x] is 0, not 1.
BOOST_AUTO_TEST_CASE(a_bracket_of_values_and_its_reciprocal_stay_apart) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 0, false}, {"w", 1, false}, {"y", 0, false}};
    r.indices = {{"t", true, {}}, {"s", true, {}}};
    r.extents = {};
    r.equations.push_back(
        {2,
         {},
         node(part::quotient,
              {node(part::product,
                    {node(part::less, {entry_of(0, {}), entry_of(0, {})}),
                     reduce(graph::reduction::sum, {1}, entry_of(1, {subscript{{{1, 1}}, 0, -1}}))}),
               node(part::product,
                    {entry_of(0, {}), node(part::less, {entry_of(0, {}), entry_of(0, {})})})})});
    r.reads_itself = false;
    expect_agreement(r, 65990126175);
}
// The start of an empty adjoint made n_y_1 = 1.
BOOST_AUTO_TEST_CASE(equal_extents_come_before_first_positions) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 0, false}, {"w", 1, false}, {"a", 1, false}, {"y", 2, false}, {"z", 2, false}};
    r.indices = {{"t", true, {true, subscript{{}, 0, -1}, subscript{{}, 2, -1}, 1}},
                 {"s", true, {}},
                 {"u", true, {}},
                 {"q", true, {}},
                 {"q", true, {}},
                 {"s", true, {}},
                 {"u", true, {}},
                 {"v", true, {}},
                 {"q", true, {}},
                 {"q", true, {}}};
    r.extents = {};
    r.equations.push_back({3,
                           {subscript{{{0, 1}}, 0, -1}, subscript{{{1, 1}}, 0, -1}},
                           reduce(graph::reduction::sum, {2}, entry_of(2, {subscript{{{2, 1}}, 0, -1}}))});
    r.equations.push_back({4,
                           {subscript{{{5, 1}}, 0, -1}, subscript{{{6, 1}}, 0, -1}},
                           entry_of(3, {subscript{{{6, 1}, {5, 1}}, 0, -1}, subscript{{{5, 1}}, 0, -1}})});
    r.reads_itself = false;
    expect_agreement(r, 66560130381);
}
BOOST_AUTO_TEST_CASE(a_total_beside_infinities) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 1, false}, {"w", 1, false}, {"a", 1, false},
                 {"p", 1, true},  {"y", 0, false}, {"z", 2, false}};
    r.indices = {{"t", true, {}},
                 {"s", true, {}},
                 {"q", true, {}},
                 {"l", false, {}},
                 {"m", false, {true, subscript{{}, 0, -1}, subscript{{}, 3, -1}, 1}},
                 {"n", false, {}}};
    r.extents = {};
    r.equations.push_back(
        {4,
         {},
         node(part::product,
              {reduce(graph::reduction::sum, {0, 1},
                      node(part::product,
                           {entry_of(0, {subscript{{{1, 1}}, 0, -1}}),
                            reduce(graph::reduction::sum, {2},
                                   node(part::product, {entry_of(3, {subscript{{{0, 3}}, 0, -1}}),
                                                        entry_of(1, {subscript{{{2, 1}}, 0, -1}})}))})),
               reduce(graph::reduction::sum, {3},
                      node(part::product, {entry_of(1, {subscript{{{3, 1}}, 0, -1}}),
                                           call("acosh", {entry_of(0, {subscript{{}, 0, -1}})})}))})});
    r.equations.push_back({5,
                           {subscript{{{4, 1}}, 0, -1}, subscript{{{5, 1}}, 0, -1}},
                           node(part::sum, {entry_of(4, {}), entry_of(1, {subscript{{{5, 1}}, 0, -1}})})});
    r.reads_itself = false;
    expect_agreement(r, 66590128268);
}
BOOST_AUTO_TEST_CASE(two_conditions_bound_an_index_together) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 1, false}, {"w", 1, false}, {"a", 0, false}, {"p", 1, true}, {"y", 0, false}};
    r.indices = {{"t", true, {}}, {"s", true, {}}, {"u", true, {}}, {"q", true, {}}};
    r.extents = {};
    r.equations.push_back(
        {4,
         {},
         reduce(graph::reduction::sum, {0},
                reduce(graph::reduction::sum, {1, 2},
                       node(part::product,
                            {entry_of(1, {subscript{{{2, 1}}, 0, -1}}),
                             node(part::product,
                                  {entry_of(1, {subscript{{{1, 1}, {0, 1}}, 0, -1}}),
                                   bracket(part::equal, subscript{{{1, 1}, {0, -1}}, 0, -1})})})))});
    r.reads_itself = false;
    expect_agreement(r, 66590129996);
}

// The plain meaning asked for all s in 0..t, although x(0, l) stays inside for each of them.
BOOST_AUTO_TEST_CASE(a_fixed_position_inside_needs_no_values_of_indices_over_z) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 2, false}, {"w", 1, false}, {"y", 2, false}};
    r.indices = {{"t", true, {}},
                 {"s", true, {true, subscript{{}, 0, -1}, subscript{{{0, 1}}, -1, -1}, 1}},
                 {"u", true, {}},
                 {"l", false, {}},
                 {"m", false, {}}};
    r.extents = {};
    auto const w_of = [](int index) { return entry_of(1, {subscript{{{index, 1}}, 0, -1}}); };
    auto const x_at_0 = [](int index) {
        return entry_of(0, {subscript{{}, 0, -1}, subscript{{{index, 1}}, 0, -1}});
    };
    r.equations.push_back(
        {2,
         {subscript{{{0, 1}}, 0, -1}, subscript{{{1, 1}}, 0, -1}},
         node(part::product,
              {x_at_0(0),
               reduce(graph::reduction::sum, {2, 3},
                      node(part::product, {w_of(2), reduce(graph::reduction::sum, {4},
                                                           node(part::product, {w_of(4), x_at_0(3)}))}))})});
    r.reads_itself = false;
    expect_agreement(r, 71090137263);
}

// Where s ends was asked of the support alone, which has no row on s: the result was empty, and the min over nothing not refused.
BOOST_AUTO_TEST_CASE(a_min_over_nothing_beside_an_index_that_its_range_alone_bounds) {
    using namespace spelled;
    recipe r;
    r.tensors = {{"x", 1, false}, {"y", 2, false}};
    r.indices = {{"t", true, {}},
                 {"s", true, {true, subscript{{}, -2, -1}, subscript{{{0, 1}}, -1, -1}, 1}},
                 {"u", true, {true, subscript{{}, 0, -1}, subscript{{}, -1, -1}, 1}}};
    r.extents = {};
    r.equations.push_back({1,
                           {subscript{{{0, 1}}, 0, -1}, subscript{{{1, 1}}, 0, -1}},
                           node(part::product, {entry_of(0, {subscript{{{0, 1}}, 0, -1}}),
                                                reduce(graph::reduction::minimum, {2}, number(1))})});
    r.reads_itself = false;
    expect_agreement(r, 71700138534);
}

BOOST_AUTO_TEST_SUITE_END()
