// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "derivative.hpp"

#include <cstdint>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace iverson::verify {

/// What is known of two formulas, from the strongest statement to the weakest.
enum class verdict {
    equal,            ///< proved, for all extents, starts and values
    different,        ///< a concrete assignment is known at which both are defined and differ
    equal_by_trials,  ///< no proof, and no difference in enough random trials
    not_decided       ///< too few trials could be made: the message says why
};

struct equality_options {
    std::uint64_t seed = 1;  ///< the same seed gives the same trials
    int trials = 24;  ///< bindings to try: all extents 0, 1, 2, 3, then random ones with shifted starts
    int fewest = 8;   ///< trials that must have compared entries before anything is said of equality
    std::int64_t largest_extent = 5;  ///< of a random binding
    std::int64_t effort = 20000;      ///< steps of a proof; 0 asks for trials only
};

/// One assignment at which two formulas differ.
struct counterexample {
    std::vector<std::pair<std::string, plain::tensor<exact>>>
        bindings;                 ///< all tensors that either formula reads, exactly
    int output = 0;               ///< which of the results, by order
    bool domains_differ = false;  ///< then `left` and `right` are the domains
    plain::point where;           ///< the position in the result
    std::string left;             ///< the value of the first formula
    std::string right;            ///< the value of the second

    /// The inputs of a formula at this assignment.
    template <class T>
    plain::tensors<T> inputs(graph::formula const& f) const {
        plain::tensors<T> result;
        for (auto const& [name, t] : bindings) {
            int const id = find(f, name);
            if (id >= 0 && f.defining(id) < 0) {
                result[id] = converted<T>(t);
            }
        }
        return result;
    }
    friend std::ostream& operator<<(std::ostream& out, counterexample const& c) {
        out << "with";
        for (auto const& [name, t] : c.bindings) {
            out << ' ' << name << " = [";
            for (std::size_t i = 0; i < t.values.size(); ++i) {
                out << (i == 0 ? "" : ", ") << t.values[i];
            }
            out << "] on " << box_text(t.box()) << ';';
        }
        if (c.domains_differ) {
            return out << " the domains are " << c.left << " and " << c.right;
        }
        out << " at (";
        for (std::size_t d = 0; d < c.where.size(); ++d) {
            out << (d == 0 ? "" : ", ") << c.where[d];
        }
        return out << ") the values are " << c.left << " and " << c.right;
    }
};

/// The answer of `equal`. In a test: BOOST_TEST(verify::equal<f, g>()), which passes only where equality is proved.
class equality_report {
  public:
    equality_report(verdict v, std::string message, int trials, std::string method,
                    std::optional<counterexample> found)
        : verdict_{v}, message_{std::move(message)}, trials_{trials}, method_{std::move(method)},
          found_{std::move(found)} {}

    verdict answer() const { return verdict_; }
    bool proved() const { return verdict_ == verdict::equal; }
    /// Proved, or by trials.
    bool agrees() const { return proved() || verdict_ == verdict::equal_by_trials; }
    explicit operator bool() const { return proved(); }

    int trials() const { return trials_; }                 ///< bindings at which entries were compared
    std::string const& method() const { return method_; }  ///< the numbers of the trials
    /// Errors: std::bad_optional_access where the formulas are not known to differ.
    counterexample const& difference() const { return found_.value(); }
    std::string const& message() const { return message_; }
    friend std::ostream& operator<<(std::ostream& out, equality_report const& r) { return out << r.message_; }

  private:
    verdict verdict_;
    std::string message_;
    int trials_;
    std::string method_;
    std::optional<counterexample> found_;
};

}  // namespace iverson::verify
