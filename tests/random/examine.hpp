// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "settings.hpp"

#include <iverson/graph/freeze.hpp>
#include <iverson/latex/text.hpp>
#include <iverson/steps/derive.hpp>
#include <iverson/verify/gradient.hpp>

#include <map>
#include <optional>
#include <sstream>
#include <string>

namespace random_formulas {

/// What has been seen, by name.
using histogram = std::map<std::string, std::int64_t>;

/// A disagreement: the stage that found it and all that is needed to see it.
struct failure {
    std::string stage;
    std::string message;
};

inline std::string list_of(plain::tensors<double> const& all, graph::formula const& f) {
    std::ostringstream out;
    for (auto const& [id, t] : all) {
        out << "  " << verify::name_of(f, id) << " on " << verify::box_text(t.box()) << " = [";
        for (std::size_t i = 0; i < t.values.size(); ++i) {
            out << (i == 0 ? "" : ", ") << t.values[i];
        }
        out << "]\n";
    }
    return out.str();
}

/// The words of a formula without the names in it.
inline std::vector<std::int64_t> nameless_words(graph::formula f) {
    for (auto& s : f.nodes.symbols) {
        s.name = graph::text{};
    }
    for (auto& t : f.nodes.tensors) {
        t.name = graph::text{};
    }
    return graph::words_of(f);
}

/// Sends one formula through all stages.
class examination {
  public:
    examination(recipe const& r, std::uint64_t seed, histogram& seen) : r_{r}, seed_{seed}, seen_{seen} {}

    std::optional<failure> run() {
        source_ = built(r_);
        if (source_.failed()) {
            count("refused");
            return {};
        }
        count("accepted");
        freeze(source_);
        settings_ = settings_of(source_, seed_, 3, verify::is_rational(source_));
        if (settings_.empty()) {
            count("accepted, but no binding was found");
            return {};
        }
        count("with values");
        for (std::size_t x = 0; x < r_.tensors.size() && !found_; ++x) {
            int const id = static_cast<int>(x);
            if (source_.defining(id) < 0 && settings_.front().inputs.contains(id)) {
                differentiate(id);
            }
        }
        return found_;
    }

  private:
    void count(std::string const& what) { ++seen_[what]; }
    void fail(std::string const& stage, std::string const& message) {
        if (!found_) {
            found_ = failure{stage, message};
        }
    }

    void freeze(graph::formula const& f) {
        auto const words = graph::words_of(f);
        auto const back = graph::formula_of(words.data(), f.nodes.functions.data(), f.nodes.functions.size());
        if (graph::words_of(back) != words) {
            fail("freeze", "a thawed formula is not what was frozen:\n" + iverson::print::text(f));
        }
    }

    void differentiate(int x) {
        int const y = source_.output().tensor;
        iverson::derive::variable const by{x, {}};
        check_derivative("gradient", graph::derivation{iverson::steps::gradients(source_, y, {by}, false)}, x);
        if (!found_ && (seed_ + static_cast<std::uint64_t>(x)) % 3 == 0) {
            check_derivative("jacobian", iverson::steps::jacobian(source_, y, {}, by, {}), x);
        }
    }

    void check_derivative(std::string const& what, graph::derivation const& d, int x) {
        if (d.result.failed()) {
            count(what + " refused: " + kind_of(d.result.nodes.message().view()));
            return;
        }
        count(what + "s");
        for (graph::chain const& c : d.chains) {
            for (graph::derivation_line const& line : c.lines) {
                for (std::string_view rule : line.rules) {
                    count("rule " + std::string{rule});
                }
            }
        }
        graph::formula const& kept = d.result;
        freeze(kept);
        bool const in_fractions = verify::is_rational(source_) && verify::is_rational(kept);
        for (verify::setting const& s : settings_) {
            if (found_) {
                return;
            }
            std::string const where = what + " by " + verify::name_of(source_, x);
            in_fractions ? check_numbers<verify::exact>(where, d, kept, s) : check_numbers<verify::precise>(where, d, kept, s);
        }
    }
    /// A sentence without the names in it, so that equal reasons are counted together.
    static std::string kind_of(std::string_view sentence) {
        auto const at = [&](std::string_view word) { return sentence.find(word) != std::string_view::npos; };
        return at("runs through the recurrence") ? "runs through a recurrence" : at("depend") ? "does not depend" : at("not supported") ? "not supported" : std::string{sentence};
    }

    template <class T>
    void check_numbers(std::string const& what, graph::derivation const& d, graph::formula const& kept, verify::setting const& s) {
        verify::claim const c = verify::claim_of(source_, kept, kept.outputs.front());
        std::string const about = "\n" + iverson::print::text(d.result.nodes, kept.output()) + "\nwith\n" + list_of(s.inputs, source_) +
                                  list_of({{c.function, s.seed}}, source_);
        try {
            plain::tensor<T> const found = verify::claimed_value<T>(source_, kept, c, s);
            plain::tensor<T> const expected = c.is_jacobian && verify::reads_itself(source_, c.function)
                                                  ? verify::held_jacobian<T>(source_, c, s)
                                                  : verify::numeric_derivative<T>(source_, c, verify::converted<T>(s.inputs), s.seed);
            if (found.box() != expected.box()) {
                fail(what, "the domain is " + verify::box_text(found.box()) + " and should be " + verify::box_text(expected.box()) + about);
                return;
            }
            auto const error = verify::worst(found, expected);
            if (!(error.error <= (std::is_same_v<T, verify::exact> ? 0 : 1e-20))) {
                fail(what, verify::text_of(error, "numbers") + about);
                return;
            }
            count(std::is_same_v<T, verify::exact> ? "compared exactly" : "compared in fifty digits");
            check_lines<T>(what, d, kept, c, s, found, about);
        } catch (std::exception const& error) {
            fail(what, std::string{"it cannot be computed: "} + error.what() + about);
        }
    }

    /// Every line that holds no derivative any more has the value of the last one.
    template <class T>
    void check_lines(std::string const& what, graph::derivation const& d, graph::formula const& kept, verify::claim const& c,
                     verify::setting const& s, plain::tensor<T> const& expected, std::string const& about) {
        std::size_t const first = d.result.equations.size() - d.chains.size();
        for (std::size_t i = 0; i < d.chains.size() && !found_; ++i) {
            int const tensor = d.result.equations[first + i].tensor;
            for (graph::derivation_line const& line : d.chains[i].lines) {
                if (iverson::derive::has_partials(kept.nodes, line.node)) {
                    continue;
                }
                graph::formula other = kept;
                for (graph::equation& e : other.equations) {
                    e.value = e.tensor == tensor ? line.node : e.value;
                }
                auto const value = verify::claimed_value<T>(source_, other, c, s);
                if (value.box() != expected.box() || !(verify::worst(value, expected).error <= (std::is_same_v<T, verify::exact> ? 0 : 1e-20))) {
                    fail(what, "a line has another value than the last one: " + iverson::print::text(kept.nodes, line.node) + about);
                    return;
                }
                count("lines compared");
            }
        }
    }

    recipe const& r_;
    std::uint64_t seed_;
    histogram& seen_;
    graph::formula source_;
    std::vector<verify::setting> settings_;
    std::optional<failure> found_;
};

}  // namespace random_formulas
