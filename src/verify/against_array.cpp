// SPDX-License-Identifier: BSL-1.0
#include "verify.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>

namespace iverson::verify {

namespace {

std::string extents_text(std::vector<std::int64_t> const& extents) {
    std::string result;
    for (std::int64_t const e : extents) {
        result += (result.empty() ? "" : " x ") + std::to_string(e);
    }
    return result.empty() ? "a single number" : result;
}

/// Of an entry, the position that the formula has for it.
std::string position_text(numbers const& n, std::size_t entry) {
    std::string result;
    auto rest = static_cast<std::int64_t>(entry);
    for (std::size_t d = n.extents.size(); d > 0; --d) {
        std::int64_t const lower = n.lower.empty() ? 0 : n.lower[d - 1];
        result = std::to_string(lower + rest % n.extents[d - 1]) + (result.empty() ? "" : ", ") + result;
        rest /= n.extents[d - 1];
    }
    return "(" + result + ")";
}

double error_of(double found, double expected) {
    if (std::isnan(expected) || std::isinf(expected)) {
        bool const same = std::isnan(expected) ? std::isnan(found) : found == expected;
        return same ? 0 : HUGE_VAL;
    }
    double const error = std::abs(found - expected) / std::max(1.0, std::abs(expected));
    return std::isnan(error) ? HUGE_VAL : error;
}

/// The one number by which all entries are too large; nothing if there is none.
std::optional<double> common_factor(numbers const& expected, numbers const& found, double tolerance) {
    std::optional<double> factor;
    for (std::size_t i = 0; i < expected.values.size(); ++i) {
        double const e = expected.values[i];
        double const f = found.values[i];
        if (std::abs(e) > tolerance && !factor) {
            factor = f / e;
        }
        if (factor && error_of(f, *factor * e) > tolerance) {
            return std::nullopt;
        }
    }
    return factor && std::isfinite(*factor) && *factor != 0 ? factor : std::nullopt;
}

bool is_transposed(numbers const& expected, numbers const& found, double tolerance) {
    if (expected.extents.size() != 2 || expected.extents[0] != expected.extents[1]) {
        return false;
    }
    auto const n = static_cast<std::size_t>(expected.extents[0]);
    for (std::size_t i = 0; i < n * n; ++i) {
        if (error_of(found.values[i], expected.values[i % n * n + i / n]) > tolerance) {
            return false;
        }
    }
    return true;
}

std::string diagnosis(numbers const& expected, numbers const& found, double tolerance) {
    if (is_transposed(expected, found, tolerance)) {
        return "; its two axes are swapped";
    }
    if (auto const factor = common_factor(expected, found, tolerance)) {
        std::ostringstream out;
        out.precision(6);
        out << "; every entry is " << *factor << " times what it should be";
        return *factor == -1 ? "; every entry has the wrong sign" : out.str();
    }
    return "";
}

}  // namespace

verdict_of_array against_array(numbers const& expected, numbers const& found, double tolerance) {
    if (found.extents != expected.extents) {
        return {false, "it has the extents " + extents_text(found.extents) + ", and should have " +
                           extents_text(expected.extents)};
    }
    std::size_t worst = 0;
    std::size_t wrong = 0;
    double error = -1;
    for (std::size_t i = 0; i < found.values.size(); ++i) {
        double const here = error_of(found.values[i], expected.values[i]);
        wrong += here > tolerance ? 1 : 0;
        if (here > error) {
            error = here;
            worst = i;
        }
    }
    if (found.values.empty()) {
        return {true, "it has no entries"};
    }
    std::ostringstream out;
    out.precision(15);
    out << "worst at " << position_text(expected, worst) << ": it is " << found.values[worst]
        << ", and should be " << expected.values[worst];
    out.precision(3);
    out << " (error " << error << ")";
    if (wrong > 0) {
        out << "; " << wrong << " of " << found.values.size() << " entries differ"
            << diagnosis(expected, found, tolerance);
    }
    return {wrong == 0, out.str()};
}

}  // namespace iverson::verify
