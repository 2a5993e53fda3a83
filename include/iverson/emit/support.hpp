// SPDX-License-Identifier: BSL-1.0
// long because it holds the text of every function that emitted source brings along.
#pragma once

#include "../functions/table.hpp"
#include "../graph/record.hpp"
#include "identifiers.hpp"
#include "lane_helpers.hpp"
#include "lane_support.hpp"
#include "source.hpp"
#include "vector_support.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

/// What emitted source says for the functions of the table, and the small functions that it brings along. Those stand in
/// a namespace of their own beside the emitted function, and only the ones that are used.
namespace iverson::emit {

/// A function of the table that <cmath> has under the same name for the same numbers.
inline constexpr std::string_view of_cmath[] = {
    "exp",   "log",   "sqrt", "cbrt", "expm1", "log1p", "sin",   "cos",   "tan", "asin", "acos", "atan",
    "atan2", "hypot", "sinh", "cosh", "tanh",  "asinh", "acosh", "atanh", "erf", "erfc", "abs"};

inline constexpr helper helpers[] = {
    {"sum_of",
     R"(/// value(first) + ... + value(last). A long sum is kept as eight, which the processor adds at the same time.
template <class T, class Value>
T sum_of(std::ptrdiff_t first, std::ptrdiff_t last, Value const& value) {
    T sums[8] = {};
    std::ptrdiff_t const count = last - first + 1;
    std::ptrdiff_t done = 0;
    if (count > 16) {
        for (; done < count / 8 * 8; done += 8) {
            for (std::ptrdiff_t i = 0; i < 8; ++i) {
                sums[i] += value(first + done + i);
            }
        }
        for (std::ptrdiff_t half = 4; half > 0; half /= 2) {
            for (std::ptrdiff_t i = 0; i < half; ++i) {
                sums[i] += sums[i + half];
            }
        }
    }
    for (; done < count; ++done) {
        sums[0] += value(first + done);
    }
    return sums[0];
}
)"},
    {"floor_div", R"(/// floor(a / b) for b > 0.
inline std::ptrdiff_t floor_div(std::ptrdiff_t a, std::ptrdiff_t b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}
)"},
    {"ceil_div", R"(/// ceil(a / b) for b > 0.
inline std::ptrdiff_t ceil_div(std::ptrdiff_t a, std::ptrdiff_t b) {
    return a > 0 ? (a + b - 1) / b : -(-a / b);
}
)"},
    {"need_extents", R"(/// An extent is a number of entries.
template <std::size_t Count>
void need_extents(std::ptrdiff_t const (&extents)[Count]) {
    for (std::ptrdiff_t n : extents) {
        if (n < 0) {
            throw std::invalid_argument("an extent is " + std::to_string(n));
        }
    }
}
)"},
    {"extent_of", R"(/// The number of positions first .. last.
inline std::ptrdiff_t extent_of(std::ptrdiff_t first, std::ptrdiff_t last) {
    return last < first ? 0 : last - first + 1;
}
)"},
    {"interval", R"(/// Positions first .. last, none at the start.
struct interval {
    std::ptrdiff_t first = 0;
    std::ptrdiff_t last = -1;

    bool empty() const { return last < first; }
    std::ptrdiff_t extent() const { return last < first ? 0 : last - first + 1; }
    void widen(std::ptrdiff_t from, std::ptrdiff_t to) {
        if (to >= from) {
            bool const none = empty();
            first = none ? from : std::min(first, from);
            last = none ? to : std::max(last, to);
        }
    }
};
)"},
    {"narrowed", R"(/// From the first to the last value that counts.
template <class Counts>
interval narrowed(interval i, Counts const& counts) {
    while (!i.empty() && !counts(i.first)) {
        ++i.first;
    }
    while (!i.empty() && !counts(i.last)) {
        --i.last;
    }
    return i;
}
)"},
    {"range_text", R"(inline std::string range_text(std::ptrdiff_t first, std::ptrdiff_t last) {
    return std::to_string(first) + ".." + std::to_string(last);
}
)"},
    {"bound_axis", R"(/// One axis of a tensor as it was given.
struct bound_axis {
    std::string tensor;
    int number = 0;
    std::ptrdiff_t first = 0;
    std::ptrdiff_t extent = 0;

    std::string place() const { return "axis " + std::to_string(number) + " of " + tensor; }
    std::string range() const { return range_text(first, first + extent - 1); }
};
)"},
    {"need_equal", R"(/// One index subscripts both axes.
inline void need_equal(std::string const& index, bound_axis const& a, bound_axis const& b) {
    std::string const start = "index " + index + " ranges over ";
    if (a.extent != b.extent) {
        throw std::invalid_argument(start + a.place() + ", extent " + std::to_string(a.extent) + ", and over " +
                                    b.place() + ", extent " + std::to_string(b.extent));
    }
    if (a.extent > 0 && a.first != b.first) {
        throw std::invalid_argument(start + a.range() + " in " + a.tensor + " and over " + b.range() + " in " +
                                    b.tensor);
    }
}
)"},
    {"axis_is_set", R"([[noreturn]] inline void axis_is_set(std::string const& setter, std::ptrdiff_t first,
                                     std::ptrdiff_t last, bound_axis const& a) {
    std::ptrdiff_t const extent = last < first ? 0 : last - first + 1;
    std::string const found =
        extent == a.extent ? " is bound at " + std::to_string(a.first) : " has extent " + std::to_string(a.extent);
    throw std::invalid_argument(setter + " sets " + a.place() + " to " + range_text(first, last) + ", and " +
                                a.tensor + found);
}
)"},
    {"access_leaves",
     R"([[noreturn]] inline void access_leaves(std::string const& access, bound_axis const& a,
                                       std::string const& position, std::ptrdiff_t value) {
    throw std::invalid_argument(access + " leaves " + a.place() + ", " + a.range() +
                                (position.empty() ? "" : ", for " + position + " = " + std::to_string(value)));
}
)"},
    {"leaves_by_entries",
     R"(inline std::string leaves_by_entries(std::string const& access, bound_axis const& a, std::string const& entries) {
    return access + " leaves " + a.place() + ", " + a.range() + ", for " + entries;
}
)"},
    {"not_bound", R"([[noreturn]] inline void not_bound(char const* tensor) {
    throw std::invalid_argument(std::string(tensor) + " is not bound");
}
)"},
    {"memory", R"(/// The bytes from the first to the last entry of a tensor; none if it is empty.
struct memory {
    char const* tensor;
    char const* first = nullptr;
    char const* last = nullptr;
    bool folded = false;  ///< several entries may have one place

    template <class T>
    memory(char const* name, T const* data) : tensor(name) {
        take(data, 0, 0);
    }
    template <class T, std::size_t Rank>
    memory(char const* name, T const* data, std::ptrdiff_t const (&extents)[Rank], std::ptrdiff_t const (&strides)[Rank])
        : tensor(name) {
        std::ptrdiff_t low = 0;
        std::ptrdiff_t high = 0;
        for (std::size_t axis = 0; axis < Rank; ++axis) {
            if (extents[axis] <= 0) {
                folded = false;
                return;
            }
            std::ptrdiff_t const reach = (extents[axis] - 1) * strides[axis];
            low += reach < 0 ? reach : 0;
            high += reach < 0 ? 0 : reach;
            folded = folded || (extents[axis] > 1 && !steps_over(axis, extents, strides));
        }
        take(data, low, high);
    }
    bool overlaps(memory const& other) const {
        std::less_equal<char const*> const before;
        return first != nullptr && other.first != nullptr && before(first, other.last) && before(other.first, last);
    }

  private:
    static std::ptrdiff_t size(std::ptrdiff_t stride) { return stride < 0 ? -stride : stride; }
    /// Whether a step along the axis leads past all entries of axes with smaller steps.
    template <std::size_t Rank>
    static bool steps_over(std::size_t axis, std::ptrdiff_t const (&extents)[Rank], std::ptrdiff_t const (&strides)[Rank]) {
        std::ptrdiff_t const step = size(strides[axis]);
        std::ptrdiff_t inside = 0;
        for (std::size_t other = 0; other < Rank; ++other) {
            std::ptrdiff_t const by = size(strides[other]);
            bool const is_smaller = by < step || (by == step && other < axis);
            inside += is_smaller && extents[other] > 0 ? (extents[other] - 1) * by : 0;
        }
        return inside < step;
    }
    template <class T>
    void take(T const* data, std::ptrdiff_t low, std::ptrdiff_t high) {
        if (data == nullptr) {
            not_bound(tensor);
        }
        first = reinterpret_cast<char const*>(data + low);
        last = reinterpret_cast<char const*>(data + high + 1) - 1;
    }
};
)"},
    {"memory_overlaps",
     R"([[noreturn]] inline void memory_overlaps(char const* result, char const* whose, char const* other, char const* rest) {
    throw std::invalid_argument(std::string("the memory for the result ") + result + " overlaps that of " + whose + other +
                                rest);
}
)"},
    {"memory_folded", R"([[noreturn]] inline void memory_folded(char const* result) {
    throw std::invalid_argument(std::string("several entries of the result ") + result +
                                " may have one place: the strides of its memory are too small for its extents");
}
)"},
    {"check_memory",
     R"(/// All data are there, and results have memory of their own. (What throws takes names: objects whose address nobody has stay in registers.)
template <std::size_t Results>
void check_memory(memory const (&results)[Results]) {
    for (std::size_t i = 0; i < Results; ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (results[i].overlaps(results[j])) {
                memory_overlaps(results[j].tensor, "the result ", results[i].tensor, ": give each memory of its own");
            }
        }
        if (results[i].folded) {
            memory_folded(results[i].tensor);
        }
    }
}
template <std::size_t Results, std::size_t Arguments>
void check_memory(memory const (&results)[Results], memory const (&arguments)[Arguments]) {
    for (memory const& result : results) {
        for (memory const& argument : arguments) {
            if (result.overlaps(argument)) {
                memory_overlaps(result.tensor, "", argument.tensor,
                                ", which is read while the result is written: give the result memory of its own");
            }
        }
    }
    check_memory(results);
}
)"},
    {"c_axes",
     R"(/// Extents and strides of a tensor that comes from C; without strides it is stored by rows, without gaps.
struct c_axes {
    int rank;
    std::ptrdiff_t const* extents;
    std::ptrdiff_t const* strides;

    c_axes(char const* tensor, int number, std::ptrdiff_t const* its_extents, std::ptrdiff_t const* its_strides)
        : rank(number), extents(its_extents), strides(its_strides) {
        if (extents == nullptr) {
            throw std::invalid_argument(std::string("the extents of ") + tensor + " are not given");
        }
    }
    std::ptrdiff_t extent(int axis) const { return extents[axis]; }
    std::ptrdiff_t stride(int axis) const {
        if (strides != nullptr) {
            return strides[axis];
        }
        std::ptrdiff_t result = 1;
        for (int later = axis + 1; later < rank; ++later) {
            result *= extents[later];
        }
        return result;
    }
};
)"},
    {"need_places", R"(inline void need_places(char const* tensor, std::ptrdiff_t const* places) {
    if (places == nullptr) {
        throw std::invalid_argument(std::string("the first positions of ") + tensor + " are not given");
    }
}
)"},
    {"need_sizes",
     R"(inline void need_sizes(char const* tensor, std::ptrdiff_t const* extents, std::ptrdiff_t const* places) {
    if (extents == nullptr || places == nullptr) {
        throw std::invalid_argument(std::string("the memory for the sizes of ") + tensor + " is not given");
    }
}
)"},
    {"copy_message", R"(inline void copy_message(char* to, std::size_t size, char const* text) {
    if (to == nullptr || size == 0) {
        return;
    }
    while (size-- > 1 && *text != 0) {
        *to++ = *text++;
    }
    *to = 0;
}
)"},
    {"guarded", R"(/// No exception passes into C: 0, or what went wrong and its sentence.
template <class Call>
int guarded(char* message, std::size_t message_size, Call const& call) {
    copy_message(message, message_size, "");
    try {
        call();
        return 0;
    } catch (std::invalid_argument const& error) {
        copy_message(message, message_size, error.what());
        return 1;
    } catch (std::exception const& error) {
        copy_message(message, message_size, error.what());
        return 2;
    }
}
)"},
    {"pi", R"(template <class T>
T pi() {
    return static_cast<T>(3.14159265358979323846264338327950288L);
}
)"},
    {"sigmoid", R"(template <class T>
T sigmoid(T u) {
    return 1 / (1 + std::exp(-u));
}
)"},
    {"softplus", R"(/// log(1 + exp(u)), written so that exp does not overflow.
template <class T>
T softplus(T u) {
    return u < 0 ? std::log1p(std::exp(u)) : u + std::log1p(std::exp(-u));
}
)"},
    {"silu", R"(template <class T>
T silu(T u) {
    return u * sigmoid(u);
}
)"},
    {"elu", R"(template <class T>
T elu(T u) {
    return u < 0 ? std::expm1(u) : u;
}
)"},
    {"gelu", R"(template <class T>
T gelu(T u) {
    return u * std::erfc(-u / std::sqrt(T(2))) / 2;
}
)"},
    {"lgamma", R"(template <class T>
T lgamma(T u) {
    return u > 0 ? std::lgamma(u) : std::numeric_limits<T>::quiet_NaN();
}
)"},
    {"polygamma",
     R"(/// The derivative number `order` of digamma: the asymptotic series, DLMF 5.15.9, reached by the recurrence 5.15.5.
template <class T>
T polygamma(T order, T u) {
    if (!(order >= 0 && order <= 100 && u > 0) || order != std::floor(order)) {
        return std::numeric_limits<T>::quiet_NaN();
    }
    static long double const bernoulli[] = {1.0L / 6,         -1.0L / 30,           1.0L / 42,
                                            -1.0L / 30,       5.0L / 66,            -691.0L / 2730,
                                            7.0L / 6,         -3617.0L / 510,       43867.0L / 798,
                                            -174611.0L / 330, 854513.0L / 138,      -236364091.0L / 2730,
                                            8553103.0L / 6,   -23749461029.0L / 870};
    int const n = static_cast<int>(order);
    long double x = u;
    long double factorial = 1;  // (n - 1)!
    for (int k = 2; k < n; ++k) {
        factorial *= k;
    }
    long double const last = n == 0 ? 1 : factorial * n;
    long double sum = 0;
    for (; x < 10 + 2 * n; x += 1) {
        sum += last / std::pow(x, static_cast<long double>(n + 1));
    }
    long double const power = std::pow(x, static_cast<long double>(n));
    sum += (n == 0 ? -std::log(x) : factorial / power) + last / (2 * x * power);
    long double scale = last * (n + 1) / (2 * x * x * power);  // (2k + n - 1)! / ((2k)! x^(2k + n))
    int even = 2;
    for (long double b : bernoulli) {
        sum += scale * b;
        scale *= static_cast<long double>(even + n) * (even + n + 1) / ((even + 1.0L) * (even + 2)) / (x * x);
        even += 2;
    }
    return static_cast<T>(n % 2 == 0 ? -sum : sum);
}
)"},
    {"digamma", R"(template <class T>
T digamma(T u) {
    return polygamma(T(0), u);
}
)"},
    {"trigamma", R"(template <class T>
T trigamma(T u) {
    return polygamma(T(1), u);
}
)"},
    {"heaviside", R"(/// 1 for u > 0, else 0; a NaN stays one.
template <class T>
T heaviside(T u) {
    return u > 0 ? T(1) : u <= 0 ? T(0) : u;
}
)"},
    {"sign", R"(/// -1, 0, 1; a NaN stays one.
template <class T>
T sign(T u) {
    return u > 0 ? T(1) : u < 0 ? T(-1) : u == 0 ? T(0) : u;
}
)"},
    {"relu", R"(/// u where it is positive, else 0; a NaN stays one.
template <class T>
T relu(T u) {
    return u <= 0 ? T(0) : u;
}
)"},
    {"leaky_relu", R"(template <class T>
T leaky_relu(T u) {
    return u < 0 ? u / 100 : u;
}
)"},
    {"maximum", R"(/// The greater of two numbers: the first of equal ones, and a NaN stays.
template <class T>
T maximum(T u, T v) {
    return u == u && (v != v || u < v) ? v : u;
}
)"},
    {"minimum", R"(/// The smaller of two numbers: the first of equal ones, and a NaN stays.
template <class T>
T minimum(T u, T v) {
    return u == u && (v != v || v < u) ? v : u;
}
)"},
};

