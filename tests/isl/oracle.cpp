// SPDX-License-Identifier: BSL-1.0
#include <iverson/graph/inequality.hpp>
#include <iverson/graph/solve.hpp>

#include <isl/ctx.h>
#include <isl/set.h>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <random>
#include <string>

/// Inequalities and systems of equations against isl, which decides both exactly, over all of Z and not in a box.
/// Source: Verdoolaege, isl: an integer set library for the polyhedral model (2010).
namespace {

using namespace iverson::graph;

constexpr int dimension = 3;

struct library {
    library() : context{isl_ctx_alloc()} {}
    ~library() { isl_ctx_free(context); }
    library(library const&) = delete;
    isl_ctx* context;
};

struct release {
    void operator()(isl_set* set) const { isl_set_free(set); }
};
using set = std::unique_ptr<isl_set, release>;

std::string text_of(affine const& e) {
    std::string result = std::to_string(e.constant());
    for (auto const& t : e) {
        result += " + " + std::to_string(t.coefficient) + "*s" + std::to_string(t.symbol);
    }
    return result;
}
std::string list(int first, int last) {
    std::string result;
    for (int i = first; i < last; ++i) {
        result += (i == first ? "s" : ", s") + std::to_string(i);
    }
    return result;
}
/// { [s0, s1, s2] : rows >= 0, equations = 0 }, symbols from `dimension` on existing.
set written(library& isl, std::vector<affine> const& rows, std::vector<affine> const& equations,
            int symbols = dimension) {
    std::string text = "{ [" + list(0, dimension) + "] : ";
    if (symbols > dimension) {
        text += "exists (" + list(dimension, symbols) + " : ";
    }
    text += "0 = 0";
    for (affine const& row : rows) {
        text += " and " + text_of(row) + " >= 0";
    }
    for (affine const& e : equations) {
        text += " and " + text_of(e) + " = 0";
    }
    text += symbols > dimension ? ") }" : " }";
    return set{isl_set_read_from_str(isl.context, text.c_str())};
}

std::vector<affine> random_rows(std::mt19937& random, int count, int largest) {
    std::uniform_int_distribution<int> coefficient(-largest, largest);
    std::uniform_int_distribution<int> constant(-6, 6);
    std::vector<affine> rows;
    for (int n = 0; n < count; ++n) {
        affine row{constant(random)};
        for (int d = 0; d < dimension; ++d) {
            row = row + affine::symbol(d, coefficient(random));
        }
        rows.push_back(row);
    }
    return rows;
}
inequalities of(std::vector<affine> const& rows) {
    inequalities result;
    for (affine const& row : rows) {
        result.add(row);
    }
    return result;
}
bool is_empty(set const& s) { return isl_set_is_empty(s.get()) == isl_bool_true; }
bool is_subset(set const& a, set const& b) { return isl_set_is_subset(a.get(), b.get()) == isl_bool_true; }

/// The part of what isl says that was found too, in percent.
int percent(int found, int all) { return all == 0 ? 100 : 100 * found / all; }

}  // namespace

BOOST_AUTO_TEST_SUITE(against_isl)

BOOST_AUTO_TEST_CASE(what_is_said_to_be_empty_is_empty) {
    library isl;
    std::mt19937 random{1};
    for (int largest : {1, 2, 4}) {
        int empty = 0;
        int found = 0;
        for (int n = 0; n < 1500; ++n) {
            auto const rows = random_rows(random, 3 + n % 5, largest);
            bool const ours = of(rows).infeasible();
            bool const theirs = is_empty(written(isl, rows, {}));
            BOOST_REQUIRE_MESSAGE(!ours || theirs, "said to be empty, and is not: case " << n);
            empty += theirs ? 1 : 0;
            found += ours ? 1 : 0;
        }
        BOOST_TEST_MESSAGE("coefficients to " << largest << ": " << found << " of " << empty
                                              << " empty sets were found");
        BOOST_TEST(empty > 50);
        BOOST_TEST(percent(found, empty) >= 90);
    }
}

