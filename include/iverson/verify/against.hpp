// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "gradient.hpp"
#include "value.hpp"

#include <iverson/formula/where.hpp>

#include <array>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// Judges a gradient that a user wrote by hand.
namespace iverson::verify {

/// The tensor that a key of where(...) names, as the formula's messages write it: x, or adjoint(y).
template <class Key>
std::string described_key(Key const& key) {
    if constexpr (std::is_convertible_v<Key const&, std::string_view>) {
        return std::string{std::string_view{key}};
    } else {
        using named = where_details::key_name<std::remove_cvref_t<Key>>;
        return std::string{graph::describe(named::name, named::role).view()};
    }
}

/// Finds the tensors of one setting by their names.
class arguments {
  public:
    arguments(graph::formula const& source, claim const& c, setting const& s)
        : source_{source}, claim_{c}, setting_{s} {}

    /// Errors: std::invalid_argument for a name that is neither an input of the formula nor the adjoint.
    value operator[](std::string const& name) const {
        if (name == "adjoint(" + name_of(source_, claim_.function) + ")") {
            return value{setting_.seed};
        }
        auto const found = setting_.inputs.find(find(source_, name));
        if (found == setting_.inputs.end()) {
            throw std::invalid_argument{"it asks for " + name + ", which is no input of the formula"};
        }
        return value{found->second};
    }

  private:
    graph::formula const& source_;
    claim const& claim_;
    setting const& setting_;
};

/// Compares what a function returns with the numeric derivative that the first output of `derived` claims to be; the derived
/// formula itself is not computed. The function is called with one `value` for each name, in that order.
/// Errors: none; all that is wrong, exceptions of the function too, is in the report.
template <class Function, std::size_t Count, class... Rows>
report judge_function(graph::formula const& source, graph::formula const& derived, options const& how,
                      Function const& function, std::array<std::string, Count> const& names,
                      Rows const&... own_functions) {
    for (graph::formula const* f : {&source, &derived}) {
        if (f->failed()) {
            return report::failure(std::string{f->nodes.message().view()});
        }
    }
    claim const c = claim_of(source, derived, derived.outputs[0]);
    auto const claimed = [&]<class T>(T, claim const&, setting const& s) {
        arguments const given{source, c, s};
        auto const result = [&]<std::size_t... I>(std::index_sequence<I...>) {
            return std::apply([&](auto const&... v) { return function(v...); },
                              std::tuple{given[names[I]]...});
        }(std::make_index_sequence<Count>{});
        auto box = c.is_jacobian || c.variable < 0 ? s.seed.box() : std::vector<plain::interval>{};
        if (c.variable >= 0) {
            for (plain::interval const& axis : s.inputs.at(c.variable).box()) {
                box.push_back(axis);
            }
        }
        return converted<T>(returned(result, box));
    };
    judge j{source, how, is_rational(source), how.double_tolerance};
    report const r =
        j.compare("the function for " + name_of(derived, c.result), c, claimed, own_functions...);
    return r ? j.summary() : r;
}

/// Judges a hand-written gradient (or Jacobian) of the formula that f was derived from, in one line of a test:
///     BOOST_TEST(verify::against<dE_dx>(my_gradient, w, x, adjoint(y)));
/// calls my_gradient with the tensors w, x and dE/dy in that order, as whatever it takes (Eigen::VectorXd const&, std::span<double
/// const>, double, or verify::value itself), and compares what it returns with numbers.
/// Names may also be strings: "w", "adjoint(y)". An `options` may stand in front of the function.
template <auto const& F, class Function, class... Keys>
report against(options const& how, Function const& function, Keys const&... keys) {
    std::array<std::string, sizeof...(Keys)> const names{described_key(keys)...};
    return std::apply(
        [&](auto const&... rows) {
            return judge_function(primal_of<F>(), frozen_formula<F>.thaw(), how, function, names, rows...);
        },
        rows_of<F>);
}
template <auto const& F, class Function, class... Keys>
    requires(!std::is_same_v<Function, options>)
report against(Function const& function, Keys const&... keys) {
    return against<F>(options{}, function, keys...);
}

}  // namespace iverson::verify
