// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "derivative.hpp"
#include "held.hpp"
#include "report.hpp"

#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace iverson::verify {

/// Goes through the rounds, compares a claim with numbers in each, and remembers what was seen.
class judge {
  public:
    judge(graph::formula const& source, options const& how, bool in_fractions, double tolerance)
        : source_{source}, how_{how}, in_fractions_{in_fractions}, tolerance_{tolerance} {}

    /// `claimed(T{}, claim, setting)` gives the tensor to be judged, in numbers T.
    /// Errors: none; what cannot be compared is reported as a failure.
    template <class Claimed, class... Rows>
    report compare(std::string const& title, claim const& c, Claimed const& claimed, Rows const&... rows) {
        title_ = title;
        if (c.function < 0 || source_.defining(c.function) < 0) {
            return report::failure(title + " was not derived from the formula that it is compared with");
        }
        return in_fractions_ ? all_rounds<exact>(c, claimed, rows...)
                             : all_rounds<precise>(c, claimed, rows...);
    }

    report summary() const { return report::success(summary_); }

    /// What the last comparison saw; a failure without a difference is one that could not be made.
    bool found_difference() const { return found_difference_; }
    disagreement const& worst_seen() const { return worst_; }
    std::size_t entries() const { return entries_; }
    int rounds() const { return rounds_; }

  private:
    std::string method() const { return in_fractions_ ? "exact fractions" : "differences"; }

    template <class T, class Claimed, class... Rows>
    report all_rounds(claim const& c, Claimed const& claimed, Rows const&... rows) {
        setting_source settings{source_, how_};
        worst_ = {};
        entries_ = 0;
        rounds_ = 0;
        found_difference_ = false;
        for (int round = 0; round < how_.rounds; ++round) {
            auto const s = settings.next(round, c.function, rows...);
            if (!s) {
                continue;
            }
            ++rounds_;
            std::string const context = "; with " + bindings_text(source_, s->inputs) + "; round " +
                                        std::to_string(round) + " of seed " + std::to_string(how_.seed);
            try {
                if (auto const complaint = one_round<T>(c, *s, claimed, rows...); !complaint.empty()) {
                    found_difference_ = true;
                    return report::failure(title_ + complaint + context);
                }
            } catch (binding_error const& refused) {
                if (!asks_for_a_mean_of_nothing(refused)) {
                    return report::failure(title_ + " cannot be computed: " + refused.what() + context);
                }
                --rounds_;
                excused_ = refused.what();
            } catch (std::exception const& error) {
                return report::failure(title_ + " cannot be computed: " + error.what() + context);
            }
        }
        if (entries_ == 0) {
            std::string const empty = "it was empty in every round";
            std::string const reason = rounds_ == 0 && settings.reason().empty() ? excused_
                                       : rounds_ == 0                            ? settings.reason()
                                       : settings.reason().empty()
                                           ? empty + "; allow more rounds or larger extents"
                                           : empty + ", and where it was not: " + settings.reason();
            return report::failure(title_ + " was never compared: " + reason);
        }
        summary_ += (summary_.empty() ? "" : "; ") + title_ + " agrees in " + std::to_string(rounds_) +
                    " rounds, worst " + text_of(worst_, method());
        return report::success("");
    }

    /// A gradient that takes 1/n out of a sum may ask for a mean over nothing, which its formula does not ask for
    /// (docs/semantics.md, 'Empty ranges').
    static bool asks_for_a_mean_of_nothing(binding_error const& refused) {
        std::string_view const said = refused.what();
        return said.starts_with("mean over ") && said.find("no value") != std::string_view::npos;
    }

    /// What is wrong; empty if nothing is.
    template <class T, class Claimed, class... Rows>
    std::string one_round(claim const& c, setting const& s, Claimed const& claimed, Rows const&... rows) {
        plain::tensor<T> const found = claimed(T{}, c, s);
        plain::tensor<T> const expected = expected_value<T>(c, s, rows...);
        if (found.box() != expected.box()) {
            return " has the domain " + box_text(found.box()) + ", and should have " +
                   box_text(expected.box());
        }
        disagreement const d = worst(found, expected);
        worst_ = d.error > worst_.error || entries_ == 0 ? d : worst_;
        entries_ += expected.values.size();
        if (!(d.error <= tolerance_)) {
            return " is wrong: " + text_of(d, method());
        }
        return "";
    }

    template <class T, class... Rows>
    plain::tensor<T> expected_value(claim const& c, setting const& s, Rows const&... rows) const {
        if (c.variable < 0) {
            return plain::evaluate_all(source_, converted<T>(s.inputs), rows...).at(c.function);
        }
        if (c.is_jacobian && reads_itself(source_, c.function)) {
            return held_jacobian<T>(source_, c, s, rows...);
        }
        return numeric_derivative<T>(source_, c, converted<T>(s.inputs), s.seed, rows...);
    }

    graph::formula const& source_;
    options how_;
    bool in_fractions_;
    double tolerance_;
    std::string title_;
    std::string summary_;
    std::string excused_;  ///< what the claim says of a round that is not counted
    disagreement worst_;
    std::size_t entries_ = 0;
    int rounds_ = 0;
    bool found_difference_ = false;
};

}  // namespace iverson::verify
