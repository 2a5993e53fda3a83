// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "derivative.hpp"
#include "report.hpp"

#include <iverson/formula/frozen.hpp>

#include <string>
#include <tuple>

/// Symbolic against numeric: does a derived formula say what numbers say?
namespace iverson::verify {

/// Compares every output of `derived` with the numbers that `source` gives.
class comparison {
  public:
    comparison(graph::formula const& source, graph::formula const& derived, options const& how)
        : source_{source}, derived_{derived}, how_{how}, exact_{is_rational(source) && is_rational(derived)} {}

    /// Errors: none; what cannot be compared is reported as a failure.
    template <class... Rows>
    report run(Rows const&... rows) {
        for (graph::formula const* f : {&source_, &derived_}) {
            if (f->failed()) {
                return report::failure(std::string{f->nodes.message().view()});
            }
        }
        for (int output : derived_.outputs) {
            claim const c = claim_of(source_, derived_, output);
            if (report const r = exact_ ? all_rounds<exact>(c, rows...) : all_rounds<precise>(c, rows...); !r) {
                return r;
            }
        }
        return report::success(summary_);
    }

  private:
    std::string method() const { return exact_ ? "exact fractions" : "differences"; }
    std::string title(claim const& c) const { return name_of(derived_, c.result); }

    template <class T, class... Rows>
    report all_rounds(claim const& c, Rows const&... rows) {
        if (c.functions[0] < 0 || (c.variable < 0 && source_.defining(c.functions[0]) < 0)) {
            return report::failure(title(c) + " is not derived from the formula that it is compared with");
        }
        setting_source settings{source_, how_};
        disagreement most;
        int rounds = 0;
        bool saw_entries = false;
        for (int round = 0; round < how_.rounds; ++round) {
            auto const s = settings.next(round, c.functions, rows...);
            if (!s) {
                continue;
            }
            ++rounds;
            if (report const r = one_round<T>(c, *s, round, most, saw_entries, rows...); !r) {
                return r;
            }
        }
        if (rounds == 0 || !saw_entries) {
            return report::failure(title(c) + " was never compared: " +
                                   (rounds == 0 ? settings.reason() : "it was empty in every round; allow larger extents"));
        }
        summary_ += (summary_.empty() ? "" : "; ") + title(c) + " agrees in " + std::to_string(rounds) + " rounds, worst " +
                    text_of(most, method());
        return report::success("");
    }

    template <class T, class... Rows>
    report one_round(claim const& c, setting const& s, int round, disagreement& most, bool& saw_entries, Rows const&... rows) {
        std::string const context = "; with " + bindings_text(source_, s.inputs) + "; round " + std::to_string(round) + " of seed " +
                                    std::to_string(how_.seed);
        try {
            auto const found = claimed<T>(c, s, rows...);
            auto const expected = c.variable < 0 ? plain::evaluate_all(source_, converted<T>(s.inputs), rows...).at(c.functions[0])
                                                 : numeric_derivative<T>(source_, c, s, rows...);
            if (found.box() != expected.box()) {
                return report::failure(title(c) + " has domain " + box_text(found.box()) + ", and should have " +
                                       box_text(expected.box()) + context);
            }
            disagreement const d = worst(found, expected);
            double const tolerance = exact_ ? 0 : how_.tolerance;
            if (d.error > tolerance) {
                return report::failure(title(c) + " is wrong: " + text_of(d, method()) + context);
            }
            most = d.error > most.error || !saw_entries ? d : most;
            saw_entries = saw_entries || !expected.values.empty();
            return report::success("");
        } catch (std::exception const& error) {
            return report::failure(title(c) + " cannot be computed: " + error.what() + context);
        }
    }

    /// What the derived formula says: it may read all that the source reads and defines, and the adjoints.
    template <class T, class... Rows>
    plain::tensor<T> claimed(claim const& c, setting const& s, Rows const&... rows) const {
        auto const known = plain::evaluate_all(source_, converted<T>(s.inputs), rows...);
        plain::tensors<T> inputs;
        for (int id = 0; id < static_cast<int>(derived_.nodes.tensors.size()); ++id) {
            graph::tensor const& t = derived_.nodes.tensor_at(id);
            bool const seed = t.kind == graph::role::adjoint;
            int const twin = find(source_, name_of(derived_, seed ? t.of : id));
            if (derived_.defining(id) >= 0 || twin < 0) {
                continue;
            }
            if (seed && s.seeds.contains(twin)) {
                inputs[id] = converted<T>(s.seeds.at(twin));
            } else if (!seed && known.contains(twin)) {
                inputs[id] = known.at(twin);
            }
        }
        return plain::evaluate_all(derived_, std::move(inputs), rows...).at(c.result);
    }

    static std::string box_text(std::vector<plain::interval> const& box) {
        std::string result;
        for (plain::interval const& axis : box) {
            result += (result.empty() ? "" : " x ") + graph::binding::range(axis.first, axis.last);
        }
        return result.empty() ? "of a scalar" : result;
    }

    graph::formula const& source_;
    graph::formula const& derived_;
    options how_;
    bool exact_;
    std::string summary_;
};

/// Compares a derived formula (gradients, Jacobians, values) with numbers: the plain meaning of `derived` in fractions or fifty
/// digits with the numeric derivative of the plain meaning of `source`, at random extents (0 and 1 among them) and inputs.
/// Errors:  none; all that is wrong is in the report.
template <class... Rows>
report check(graph::formula const& source, graph::formula const& derived, options const& how = {}, Rows const&... own_functions) {
    return comparison{source, derived, how}.run(own_functions...);
}

/// What a derived object knows of its origin: `primal`, the frozen formula that it was derived from.
template <class Object>
concept KnowsPrimal = requires { Object::primal.thaw(); };

/// In one line of a test: BOOST_TEST(verify::gradient<dE_dx>()), where dE_dx = iverson::gradient<f>(x(k)), or a Jacobian.
/// Source:  docs/tour, 'checking a gradient'
template <auto const& F>
report gradient(options const& how = {}) {
    using object = std::remove_cvref_t<decltype(F)>;
    static_assert(KnowsPrimal<object>, "verify::gradient<f>(): f is a gradient or Jacobian, as iverson::gradient<...>(...) makes it");
    graph::formula const source = object::primal.thaw();
    graph::formula const derived = frozen_formula<F>.thaw();
    return std::apply([&](auto const&... rows) { return check(source, derived, how, rows...); }, rows_of<F>);
}

}  // namespace iverson::verify