BOOST_AUTO_TEST_CASE(what_is_said_to_follow_or_to_be_excluded_does) {
    library isl;
    std::mt19937 random{2};
    int holds = 0;
    int found = 0;
    for (int n = 0; n < 4000; ++n) {
        auto const rows = random_rows(random, 3 + n % 4, 3);
        affine const query = random_rows(random, 1, 3).front();
        set const all = written(isl, rows, {});
        for (relation kind : {relation::nonnegative, relation::zero}) {
            condition const c = normalized({kind, query, 0});
            bool const zero = kind == relation::zero;
            set const wanted = zero ? written(isl, {}, {query}) : written(isl, {query}, {});
            bool const follows = is_subset(all, wanted);
            bool const is_excluded =
                is_empty(set{isl_set_intersect(isl_set_copy(all.get()), isl_set_copy(wanted.get()))});
            bool const implied = implies(of(rows), c);
            bool const excluded = excludes(of(rows), c);
            BOOST_REQUIRE_MESSAGE(!implied || follows, "said to follow, and does not: case " << n);
            BOOST_REQUIRE_MESSAGE(!excluded || is_excluded, "said to be excluded, and is not: case " << n);
            holds += (follows ? 1 : 0) + (is_excluded ? 1 : 0);
            found += (implied ? 1 : 0) + (excluded ? 1 : 0);
        }
    }
    BOOST_TEST_MESSAGE(found << " of " << holds << " implications and exclusions were found");
    BOOST_TEST(holds > 400);
    BOOST_TEST(percent(found, holds) >= 90);
}

BOOST_AUTO_TEST_CASE(a_projection_holds_all_points_and_is_exact_for_unit_coefficients) {
    library isl;
    std::mt19937 random{3};
    for (int largest : {1, 3}) {
        int exact = 0;
        for (int n = 0; n < 1000; ++n) {
            auto const rows = random_rows(random, 3 + n % 4, largest);
            inequalities ours = of(rows);
            ours.eliminate(dimension - 1);
            set const theirs{isl_set_insert_dims(
                isl_set_project_out(written(isl, rows, {}).release(), isl_dim_set, dimension - 1, 1),
                isl_dim_set, dimension - 1, 1)};
            set const projected =
                ours.known_empty() ? written(isl, {affine{-1}}, {}) : written(isl, ours.rows(), {});
            BOOST_REQUIRE_MESSAGE(is_subset(theirs, projected), "a point is lost: case " << n);
            bool const same = is_subset(projected, theirs);
            BOOST_REQUIRE_MESSAGE(same || largest > 1, "the projection is too wide: case " << n);
            exact += same ? 1 : 0;
        }
        BOOST_TEST_MESSAGE("coefficients to " << largest << ": " << exact
                                              << " of 1000 projections are exact");
    }
}

BOOST_AUTO_TEST_CASE(the_solutions_of_a_system_are_all_of_its_solutions) {
    library isl;
    std::mt19937 random{4};
    int empty = 0;
    for (int n = 0; n < 3000; ++n) {
        // The last of the three symbols is a parameter.
        auto const equations = random_rows(random, 1 + n % 3, 6);
        int symbols = dimension;
        system_solution const solved = solve_system(equations, {0, 1}, [&] { return symbols++; });
        BOOST_TEST_REQUIRE(solved.exact);
        std::vector<affine> says;
        bool never = false;
        for (condition const& c : solved.conditions) {
            never = never || decide(c) == truth::no;
            says.push_back(c.expression);
        }
        for (int unknown : {0, 1}) {
            says.push_back(affine::symbol(unknown) - solved.values[static_cast<std::size_t>(unknown)]);
        }
        set const theirs = written(isl, {}, equations);
        set const ours = never ? written(isl, {affine{-1}}, {}) : written(isl, {}, says, symbols);
        BOOST_REQUIRE_MESSAGE(isl_set_is_equal(ours.get(), theirs.get()) == isl_bool_true,
                              "other solutions: system " << n);
        empty += is_empty(theirs) ? 1 : 0;
    }
    BOOST_TEST_MESSAGE(empty << " of 3000 systems have no solution");
}

BOOST_AUTO_TEST_SUITE_END()
