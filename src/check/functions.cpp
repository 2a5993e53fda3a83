// SPDX-License-Identifier: BSL-1.0
#include "functions.hpp"

#include <iverson/functions/table.hpp>

#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace iverson::check {

namespace {

/// f'(u) du, summed over the arguments.
template <class Row>
real slope_of(Row const&, std::vector<real> const& u, real f, std::vector<number> const& arguments) {
    real result = 0;
    [&]<std::size_t... Which>(std::index_sequence<Which...>) {
        [[maybe_unused]] auto const one = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
            if constexpr (Row::template has_slope<I>) {
                if (arguments[I].slope != 0) {
                    result += arguments[I].slope * [&]<std::size_t... A>(std::index_sequence<A...>) {
                        return static_cast<real>(Row::template slope<I>(u[A]..., f));
                    }(std::make_index_sequence<static_cast<std::size_t>(Row::arity)>{});
                }
            } else if (arguments[I].slope != 0) {
                throw std::invalid_argument{"a function has no slope"};
            }
        };
        (one(std::integral_constant<std::size_t, Which>{}), ...);
    }(std::make_index_sequence<static_cast<std::size_t>(Row::arity)>{});
    return result;
}

}  // namespace

number applied(std::string const& name, std::vector<number> const& arguments) {
    if (name == "pow" && arguments.size() == 2) {
        return power(arguments[0], arguments[1]);
    }
    std::vector<real> u;
    for (number const& a : arguments) {
        u.push_back(a.value);
    }
    number result;
    bool const known = functions::visit_row(functions::table, name, [&](auto const& row) {
        using row_type = std::remove_cvref_t<decltype(row)>;
        if (arguments.size() != static_cast<std::size_t>(row_type::arity)) {
            throw std::invalid_argument{name + " has another number of arguments"};
        }
        result.value = row_type::at(u.data());
        result.slope = slope_of(row, u, result.value, arguments);
        bool none = row.facts.zero_at_zero && !arguments.empty();
        for (number const& a : arguments) {
            none = none && a.none;
        }
        result.none = none;
    });
    if (!known) {
        throw std::invalid_argument{"the function " + name + " has no value"};
    }
    return result;
}

number power(number const& base, number const& exponent) {
    real const n = std::round(exponent.value);
    bool const integer = exponent.slope == 0 && n == exponent.value && std::abs(n) < 64;
    if (!integer) {
        real const f = std::pow(base.value, exponent.value);
        real slope = 0;
        if (base.slope != 0) {
            slope += exponent.value * std::pow(base.value, exponent.value - 1) * base.slope;
        }
        if (exponent.slope != 0) {
            slope += f * std::log(base.value) * exponent.slope;
        }
        return {f, slope, false};
    }
    auto const raised = [&](std::int64_t k) {
        real result = 1;
        for (std::int64_t i = 0; i < (k < 0 ? -k : k); ++i) {
            result *= base.value;
        }
        return k < 0 ? 1 / result : result;
    };
    auto const k = static_cast<std::int64_t>(n);
    real const slope = k == 0 || base.slope == 0 ? 0 : n * raised(k - 1) * base.slope;
    return {raised(k), slope, base.none && k > 0};
}

}  // namespace iverson::check
