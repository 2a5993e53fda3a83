// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "settings.hpp"

#include <iverson/latex/text.hpp>
#include <iverson/steps/derive.hpp>
#include <iverson/verify/gradient.hpp>

#include <optional>
#include <string>

/// Derivatives that are taken at places of one's own, or by what an equation defines.
namespace random_formulas {

/// dy_t / dx_{t-1, k}: subscripts in the free indices of y and in new ones.
class partial_at {
  public:
    /// Each subscript is some free index of y, moved by one or not, or a new index; `choice` says which.
    partial_at(graph::formula const& f, int x, std::uint64_t choice) : f_{f}, x_{x} {
        graph::equation const& e = f_.equations[static_cast<std::size_t>(f_.defining(f_.output().tensor))];
        free_ = graph::free_indices(f_.nodes, e);
        for (int d = 0; d < f_.nodes.tensor_at(x).rank; ++d, choice /= 4) {
            bool const is_new = free_.empty() || choice % 4 == 3;
            int const symbol = is_new ? new_index() : free_[static_cast<std::size_t>(d) % free_.size()];
            auto const shift = is_new ? 0 : static_cast<std::int64_t>(choice % 4) - 1;
            positions_.push_back(graph::affine::symbol(symbol) + graph::affine{shift});
        }
    }

    graph::derivation derived() const {
        return iverson::steps::jacobian(f_, f_.output().tensor, {}, {x_, {}}, positions_);
    }
    /// Which entry of the whole Jacobian stands at a position of this one.
    plain::point entry_at(plain::point const& p) const {
        plain::point result(p.begin(), p.begin() + static_cast<std::ptrdiff_t>(free_.size()));
        for (graph::affine const& position : positions_) {
            int const symbol = position.begin()->symbol;
            auto const free = std::find(free_.begin(), free_.end(), symbol);
            auto const place = free != free_.end()
                                   ? free - free_.begin()
                                   : static_cast<std::ptrdiff_t>(free_.size()) +
                                         (std::find(new_.begin(), new_.end(), symbol) - new_.begin());
            result.push_back(p[static_cast<std::size_t>(place)] + position.constant());
        }
        return result;
    }

  private:
    int new_index() {
        new_.push_back(f_.nodes.new_symbol("n" + std::to_string(new_.size()), graph::symbol_kind::ranged));
        return new_.back();
    }

    graph::formula f_;
    int x_;
    std::vector<int> free_;
    std::vector<int> new_;
    std::vector<graph::affine> positions_;
};

inline plain::tensor<double> output_of(graph::formula const& f, plain::tensors<double> const& inputs) {
    return plain::evaluate_all(f, inputs).at(f.output().tensor);
}

/// What is wrong with a partial derivative, beside the whole Jacobian.
inline std::optional<std::string> compare_partial(partial_at const& wanted, graph::formula const& partial,
                                                  graph::formula const& jacobian,
                                                  plain::tensors<double> const& inputs) {
    auto const part = output_of(partial, inputs);
    auto const whole = output_of(jacobian, inputs);
    auto expected = plain::tensor<double>::zeros(part.box());
    for (std::size_t i = 0; i < expected.values.size(); ++i) {
        expected.values[i] = whole.at(wanted.entry_at(part.position_of(i)));
    }
    auto const worst = verify::worst(part, expected);
    if (worst.error <= 1e-10 || worst.expected != worst.expected) {
        return {};
    }
    return verify::text_of(worst, "the whole Jacobian") + "\n" +
           iverson::print::text(partial.nodes, partial.output()) + "\nfrom\n" +
           iverson::print::text(jacobian.nodes, jacobian.output());
}

/// The formula with the tensor as an input: nothing defines it any more.
inline graph::formula without_definition(graph::formula f, int tensor) {
    int const y = f.output().tensor;
    erase_if(f.equations, [&](graph::equation const& e) { return e.tensor == tensor; });
    f.outputs.assign(1, f.defining(y));
    return f;
}

/// What an equation defines is one thing that others read: a derivative by it takes it for an input.
inline std::optional<std::string>
compare_by_defined(graph::formula const& f, int z, graph::formula const& derived, verify::setting const& s) {
    graph::formula const other = without_definition(f, z);
    verify::claim const c = verify::claim_of(f, derived, derived.outputs.front());
    plain::tensors<verify::precise> inputs = verify::converted<verify::precise>(s.inputs);
    auto const found = verify::claimed_value<verify::precise>(f, derived, c, s);
    inputs[z] = plain::evaluate_all(f, inputs).at(z);
    auto const expected = verify::numeric_derivative<verify::precise>(other, c, inputs, s.seed);
    if (found.box() != expected.box()) {
        return "the domain is " + verify::box_text(found.box()) + " and should be " +
               verify::box_text(expected.box());
    }
    auto const worst = verify::worst(found, expected);
    if (worst.error <= 1e-20) {
        return {};
    }
    return verify::text_of(worst, "numbers") + "\n" + iverson::print::text(derived.nodes, derived.output());
}

/// Whether the derivative is right where the definition has values a little off: z heaviside(z^2) has the slope 1 beside 0, and at 0,
/// where the rule for heaviside says 0.
inline bool is_right_beside(graph::formula const& f, int z, graph::formula const& derived,
                            verify::setting s) {
    s.inputs[z] = plain::evaluate_all(f, s.inputs).at(z);
    double by = 1.0 / 64;
    for (double& value : s.inputs[z].values) {
        value += by;
        by += 1.0 / 1024;
    }
    graph::formula const other = without_definition(f, z);
    graph::formula const moved = without_definition(derived, z);
    verify::claim const c = verify::claim_of(other, moved, moved.outputs.front());
    auto const found = verify::claimed_value<verify::precise>(other, moved, c, s);
    auto const expected = verify::numeric_derivative<verify::precise>(
        other, c, verify::converted<verify::precise>(s.inputs), s.seed);
    return found.box() == expected.box() && verify::worst(found, expected).error <= 1e-20;
}

}  // namespace random_formulas
