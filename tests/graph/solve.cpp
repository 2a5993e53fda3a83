// SPDX-License-Identifier: BSL-1.0
#include <iverson/graph/solve.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <set>

namespace {

using namespace iverson::graph;

/// A system whose unknowns are the symbols 0, 1, ..., followed by its parameters.
struct linear_system {
    int unknowns = 0;
    int parameters = 0;
    std::vector<affine> equations;

    int new_symbols = 0;
    system_solution solve() {
        std::vector<int> all;
        for (int i = 0; i < unknowns; ++i) {
            all.push_back(i);
        }
        return solve_system(equations, all, [&] { return unknowns + parameters + new_symbols++; });
    }
};

using point = std::vector<std::int64_t>;

std::int64_t value_at(affine const& e, point const& p) {
    std::int64_t sum = e.constant();
    for (auto const& t : e) {
        sum += t.coefficient * p[static_cast<std::size_t>(t.symbol)];
    }
    return sum;
}
bool holds(condition const& c, point const& p) {
    std::int64_t const v = value_at(c.expression, p);
    return c.kind == relation::zero ? v == 0 : c.kind == relation::nonnegative ? v >= 0 : v % c.modulus == 0;
}

/// Calls visit for all points with coordinates -side..side.
template <class Visit>
void for_each_point(std::size_t dimension, std::int64_t side, Visit const& visit) {
    point p(dimension, -side);
    while (true) {
        visit(p);
        std::size_t d = 0;
        while (d < dimension && p[d] == side) {
            p[d++] = -side;
        }
        if (d == dimension) {
            return;
        }
        ++p[d];
    }
}

linear_system random_system(std::mt19937& random) {
    linear_system s;
    s.unknowns = std::uniform_int_distribution<int>{1, 3}(random);
    s.parameters = std::uniform_int_distribution<int>{0, 2}(random);
    int const equations = std::uniform_int_distribution<int>{1, 3}(random);
    std::uniform_int_distribution<int> coefficient(-4, 4);
    for (int n = 0; n < equations; ++n) {
        affine e{coefficient(random)};
        for (int symbol = 0; symbol < s.unknowns + s.parameters; ++symbol) {
            e = e + affine::symbol(symbol, coefficient(random));
        }
        s.equations.push_back(e);
    }
    return s;
}

/// The solutions with the given parameters whose unknowns lie in -side..side, by trying all points.
std::set<point> tried(linear_system const& s, point const& parameters, std::int64_t side) {
    std::set<point> result;
    for_each_point(static_cast<std::size_t>(s.unknowns), side, [&](point const& p) {
        point all = p;
        all.insert(all.end(), parameters.begin(), parameters.end());
        if (std::all_of(s.equations.begin(), s.equations.end(),
                        [&](affine const& e) { return value_at(e, all) == 0; })) {
            result.insert(p);
        }
    });
    return result;
}

/// The same read off the solution. The new symbols are found by undoing the values: `leading` unknowns give the free symbols
/// one after the other, so that no solution in the box is missed and none is met twice.
class reader {
  public:
    reader(linear_system const& s, system_solution const& solution, point const& parameters,
           std::int64_t side)
        : solution_{solution}, side_{side},
          all_(static_cast<std::size_t>(s.unknowns + s.parameters + s.new_symbols), 0) {
        std::copy(parameters.begin(), parameters.end(), all_.begin() + s.unknowns);
    }
    std::set<point> run() {
        fix(0);
        return found_;
    }
    int repeated = 0;

  private:
    /// A fixed symbol has the one value that its equation gives, or none.
    void fix(std::size_t which) {
        if (which == solution_.fixed.size()) {
            if (std::all_of(solution_.conditions.begin(), solution_.conditions.end(),
                            [&](condition const& c) { return holds(c, all_); })) {
                lead(0);
            }
            return;
        }
        int const symbol = solution_.fixed[which];
        for (std::int64_t v = -60; v <= 60; ++v) {
            all_[static_cast<std::size_t>(symbol)] = v;
            bool good = true;
            for (condition const& c : solution_.conditions) {
                bool const later = std::any_of(
                    solution_.fixed.begin() + static_cast<std::ptrdiff_t>(which) + 1, solution_.fixed.end(),
                    [&](int other) { return c.expression.mentions(other); });
                good = good && (later || !c.expression.mentions(symbol) || holds(c, all_));
            }
            if (good) {
                fix(which + 1);
            }
        }
    }
    /// The leading unknown depends on this free symbol and on those before it only.
    void lead(std::size_t which) {
        if (which == solution_.free.size()) {
            point p;
            for (affine const& value : solution_.values) {
                p.push_back(value_at(value, all_));
            }
            if (std::all_of(p.begin(), p.end(), [&](std::int64_t v) { return v >= -side_ && v <= side_; })) {
                repeated += found_.insert(p).second ? 0 : 1;
            }
            return;
        }
        affine const& value = solution_.values[static_cast<std::size_t>(solution_.leading[which])];
        int const symbol = solution_.free[which];
        std::int64_t const by = value.coefficient(symbol);
        BOOST_TEST_REQUIRE(by > 0);
        for (std::size_t later = which + 1; later < solution_.free.size(); ++later) {
            BOOST_TEST_REQUIRE(!value.mentions(solution_.free[later]));
        }
        all_[static_cast<std::size_t>(symbol)] = 0;
        std::int64_t const rest = value_at(value, all_);
        for (std::int64_t v = ceil_divide(-side_ - rest, by); v <= floor_divide(side_ - rest, by); ++v) {
            all_[static_cast<std::size_t>(symbol)] = v;
            lead(which + 1);
        }
    }

