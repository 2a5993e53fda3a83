// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "build.hpp"

#include <iverson/verify/derivative.hpp>
#include <iverson/verify/held.hpp>

#include <optional>

namespace random_formulas {

namespace plain = iverson::plain;
namespace verify = iverson::verify;

/// Rounds the inputs to multiples of 1/8 that are not 0, so that fractions of them stay short.
inline void shorten(plain::tensors<double>& inputs) {
    for (auto& [id, t] : inputs) {
        for (double& value : t.values) {
            value = value < 0 ? -std::ceil(-4 * value) / 4 : std::ceil(4 * value) / 4;
        }
    }
}

/// Thrown where a formula has no value, or a function has no slope.
struct undefined {};

/// A double that refuses to be divided by 0: infinities may vanish again on the way, and fractions know none.
struct strict {
    double value = 0;

    strict() = default;
    template <class Number>
        requires std::is_arithmetic_v<Number>
    explicit(false) strict(Number v) : value{static_cast<double>(v)} {}

    explicit operator double() const { return value; }
    friend strict operator+(strict a, strict b) { return a.value + b.value; }
    friend strict operator-(strict a, strict b) { return a.value - b.value; }
    friend strict operator-(strict a) { return -a.value; }
    friend strict operator*(strict a, strict b) { return a.value * b.value; }
    friend strict operator/(strict a, strict b) {
        if (b.value == 0) {
            throw undefined{};
        }
        return a.value / b.value;
    }
    friend auto operator<=>(strict, strict) = default;
    friend strict pow(strict a, strict b) { return std::pow(a.value, b.value); }
#define IVERSON_STRICT(name) \
    friend strict name(strict u) { return std::name(u.value); }
    IVERSON_STRICT(exp) IVERSON_STRICT(log) IVERSON_STRICT(sqrt) IVERSON_STRICT(cbrt) IVERSON_STRICT(expm1) IVERSON_STRICT(log1p)
    IVERSON_STRICT(sin) IVERSON_STRICT(cos) IVERSON_STRICT(tan) IVERSON_STRICT(asin) IVERSON_STRICT(acos) IVERSON_STRICT(atan)
    IVERSON_STRICT(sinh) IVERSON_STRICT(cosh) IVERSON_STRICT(tanh)
#undef IVERSON_STRICT
};

/// The row of a function that refuses arguments where it has no slope, but for the kinks whose slope the table states.
#define IVERSON_WATCHED(name)                                                                             \
    , iverson::function(                                                                                  \
          #name, "", {}, []<class U>(U const& u) -> U {                                                   \
              constexpr auto const& facts = iverson::functions::name.facts;                               \
              bool const kink = !std::string_view{facts.kinks}.empty();                                   \
              if (!kink && !facts.inside(static_cast<double>(u))) {            \
                  throw undefined{};                                                                      \
              }                                                                                           \
              return iverson::functions::name.value(u);                                                   \
          })
inline constexpr auto watched = iverson::functions::rows_after(0 IVERSON_FOR_EACH_FUNCTION(IVERSON_WATCHED));
#undef IVERSON_WATCHED

/// All values of a formula. Errors: undefined, binding_error.
inline plain::tensors<double> strict_values(graph::formula const& f, plain::tensors<double> const& inputs) {
    plain::tensors<strict> given;
    for (auto const& [id, t] : inputs) {
        given[id] = {t.lower, t.extents, std::vector<strict>(t.values.begin(), t.values.end())};
    }
    auto const all = std::apply([&](auto const&... rows) { return plain::evaluate_all(f, given, rows...); }, watched);
    return verify::converted<double>(all);
}

/// Bindings that do not pass the checks, and what is said of them.
struct refused_binding {
    plain::tensors<double> inputs;
    std::string sentence;
};

/// Draws bindings for a formula: those at which it has values (extents 0 and 1 where they pass its checks, then random ones), and
/// one or two that it refuses. There may be none of either kind.
struct drawn_settings {
    std::vector<verify::setting> good;
    std::vector<refused_binding> refused;

    drawn_settings(graph::formula const& f, std::uint64_t seed, std::size_t wanted, bool in_fractions) {
        verify::sampler draw{f, seed};
        for (int round = 0; round < 14 && good.size() < wanted; ++round) {
            auto const which = round < 8 ? static_cast<std::size_t>(round) % 2 : static_cast<std::size_t>(round) % std::size(verify::value_ranges);
            verify::setting s;
            s.inputs = draw.inputs(round, 3, verify::value_ranges[which]);
            if (in_fractions) {
                shorten(s.inputs);
            }
            try {
                add(f, draw, s, in_fractions);
            } catch (iverson::binding_error const& error) {
                if (refused.size() < 2) {
                    refused.push_back({s.inputs, error.what()});
                }
            } catch (undefined) {
                continue;
            }
        }
    }

  private:
    void add(graph::formula const& f, verify::sampler& draw, verify::setting& s, bool in_fractions) {
        auto const all = strict_values(f, s.inputs);
        std::size_t entries = 0;
        bool finite = true;
        for (auto const& [id, t] : all) {
            finite = finite && verify::all_finite(t);
            entries += t.values.size();
        }
        if (!finite || entries > 300) {
            return;
        }
        auto const& y = all.at(f.output().tensor);
        s.seed = y.rank() == 0 ? plain::tensor<double>::scalar(1) : draw.numbers(y.box(), verify::value_ranges[0]);
        for (double& value : s.seed.values) {
            value = in_fractions ? std::ceil(8 * value) / 8 : value;
        }
        good.push_back(std::move(s));
    }
};

}  // namespace random_formulas
