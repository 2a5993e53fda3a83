// SPDX-License-Identifier: BSL-1.0

/// The error of every row that is computed in lanes, in units of the last place of the exact result: double against MPFR or, where
/// long double has 113 bits, against that, float against double. Every exponent, the places where something changes, and random numbers. IVERSON_LANES_EVERY=1 takes all floats
/// and four million doubles, 16 every sixteenth float; it prints the worst of each row, which docs/functions.md states.
#include "kernels.hpp"

#include <iverson/functions/table.hpp>

#include <boost/test/unit_test.hpp>

#include <bit>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <limits>
#include <random>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#if LDBL_MANT_DIG < 113
#include <boost/multiprecision/mpfr.hpp>
#endif

namespace functions = iverson::functions;

namespace {

#if LDBL_MANT_DIG < 113
using wide = boost::multiprecision::number<
    boost::multiprecision::mpfr_float_backend<50, boost::multiprecision::allocate_stack>,
    boost::multiprecision::et_off>;
#else
using wide = long double;
using std::abs;
using std::ilogb;
using std::ldexp;
#endif

/// What docs/functions.md states, in units of the last place: 4 where it states nothing.
double bound_of(std::string_view name) {
    constexpr std::pair<std::string_view, double> stated[] = {
        {"sqrt", 0.5},   {"exp", 1},   {"log", 1},    {"log1p", 1},    {"sin", 1},
        {"cos", 1},      {"elu", 1.5}, {"cosh", 1.5}, {"expm1", 1.75}, {"sinh", 2},
        {"softplus", 2}, {"tan", 3},   {"tanh", 3},   {"sigmoid", 3}};
    for (auto const& [row, bound] : stated) {
        if (row == name) {
            return bound;
        }
    }
    return 4;
}

std::vector<lane_kernels::instruction_set> instruction_sets() {
    std::vector<lane_kernels::instruction_set> result{lane_kernels::baseline()};
#ifdef IVERSON_OTHER_INSTRUCTION_SETS
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        result.push_back(lane_kernels::avx2());
    }
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) {
        result.push_back(lane_kernels::avx512());
    }
#endif
    return result;
}
lane_kernels::entry const& entry_of(lane_kernels::instruction_set const& set, std::string_view name) {
    for (auto const* e = set.begin; e != set.end; ++e) {
        if (e->name == name) {
            return *e;
        }
    }
    throw std::logic_error{"no such row"};
}
template <class T>
lane_kernels::kernel<T> kernel_of(lane_kernels::entry const& e) {
    if constexpr (std::is_same_v<T, double>) {
        return e.in_double;
    } else {
        return e.in_float;
    }
}

/// Of the long mode: one float of how many is taken. 0 in the normal run.
unsigned every() {
    char const* const value = std::getenv("IVERSON_LANES_EVERY");
    return value == nullptr ? 0 : static_cast<unsigned>(std::atoi(value));
}
bool is_long() { return every() > 0; }

// -- samples ------------------------------------------------------------------------------------------------------------

template <class T>
using bits_of = typename functions::lane_integer<T>::bits;

template <class T>
void add_around(std::vector<T>& all, T x) {
    T const infinity = std::numeric_limits<T>::infinity();
    T const below = std::nextafter(x, -infinity);
    T const above = std::nextafter(x, infinity);
    for (T u : {std::nextafter(below, -infinity), below, x, above, std::nextafter(above, infinity)}) {
        all.push_back(u);
        all.push_back(-u);
    }
}
/// Zeros, infinities, NaN, the ends of every exponent, thresholds of the functions and of their reductions.
template <class T>
std::vector<T> edges() {
    using limits = std::numeric_limits<T>;
    std::vector<T> all{
        T{0},          -T{0},         limits::infinity(), -limits::infinity(), limits::quiet_NaN(),
        limits::max(), -limits::max()};
    for (int e = limits::min_exponent - limits::digits; e < limits::max_exponent; ++e) {
        add_around(all, std::ldexp(T{1}, e));
        add_around(all, std::ldexp(T{1.5}, e));
        add_around(all, std::ldexp(std::sqrt(T{0.5}), e + 1));  // where log turns to the next power
    }
    for (int k = 1; k < 1100; ++k) {
        add_around(all, static_cast<T>((k + 0.5) * std::log(2.0)));  // where exp does
        add_around(all, static_cast<T>(k * std::log(2.0)));
        add_around(all, static_cast<T>(k * functions::circle_constant<long double>() / 4));
        add_around(all, static_cast<T>(k * 601.0L * functions::circle_constant<long double>() / 2));
    }
    for (double x :
         {709.782712893384, 710.475860073944, 744.440071921381, 745.133219101942, 88.7228394, 89.4159851,
          103.972076, 103.278931, 22.0, 10.0, 1048576.0, 4096.0, 19.061547465398498, 36.7368005696771}) {
        add_around(all, static_cast<T>(x));
    }
    return all;
}
template <class T>
std::vector<T> random_numbers(std::mt19937_64& dice, std::size_t count) {
    std::vector<T> all(count);
    std::uniform_real_distribution<T> near{-3, 3};
    std::uniform_real_distribution<T> far{-800, 800};
    for (std::size_t n = 0; n < count; ++n) {
        all[n] = n % 3 == 0   ? std::bit_cast<T>(static_cast<bits_of<T>>(dice()))
                 : n % 3 == 1 ? near(dice)
                              : far(dice);
    }
    return all;
}

