// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "numeric.hpp"
#include "report.hpp"
#include "sample.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

/// What a derived formula claims, and what numbers say about it.
namespace iverson::verify {

inline std::string name_of(graph::formula const& f, int tensor) {
    return std::string{graph::describe(f.nodes, f.nodes.tensor_at(tensor)).view()};
}
/// The tensor of that description; -1 if there is none.
inline int find(graph::formula const& f, std::string const& description) {
    for (int id = 0; id < static_cast<int>(f.nodes.tensors.size()); ++id) {
        if (name_of(f, id) == description) {
            return id;
        }
    }
    return -1;
}

/// One output of a derived formula, in the tensors of the formula that it was derived from.
struct claim {
    int result = -1;    ///< the tensor in the derived formula
    int variable = -1;  ///< the tensor differentiated by; -1 where the output is a value, not a derivative
    int function = -1;  ///< the tensor differentiated; of a gradient, the one that E depends on
    bool is_jacobian = false;
    int rank = 0;  ///< of the result
};

/// Reads off the role of an output what it claims to be. A scalar that no equation defines, the unspecified E or F, depends on the
/// output of the source alone.
inline claim claim_of(graph::formula const& source, graph::formula const& derived, int output) {
    int const tensor = derived.equations[static_cast<std::size_t>(output)].tensor;
    graph::tensor const& t = derived.nodes.tensor_at(tensor);
    auto const in_source = [&](int id) { return find(source, name_of(derived, id)); };
    switch (t.kind) {
        case graph::role::jacobian: return {tensor, in_source(t.by), in_source(t.of), true, t.rank};
        case graph::role::adjoint:
        case graph::role::total: break;
        default: return {tensor, -1, in_source(tensor), false, t.rank};
    }
    int const scalar = t.by >= 0 ? in_source(t.by) : -1;
    bool const is_defined = scalar >= 0 && source.defining(scalar) >= 0;
    return {tensor, in_source(t.of), is_defined ? scalar : source.output().tensor, false, t.rank};
}

/// All numbers of one round: the inputs by their ids in the source, and dE/dy of the differentiated tensor (1 for a scalar).
struct setting {
    plain::tensors<double> inputs;
    plain::tensor<double> seed;
};

inline std::string box_text(std::vector<plain::interval> const& box) {
    std::string result;
    for (plain::interval const& axis : box) {
        result += (result.empty() ? "" : " x ") + graph::binding::range(axis.first, axis.last);
    }
    return result.empty() ? "a single value" : result;
}

inline std::string bindings_text(graph::formula const& f, plain::tensors<double> const& inputs) {
    std::ostringstream out;
    for (auto const& [id, t] : inputs) {
        out << (id == inputs.begin()->first ? "" : ", ") << name_of(f, id) << " on " << box_text(t.box());
    }
    return out.str();
}

/// The derivative that a claim is about, by numbers alone. T is `exact` (dual numbers) or `precise` (differences).
/// `seed` is dE/dy; for a Jacobian only its domain counts.
template <class T, class... Rows>
plain::tensor<T> numeric_derivative(graph::formula const& source, claim const& c,
                                    plain::tensors<T> const& inputs, plain::tensor<double> const& seed,
                                    Rows const&... rows) {
    auto const column = [&](std::size_t entry) {
        if constexpr (std::is_same_v<T, exact>) {
            return dual_column(source, inputs, c.function, c.variable, entry);
        } else {
            return difference_column(source, inputs, c.function, c.variable, entry, rows...);
        }
    };
    auto const& x = inputs.at(c.variable);
    auto box = c.is_jacobian ? seed.box() : std::vector<plain::interval>{};
    for (plain::interval const& axis : x.box()) {
        box.push_back(axis);
    }
    auto result = plain::tensor<T>::zeros(box);
    auto const weights = converted<T>(seed);
    for (std::size_t k = 0; k < x.values.size(); ++k) {
        auto const slopes = column(k);
        for (std::size_t p = 0; p < slopes.values.size(); ++p) {
            if (c.is_jacobian) {
                result.values[p * x.values.size() + k] = slopes.values[p];
            } else {
                result.values[k] += weights.values[p] * slopes.values[p];
            }
        }
    }
    return result;
}

/// The worst entry of a comparison.
struct disagreement {
    plain::point where;
    double found = 0;
    double expected = 0;
    double error = 0;  ///< relative to max(1, |expected|); infinite for a value that is no number
};

inline std::string text_of(disagreement const& d, std::string const& by) {
    std::ostringstream out;
    out.precision(15);
    out << "at (";
    for (std::size_t i = 0; i < d.where.size(); ++i) {
        out << (i == 0 ? "" : ", ") << d.where[i];
    }
    out << ") it is " << d.found << ", by " << by << " " << d.expected;
    out.precision(3);
    out << " (error " << d.error << ")";
    return out.str();
}

template <class T>
double relative_error(T const& found, T const& expected) {
    T const difference = found < expected ? T(expected - found) : T(found - expected);
    T const size = expected < T(0) ? T(-expected) : expected;
    double const error = static_cast<double>(T(difference / (size < T(1) ? T(1) : size)));
    return std::isfinite(error) ? error : HUGE_VAL;
}

/// Shapes:  both have the same domain.
template <class T>
disagreement worst(plain::tensor<T> const& found, plain::tensor<T> const& expected) {
    disagreement result;
    for (std::size_t i = 0; i < expected.values.size(); ++i) {
        double const error = relative_error(found.values[i], expected.values[i]);
        if (i == 0 || error > result.error) {
            result = {expected.position_of(i), static_cast<double>(found.values[i]),
                      static_cast<double>(expected.values[i]), error};
        }
    }
    return result;
}

template <class T>
bool all_finite(plain::tensor<T> const& t) {
    return std::all_of(t.values.begin(), t.values.end(),
                       [](T const& v) { return std::isfinite(static_cast<double>(v)); });
}

/// Draws settings until the formula has a value there: until extents pass its checks and its functions their domains.
class setting_source {
  public:
    setting_source(graph::formula const& source, options const& how)
        : source_{source}, how_{how}, draw_{source, how.seed} {}

    /// Nothing if no binding was found; `reason` then tells why the last one was refused.
    template <class... Rows>
    std::optional<setting> next(int round, int function, Rows const&... rows) {
        constexpr int tries = 40;
        for (int t = 0; t < tries; ++t) {
            auto const& range = value_ranges[static_cast<std::size_t>(t) % std::size(value_ranges)];
            // Formulas with windows want larger extents than small random ones.
            std::int64_t const largest = how_.largest_extent + t / static_cast<int>(std::size(value_ranges));
            setting s{draw_.inputs(round, largest, range), {}};
            try {
                auto const all = plain::evaluate_all(source_, converted<precise>(s.inputs), rows...);
                bool const defined = std::all_of(all.begin(), all.end(),
                                                 [](auto const& entry) { return all_finite(entry.second); });
                if (!defined) {
                    reason_ = "its value is not finite";
                    continue;
                }
                auto const box = all.at(function).box();
                s.seed = box.empty() ? plain::tensor<double>::scalar(1) : draw_.numbers(box, value_ranges[0]);
                return s;
            } catch (binding_error const& refused) {
                reason_ = refused.what();
            }
        }
        return std::nullopt;
    }
    std::string const& reason() const { return reason_; }

  private:
    graph::formula const& source_;
    options how_;
    sampler draw_;
    std::string reason_;
};

}  // namespace iverson::verify
