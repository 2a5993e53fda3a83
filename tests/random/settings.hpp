// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "build.hpp"

#include <iverson/verify/derivative.hpp>
#include <iverson/verify/held.hpp>

#include <cfenv>
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

/// Positions are integers, some of them outside of what they subscript. By its name a tensor says that it holds them.
inline bool holds_positions(graph::formula const& f, int tensor) {
    return f.nodes.tensor_at(tensor).name.view() == "p";
}
inline void make_positions(graph::formula const& f, plain::tensors<double>& inputs) {
    for (auto& [id, t] : inputs) {
        for (double& value : t.values) {
            value = holds_positions(f, id) ? std::floor(2 * value) : value;
        }
    }
}

/// Thrown where a formula has no value, or a function has no slope.
struct undefined {};

template <auto const& Row, class... Numbers>
void refuse_outside(Numbers const&... u) {
    if (std::string_view{Row.facts.kinks}.empty() && !Row.facts.inside(static_cast<double>(u)...)) {
        throw undefined{};
    }
}
/// The row of a function that refuses arguments where it has no slope, but for the kinks whose slope the table states.
template <auto const& Row>
constexpr auto watching() {
    constexpr int arity = std::remove_cvref_t<decltype(Row)>::arity;
    if constexpr (arity == 1) {
        return iverson::function(Row.name, "", {}, []<class U>(U const& u) -> U {
            refuse_outside<Row>(u);
            return Row.value(u);
        });
    } else if constexpr (arity == 2) {
        constexpr auto unused = [](auto const& u, auto const&, auto const&) { return u; };
        auto const value = []<class U>(U const& u, U const& v) -> U {
            refuse_outside<Row>(u, v);
            return Row.value(u, v);
        };
        return iverson::function(Row.name, "", {}, value, unused, unused);
    } else {
        return iverson::function("", "", {}, [](auto const& u) { return u; });
    }
}
#define IVERSON_WATCHED(row) , watching<iverson::functions::row>()
inline constexpr auto watched = iverson::functions::rows_after(0 IVERSON_FOR_EACH_FUNCTION(IVERSON_WATCHED));
#undef IVERSON_WATCHED

/// All values of a formula. An infinity on the way may vanish again, but fractions know none: the processor's flags tell.
/// Errors: undefined, binding_error.
inline plain::tensors<double> strict_values(graph::formula const& f, plain::tensors<double> const& inputs) {
    std::feclearexcept(FE_ALL_EXCEPT);
    auto const all =
        std::apply([&](auto const&... rows) { return plain::evaluate_all(f, inputs, rows...); }, watched);
    if (std::fetestexcept(FE_DIVBYZERO | FE_INVALID) != 0) {
        throw undefined{};
    }
    return all;
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
            auto const which = round < 8 ? static_cast<std::size_t>(round) % 2
                                         : static_cast<std::size_t>(round) % std::size(verify::value_ranges);
            verify::setting s;
            s.inputs = draw.inputs(round, 3, verify::value_ranges[which]);
            if (in_fractions) {
                shorten(s.inputs);
            }
            make_positions(f, s.inputs);
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
        s.seed =
            y.rank() == 0 ? plain::tensor<double>::scalar(1) : draw.numbers(y.box(), verify::value_ranges[0]);
        for (double& value : s.seed.values) {
            value = in_fractions ? std::ceil(8 * value) / 8 : value;
        }
        good.push_back(std::move(s));
    }
};

}  // namespace random_formulas
