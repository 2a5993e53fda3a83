// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace iverson {

/// The tensors that were bound do not fit the formula: the message says which index, tensors, axes and extents disagree.
/// Thrown before anything is computed, and only at run time.
class binding_error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace iverson

/// The sentences of binding errors, so that everyone who binds tensors says the same thing in the same words.
namespace iverson::graph::binding {

/// One axis of a bound tensor: positions first .. first + extent - 1.
struct bound_axis {
    std::string tensor;
    int axis = 0;
    std::int64_t first = 0;
    std::int64_t extent = 0;

    bool equals(bound_axis const& other) const {
        return extent == other.extent && (first == other.first || extent == 0);
    }
};

inline std::string range(std::int64_t first, std::int64_t last) {
    return std::to_string(first) + ".." + std::to_string(last);
}
inline std::string range(bound_axis const& a) { return range(a.first, a.first + a.extent - 1); }
inline std::string place(bound_axis const& a) { return "axis " + std::to_string(a.axis) + " of " + a.tensor; }

/// One index subscripts two axes that are not equal.
inline std::string axes_differ(std::string_view index, bound_axis const& a, bound_axis const& b) {
    std::string const start = "index " + std::string{index} + " ranges over ";
    if (a.extent == b.extent) {
        return start + range(a) + " in " + a.tensor + " and over " + range(b) + " in " + b.tensor;
    }
    return start + place(a) + ", extent " + std::to_string(a.extent) + ", and over " + place(b) +
           ", extent " + std::to_string(b.extent);
}

/// Two axes give one extent (or start) two values.
inline std::string symbol_differs(std::string_view kind, std::string_view symbol, std::int64_t value,
                                  bound_axis const& a, std::int64_t other, bound_axis const& b) {
    return std::string{kind} + " " + std::string{symbol} + " is " + std::to_string(value) + " in " +
           place(a) + " and " + std::to_string(other) + " in " + place(b);
}

/// The formula sets an axis to first..last, and the tensor comes with another extent or start.
/// `index` is empty where no single index sets it.
inline std::string axis_is_set(std::string_view index, std::int64_t first, std::int64_t last,
                               bound_axis const& a) {
    std::string const setter = index.empty() ? "the formula" : "index " + std::string{index};
    std::int64_t const extent = last < first ? 0 : last - first + 1;
    std::string const found = extent == a.extent ? " is bound at " + std::to_string(a.first)
                                                 : " has extent " + std::to_string(a.extent);
    return setter + " sets " + place(a) + " to " + range(first, last) + ", and " + a.tensor + found;
}

/// An access made of ranged indices leaves its tensor; `where` reads like "i = 2, r = 0".
inline std::string leaves(std::string_view access, bound_axis const& a, std::string_view where) {
    std::string const values = where.empty() ? "" : ", for " + std::string{where};
    return std::string{access} + " leaves " + place(a) + ", " + range(a) + values;
}

/// The entry of an integer tensor: p(3) = 7.
template <class Positions>
std::string entry(std::string_view tensor, Positions const& positions, std::int64_t value) {
    std::string result{tensor};
    for (auto const& position : positions) {
        result += (result.size() == tensor.size() ? "(" : ", ") + std::to_string(position);
    }
    return result + ") = " + std::to_string(value);
}
/// What subscripts a tensor holds numbers that are no integers.
inline std::string no_integer(std::string_view tensor) {
    return std::string{tensor} +
           " subscripts a tensor or is compared with an index, and holds a number that is no integer";
}

inline std::string not_bound(std::string_view tensor) { return std::string{tensor} + " is not bound"; }
inline std::string unknown(std::string_view tensor) { return "the formula has no " + std::string{tensor}; }
inline std::string axes(int count) { return std::to_string(count) + (count == 1 ? " axis" : " axes"); }
inline std::string ranks_differ(std::string_view tensor, int formula, int bound) {
    return std::string{tensor} + " has " + axes(formula) + " in the formula and " + axes(bound) +
           " in its binding";
}

/// A written extent that is the extent of no tensor.
inline std::string no_value(std::string_view extent) {
    return "extent " + std::string{extent} + " is given by no axis of a bound tensor";
}

/// max and min over nothing have no value.
inline std::string empty_reduction(std::string_view kind, std::string_view indices) {
    return std::string{kind} + " over " + std::string{indices} + " has an empty range, where it has no value";
}

}  // namespace iverson::graph::binding