    system_solution const& solution_;
    std::int64_t side_;
    point all_;
    std::set<point> found_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(systems_of_affine_equations)

BOOST_AUTO_TEST_CASE(solutions_of_random_systems_are_those_that_trying_all_points_finds) {
    std::mt19937 random{20240607};
    int with_solutions = 0;
    int with_fixed = 0;
    int with_free = 0;
    int with_conditions = 0;
    for (int n = 0; n < 6000; ++n) {
        linear_system s = random_system(random);
        system_solution const solution = s.solve();
        BOOST_TEST_REQUIRE(solution.exact);
        with_fixed += solution.fixed.empty() ? 0 : 1;
        with_free += solution.free.empty() ? 0 : 1;
        with_conditions += solution.conditions.size() > solution.fixed.size() ? 1 : 0;
        for_each_point(static_cast<std::size_t>(s.parameters), 2, [&](point const& parameters) {
            std::set<point> const expected = tried(s, parameters, 5);
            reader read{s, solution, parameters, 5};
            std::set<point> const found = read.run();
            BOOST_REQUIRE_MESSAGE(found == expected, "system " << n << ": " << found.size()
                                                               << " solutions, not " << expected.size());
            BOOST_TEST_REQUIRE(read.repeated == 0);
            with_solutions += expected.empty() ? 0 : 1;
        });
    }
    BOOST_TEST(with_solutions > 3000);
    BOOST_TEST(with_fixed > 500);
    BOOST_TEST(with_free > 500);
    BOOST_TEST(with_conditions > 500);
}

BOOST_AUTO_TEST_CASE(coprime_coefficients_leave_one_free_symbol_and_no_condition) {
    linear_system s{2, 1, {2 * affine::symbol(0) + 3 * affine::symbol(1) - affine::symbol(2)}};
    system_solution const solution = s.solve();
    BOOST_TEST(solution.free.size() == 1u);
    BOOST_TEST(solution.fixed.empty());
    BOOST_TEST(solution.conditions.empty());
}
BOOST_AUTO_TEST_CASE(a_common_divisor_stays_as_one_equation_on_one_symbol) {
    linear_system s{2, 1, {4 * affine::symbol(0) + 6 * affine::symbol(1) - affine::symbol(2)}};
    system_solution const solution = s.solve();
    BOOST_TEST_REQUIRE(solution.fixed.size() == 1u);
    BOOST_TEST_REQUIRE(solution.conditions.size() == 1u);
    BOOST_TEST(std::abs(solution.conditions[0].expression.coefficient(solution.fixed[0])) == 2);
}
BOOST_AUTO_TEST_CASE(two_equations_with_a_unimodular_matrix_have_one_solution) {
    linear_system s{2,
                    2,
                    {2 * affine::symbol(0) + 3 * affine::symbol(1) - affine::symbol(2),
                     3 * affine::symbol(0) + 5 * affine::symbol(1) - affine::symbol(3)}};
    system_solution const solution = s.solve();
    BOOST_TEST(solution.conditions.empty());
    BOOST_TEST(solution.free.empty());
    BOOST_TEST((solution.values[0] == 5 * affine::symbol(2) - 3 * affine::symbol(3)));
    BOOST_TEST((solution.values[1] == 2 * affine::symbol(3) - 3 * affine::symbol(2)));
}
BOOST_AUTO_TEST_CASE(a_contradiction_of_parity_never_holds) {
    linear_system s{2, 0, {2 * affine::symbol(0) - 4 * affine::symbol(1) - affine{1}}};
    BOOST_TEST(s.solve().never());
}
BOOST_AUTO_TEST_CASE(numbers_that_grow_out_of_bounds_are_given_up) {
    linear_system s{3,
                    0,
                    {2000003 * affine::symbol(0) + 1999993 * affine::symbol(1) - 17 * affine::symbol(2),
                     1999957 * affine::symbol(0) - 2000029 * affine::symbol(2)}};
    BOOST_TEST(!s.solve().exact);
}
BOOST_AUTO_TEST_CASE(systems_are_solved_at_compile_time) {
    constexpr bool solved = [] {
        std::vector<affine> equations;
        equations.push_back(2 * affine::symbol(0) + 3 * affine::symbol(1) - affine::symbol(2));
        std::vector<int> unknowns;
        unknowns.push_back(0);
        unknowns.push_back(1);
        int next = 3;
        system_solution const s = solve_system(equations, unknowns, [&] { return next++; });
        affine const left = 2 * s.values[0] + 3 * s.values[1];
        return s.exact && left == affine::symbol(2);
    }();
    BOOST_TEST(solved);
}

BOOST_AUTO_TEST_SUITE_END()