/// The helpers that `body` calls, and those that they call in turn, in an order in which they compile.
inline std::string helpers_of(std::string const& body, std::string const& space) {
    std::string result = lane_functions_of<double>(body, space) + lane_functions_of<float>(body, space);
    auto const add = [&](helper const& h) {
        if (mentions(body, space + "::" + std::string{h.name}) || mentions(result, h.name)) {
            result = std::string{h.text} + (result.empty() ? "" : "\n") + result;
        }
    };
    std::for_each(std::rbegin(lane_helpers), std::rend(lane_helpers), add);
    std::for_each(std::rbegin(vector_helpers), std::rend(vector_helpers), add);
    std::for_each(std::rbegin(helpers), std::rend(helpers), add);
    return result;
}

/// The record is a function of the table, not a user's function of that name.
inline bool is_of_table(graph::function_record const& f) {
    bool same = false;
    functions::visit_row(functions::table, f.name,
                         [&](auto const& row) { same = graph::record_of(row).value64 == f.value64; });
    return same;
}

/// How it is called for all lanes of a vector; no name where the lanes come one after the other.
inline lane_call lane_call_of(graph::function_record const& f, std::string const& scalar) {
    return !is_of_table(f)      ? lane_call{}
           : scalar == "double" ? lane_call_of<double>(f.name)
                                : lane_call_of<float>(f.name);
}

/// How the function is called in emitted source, its opening parenthesis included.
/// Errors:  refusal for a function of the user, whose value is a lambda of which no text is known, and for a name alone.
inline std::string call_of(graph::function_record const& f, std::string const& space,
                           std::string const& scalar) {
    std::string const name{f.name};
    if (f.is_unknown()) {
        throw refusal{"the function " + name + " is only a name: there is nothing to emit for its value"};
    }
    if (is_of_table(f)) {
        if (std::find(std::begin(of_cmath), std::end(of_cmath), f.name) != std::end(of_cmath)) {
            return "std::" + name + "(";
        }
        for (helper const& h : helpers) {
            if (h.name == f.name) {
                return space + "::" + name + (f.arity == 0 ? "<" + scalar + ">(" : "(");
            }
        }
    }
    throw refusal{
        "the function " + name +
        " is not one of the table: its value is known as compiled code only, and has no text to emit"};
}

}  // namespace iverson::emit
