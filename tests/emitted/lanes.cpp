// SPDX-License-Identifier: BSL-1.0
#include "kernel.hpp"

#include <iverson/emit/cpp.hpp>

#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

// lanes.hpp and lanes.cpp: every function that emitted source has in lanes, at special values, at the places where its text takes
// another way, and at random numbers. Where evaluate_into gives no number, or a zero, it must give the same; elsewhere it may be
// four units of the last place from the exact value, as docs/functions.md says.
namespace emitted {

namespace {

namespace emit = iverson::emit;
namespace functions = iverson::functions;

constexpr char const* judge = R"(
int checks = 0;
int failures = 0;

template <class T>
bool is_near(T found, T expected) {
    if (found == expected) {
        return std::signbit(found) == std::signbit(expected);
    }
    if (std::isnan(expected) || expected == 0 || std::isnan(found)) {
        return std::isnan(found) && std::isnan(expected);
    }
    T const most = std::numeric_limits<T>::max();
    T const size = std::min(std::abs(expected), most);
    T const unit = size - std::nextafter(size, T(0));
    return std::abs(std::min(std::abs(found), most) - size) <= 4 * unit && std::signbit(found) == std::signbit(expected);
}
template <class T, std::size_t Count, class Compute>
void test(char const* name, T const (&x)[Count], T const (&expected)[Count], Compute const& compute) {
    std::vector<T> found(Count);
    compute(static_cast<std::ptrdiff_t>(Count), x, found.data());
    for (std::size_t i = 0; i < Count; ++i) {
        ++checks;
        if (!is_near(found[i], expected[i])) {
            ++failures;
            std::printf("%s(%a) is %a, not %a\n", name, double(x[i]), double(found[i]), double(expected[i]));
        }
    }
}
)";

template <class T>
std::string type_of() {
    return sizeof(T) == 8 ? "double" : "float";
}

template <class T>
std::string list(std::vector<T> const& values) {
    std::string result;
    for (T v : values) {
        result += emit::lane_literal(v) + ", ";
    }
    return "{" + result + "}";
}

template <class T>
std::vector<T> arguments() {
    using limits = std::numeric_limits<T>;
    std::vector<T> result{limits::quiet_NaN()};
    auto const add = [&](T x) {
        for (T near : {std::nextafter(x, T{0}), x, std::nextafter(x, limits::infinity())}) {
            result.insert(result.end(), {near, -near});
        }
    };
    for (T x : {T{0}, limits::denorm_min(), limits::min(), limits::max(), limits::epsilon()}) {
        add(x);
    }
    using c = functions::lanes::constants<T>;
    for (T x : {T{1}, T{22}, T{60}, c::tanh_most, c::turn_most, c::exp_most, c::root_half, T{1e6}, T{1e9}}) {
        add(x);
    }
    for (T x = std::sqrt(limits::min()); x < T{1e19}; x *= 7) {
        add(x);
    }
    std::mt19937_64 dice{5};
    std::uniform_real_distribution<T> near{-3, 3};
    T const far_most = sizeof(T) == 8 ? T{740} : T{103};
    std::uniform_real_distribution<T> far{-far_most, far_most};
    for (int n = 0; n < 100; ++n) {
        result.insert(result.end(), {near(dice), far(dice)});
    }
    return result;
}

/// What evaluate_into computes at x where that is no number or a zero, else the value in more digits, rounded.
template <class Row, class T>
std::vector<T> expected_of(std::vector<T> const& u, std::vector<T> const& v) {
    constexpr int width = functions::native_width<T>;
    std::vector<T> result;
    for (std::size_t i = 0; i < u.size(); ++i) {
        alignas(64) T lanes[2 * width];
        std::fill_n(lanes, width, u[i]);
        std::fill_n(lanes + width, width, v[i]);
        Row::template at_lanes<T, width>(lanes, width, lanes, width);
        bool const is_number = lanes[0] != 0 && !std::isnan(lanes[0]);
        std::array<long double, 2> const wide{u[i], v[i]};
        result.push_back(is_number ? static_cast<T>(Row::at(wide.data())) : lanes[0]);
    }
    return result;
}

/// The calls for all rows in these numbers.
template <class T>
std::string calls() {
    std::vector<T> const u = arguments<T>();
    std::vector<T> v{u.rbegin(), u.rend()};
    std::copy_n(u.begin(), 9, v.begin());  // some equal ones
    std::string const type = type_of<T>();
    std::string result = "    static " + type + " const u_" + type + "[] = " + list(u) + ";\n    static " +
                         type + " const v_" + type + "[] = " + list(v) + ";\n";
    emit::for_lane_rows<T>([&]<class Row>(Row const& row, std::string const& name) {
        emit::lane_call const call = emit::lane_call_of<T>(row.name);
        std::string const second = Row::arity == 1 ? "" : ", its.load(v_" + type + " + i)";
        result += "    static " + type + " const " + name + "[] = " + list(expected_of<Row>(u, v)) + ";\n";
        result += "    test(\"" + name + "\", u_" + type + ", " + name + ", [](std::ptrdiff_t n, " + type +
                  " const* x, " + type + "* y) {\n        s::for_lanes<" + type +
                  ">(0, n - 1, [&](std::ptrdiff_t i, auto const its) {\n            its.store(y + i, s::" +
                  call.how + "(s::" + name + "()" + (call.how == "in_lanes" ? ", its" : "") +
                  ", its.load(x + i)" + second + "));\n        });\n    });\n";
    });
    return result;
}

}  // namespace

void write_lanes(std::string const& folder) {
    std::string const body = calls<double>() + calls<float>();
    std::ofstream{folder + "/lanes.cpp"}
        << emit::includes(true) << "#include <cstdio>\n\n"
        << emit::support_of(body, "s") << "namespace {\n"
        << judge << "}  // namespace\n\nint main() {\n"
        << body
        << "    std::printf(\"%d checks, %d failures\\n\", checks, failures);\n"
           "    return failures == 0 && checks > 0 ? 0 : 1;\n}\n";
}

}  // namespace emitted