// -- errors -------------------------------------------------------------------------------------------------------------

/// Whether the two are the same to the sign of zero; all NaN are one.
template <class T>
bool is_same(T a, T b) {
    return std::isnan(a) ? std::isnan(b) : a == b && std::signbit(a) == std::signbit(b);
}
wide exponent_of_last_place(wide const& exact, int digits, int least) {
    int const e = exact == 0 ? least : static_cast<int>(ilogb(exact)) + 1 - digits;
    return ldexp(wide{1}, e < least ? least : e);
}
/// |found - exact| in units of the last place of `exact`; beyond the greatest number lies infinity.
double error_of(double found, wide exact) {
    wide const most = ldexp(wide{1}, 1024);
    exact = exact > most ? most : exact < -most ? wide{-most} : exact;
    wide const value = std::isinf(found) ? wide{found > 0 ? most : wide{-most}} : wide{found};
    return static_cast<double>(abs(wide{value - exact}) / exponent_of_last_place(exact, 53, -1074));
}
double error_of(float found, double exact) {
    double const most = 0x1p128;
    exact = exact > most ? most : exact < -most ? -most : exact;
    double const value = std::isinf(found) ? std::copysign(most, found) : double{found};
    auto const exponent = static_cast<int>(std::bit_cast<std::uint64_t>(exact) >> 52 & 0x7ff) - 1023;
    auto const last = static_cast<std::uint64_t>(std::max(exponent - 23, -149) + 1023);
    return std::abs(value - exact) / std::bit_cast<double>(last << 52);
}

template <class T>
struct worst {
    double error = 0;
    T at = 0;
};

/// What a row must give at x.
template <class Row, class T>
class expectation {
    using exact_type = std::conditional_t<std::is_same_v<T, double>, wide, double>;
    T x_;
    exact_type exact_{std::numeric_limits<double>::quiet_NaN()};
    T rounded_ = std::numeric_limits<T>::quiet_NaN();

  public:
    explicit expectation(T x) : x_{x} {
        if (std::isfinite(x) && !Row::is_arithmetic) {
            exact_ = Row::value(exact_type{x});
            rounded_ = static_cast<T>(exact_);
        }
    }
    /// The error of what was found, infinite where a special value or the sign of a zero is wrong: <cmath> knows these.
    double operator()(T found) const {
        if (found == rounded_ && found != 0) {
            return 0.5;
        }
        bool const is_special = std::isnan(rounded_);
        if ((is_special || (found == 0 && rounded_ == 0)) && !is_same(found, Row::value(x_))) {
            return std::numeric_limits<double>::infinity();
        }
        return is_special          ? 0
               : std::isnan(found) ? std::numeric_limits<double>::infinity()
                                   : error_of(found, exact_);
    }
};

