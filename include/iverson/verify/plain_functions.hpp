// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "plain_tensor.hpp"

#include <iverson/functions/table.hpp>
#include <iverson/graph/binding_error.hpp>
#include <iverson/graph/rational.hpp>

#include <cmath>
#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <tuple>

/// What the plain meaning asks of a number type: + - * /, an order, and for some formulas the functions of <cmath>.
namespace iverson::plain {

/// Numbers that know no exp or sqrt, such as fractions; specialize for wrappers of them.
template <class T>
inline constexpr bool is_exact = std::numeric_limits<T>::is_exact;

template <class T>
T literal(graph::rational r) {
    if constexpr (functions::is_complex<T>::value) {
        return T(literal<typename T::value_type>(r));
    } else {
        return static_cast<T>(r.num()) / static_cast<T>(r.den());
    }
}

/// The order by which max, min and value brackets decide: that of the real part.
template <class T>
bool less(T const& a, T const& b) {
    return functions::real_of(a) < functions::real_of(b);
}
template <class T>
bool equal(T const& a, T const& b) {
    return functions::real_of(a) == functions::real_of(b);
}
template <class T>
bool is_nan(T const& a) {
    return !equal(a, a);
}

/// base^n by repeated multiplication; 0^0 = 1.
template <class T>
T integer_power(T base, std::int64_t n) {
    T result(1);
    for (std::int64_t i = n < 0 ? -n : n; i > 0; i /= 2) {
        if (i % 2 == 1) {
            result = result * base;
        }
        if (i > 1) {
            base = base * base;
        }
    }
    return n < 0 ? T(1) / result : result;
}

/// Errors: binding_error for exact numbers, which have no such power.
template <class T>
T general_power(T const& base, T const& exponent) {
    if constexpr (is_exact<T>) {
        throw binding_error{"exact numbers have integer powers only"};
    } else {
        using std::pow;
        return equal(exponent, T(0)) ? T(1) : T(pow(base, exponent));
    }
}

/// The functions a formula may call: the table, preceded by a user's own rows.
/// Exact numbers know the rows that need only arithmetic and an order, complex ones all but those for real numbers only.
template <class... Rows>
class function_pack {
  public:
    constexpr explicit function_pack(Rows... rows) : own_{rows...} {}

    /// Errors: binding_error for an unknown name.
    template <class T>
    T operator()(std::string_view name, std::span<T const> arguments) const {
        T result(0);
        auto const visit = [&](auto const& row) { result = apply(row, arguments); };
        if (!functions::visit_row(own_, name, visit) &&
            !functions::visit_row(functions::table, name, visit)) {
            throw binding_error{"function " + std::string{name} +
                                (is_exact<T> ? " has no value in exact numbers" : " is unknown")};
        }
        return result;
    }

  private:
    /// Whether the row says that its value exists in such numbers.
    template <class Row, class T>
    static constexpr bool has_value =
        is_exact<T> ? Row::is_arithmetic : !functions::is_complex<T>::value || !Row::is_real_only;

    template <class Row, class T>
    static T apply(Row const& row, std::span<T const> arguments) {
        if (arguments.size() != static_cast<std::size_t>(Row::arity)) {
            throw binding_error{"function " + std::string{row.name} + " takes " + std::to_string(Row::arity) +
                                " arguments"};
        }
        if constexpr (has_value<Row, T>) {
            return Row::at(arguments.data());
        } else {
            throw binding_error{"function " + std::string{row.name} + " has no value in " +
                                (is_exact<T> ? "exact" : "complex") + " numbers"};
        }
    }

    std::tuple<Rows...> own_;
};

}  // namespace iverson::plain
