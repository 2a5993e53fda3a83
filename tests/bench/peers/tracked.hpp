// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "workload.hpp"

#include <cmath>
#include <limits>

namespace peers {

/// A number that carries the sum of the magnitudes which went into it. A sum of n terms computed in any order is off by at
/// most n eps / 2 of it, so plain loops over these numbers say what a result is and how far a right one may be off.
struct tracked {
    double value = 0;
    double magnitude = 0;

    tracked() = default;
    tracked(double v) : value{v}, magnitude{std::abs(v)} {}
    tracked(double v, double m) : value{v}, magnitude{m} {}

    friend tracked operator+(tracked a, tracked b) { return {a.value + b.value, a.magnitude + b.magnitude}; }
    friend tracked operator-(tracked a, tracked b) { return {a.value - b.value, a.magnitude + b.magnitude}; }
    friend tracked operator*(tracked a, tracked b) { return {a.value * b.value, a.magnitude * b.magnitude}; }
    tracked& operator+=(tracked b) { return *this = *this + b; }
};
/// Its slope is at most 1: errors do not grow.
inline tracked tanh(tracked a) { return {std::tanh(a.value), a.magnitude}; }

template <class Range>
std::vector<tracked> tracked_numbers(Range const& r) {
    return {r.data(), r.data() + r.size()};
}

/// `terms` in each sum; twice their n eps / 2, for the truth is rounded as well, and the same for what stands around the sum.
template <class T>
truth truth_of(std::vector<tracked> const& found, index terms) {
    truth result;
    double const unit =
        static_cast<double>(terms + 8) * static_cast<double>(std::numeric_limits<T>::epsilon());
    for (tracked const& f : found) {
        result.values.push_back(f.value);
        result.bounds.push_back(unit * f.magnitude);
    }
    return result;
}

/// The same for several results, one after the other.
inline truth operator+(truth a, truth const& b) {
    a.values.insert(a.values.end(), b.values.begin(), b.values.end());
    a.bounds.insert(a.bounds.end(), b.bounds.begin(), b.bounds.end());
    return a;
}

}  // namespace peers