template <class Row, class T>
void measure(Row const& row, std::vector<T> points, std::vector<worst<T>>& found) {
    auto const sets = instruction_sets();
    found.resize(sets.size());
    points.resize((points.size() + 15) / 16 * 16, T{1});
    std::vector<std::vector<T>> results(sets.size(), std::vector<T>(points.size()));
    for (std::size_t s = 0; s < sets.size(); ++s) {
        kernel_of<T>(entry_of(sets[s], row.name))(points.data(), 0, results[s].data(),
                                                  static_cast<int>(points.size()));
    }
    for (std::size_t n = 0; n < points.size(); ++n) {
        expectation<Row, T> const expected{points[n]};
        for (std::size_t s = 0; s < sets.size(); ++s) {
            double const error = expected(results[s][n]);
            if (error > found[s].error) {
                found[s] = {error, points[n]};
            }
        }
    }
}
template <class Row, class T>
void judge(Row const& row, char const* type, std::vector<worst<T>> const& found) {
    auto const sets = instruction_sets();
    for (std::size_t s = 0; s < sets.size(); ++s) {
        BOOST_TEST(found[s].error <= bound_of(row.name),
                   row.name << " in " << type << " (" << sets[s].name << ") is wrong by " << found[s].error
                            << " ulp at " << std::hexfloat << found[s].at);
        if (is_long()) {
            std::cout << std::defaultfloat << std::setw(12) << row.name << ' ' << type << ' ' << sets[s].name
                      << ' ' << std::setprecision(3) << found[s].error << " at " << std::setprecision(17)
                      << found[s].at << '\n';
        }
    }
}

/// A row of two arguments gives what <cmath> gives for all pairs of these, to the sign of zero.
template <class Row, class T>
void judge_pairs(Row const& row) {
    static_assert(Row::is_arithmetic, "a row that rounds needs bounds");
    T const infinity = std::numeric_limits<T>::infinity();
    T const some[] = {T{0},   -T{0},    T{1},      T{-1},
                      T{2.5}, infinity, -infinity, std::numeric_limits<T>::quiet_NaN()};
    std::vector<T> pairs;  // all first arguments, then all second ones
    for (int which : {0, 1}) {
        for (T u : some) {
            for (T v : some) {
                pairs.push_back(which == 0 ? u : v);
            }
        }
    }
    auto const count = static_cast<int>(pairs.size() / 2);
    for (auto const& set : instruction_sets()) {
        std::vector<T> results(pairs.size() / 2);
        kernel_of<T>(entry_of(set, row.name))(pairs.data(), count, results.data(), count);
        for (std::size_t n = 0; n < results.size(); ++n) {
            T const u = pairs[n];
            T const v = pairs[n + results.size()];
            BOOST_TEST(is_same(results[n], Row::value(u, v)), row.name << " of " << u << " and " << v);
        }
    }
}

template <int Arity, class Visit>
void for_each_row(Visit visit) {
    std::apply(
        [&]<class... Rows>(Rows const&... row) {
            (
                [&] {
                    if constexpr (Rows::has_lanes && Rows::arity == Arity) {
                        visit(row);
                    }
                }(),
                ...);
        },
        functions::table);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(errors_in_lanes)

BOOST_AUTO_TEST_CASE(doubles_are_within_the_stated_bounds) {
    for_each_row<1>([](auto const& row) {
        std::mt19937_64 dice{7};
        std::vector<worst<double>> found;
        measure(row, edges<double>(), found);
        for (int block = 0; block < (is_long() ? 200 : 5); ++block) {
            measure(row, random_numbers<double>(dice, 20000), found);
        }
        judge(row, "double", found);
    });
}

BOOST_AUTO_TEST_CASE(floats_are_within_the_stated_bounds) {
    for_each_row<1>([](auto const& row) {
        std::mt19937_64 dice{7};
        std::vector<worst<float>> found;
        measure(row, edges<float>(), found);
        measure(row, random_numbers<float>(dice, 100000), found);
        constexpr std::uint64_t all = std::uint64_t{1} << 32;
        for (std::uint64_t next = 0; is_long() && !row.is_arithmetic && next < all;) {
            std::vector<float> some;
            for (; next < all && some.size() < 1U << 16; next += every()) {
                some.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(next)));
            }
            measure(row, std::move(some), found);
        }
        judge(row, "float", found);
    });
}

BOOST_AUTO_TEST_CASE(rows_of_two_arguments_are_exact) {
    for_each_row<2>([](auto const& row) {
        judge_pairs<std::remove_cvref_t<decltype(row)>, double>(row);
        judge_pairs<std::remove_cvref_t<decltype(row)>, float>(row);
    });
}

BOOST_AUTO_TEST_SUITE_END()
