// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "settings.hpp"

#include <iverson/graph/freeze.hpp>
#include <iverson/latex/text.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
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

/// A formula under examination, and bindings at which it has values.
struct subject {
    graph::formula formula;
    std::vector<verify::setting> settings;
};

template <class T>
inline constexpr double tolerance_of = std::is_same_v<T, verify::exact> ? 0 : 1e-20;

/// Sends one formula through all stages.
class examination {
  public:
    examination(recipe const& r, std::uint64_t seed, histogram& seen) : r_{r}, seed_{seed}, seen_{seen} {}

    std::optional<failure> run() {
        subject source{built(r_), {}};
        graph::formula const& f = source.formula;
        if (f.failed()) {
            count("refused");
            return {};
        }
        count("accepted");
        freeze(f);
        source.settings = settings_of(f, seed_, 3, verify::is_rational(f));
        if (source.settings.empty()) {
            count("accepted, but no binding was found");
            return {};
        }
        count("with values");
        run_loops("loops", source);
        for (int x = 0; x < static_cast<int>(r_.tensors.size()) && !found_; ++x) {
            if (is_input(source, x)) {
                differentiate(source, x);
            }
        }
        return found_;
    }

  private:
    void count(std::string const& what) { ++seen_[what]; }
    bool now_and_then(int salt, int n) const { return (seed_ / 7 + static_cast<std::uint64_t>(salt)) % static_cast<std::uint64_t>(n) == 0; }
    void fail(std::string const& stage, std::string const& message) {
        if (!found_) {
            found_ = failure{stage, message};
        }
    }
    static bool is_input(subject const& s, int tensor) {
        return s.formula.defining(tensor) < 0 && s.settings.front().inputs.contains(tensor);
    }

    void freeze(graph::formula const& f) {
        auto const words = graph::words_of(f);
        auto const back = graph::formula_of(words.data(), f.nodes.functions.data(), f.nodes.functions.size());
        if (graph::words_of(back) != words) {
            fail("freeze", "a thawed formula is not what was frozen:\n" + iverson::print::text(f));
        }
    }

    // -- derivatives ----------------------------------------------------------------------------------------------
    static graph::derivation gradient(graph::formula const& f, int x) {
        return iverson::steps::gradients(f, f.output().tensor, {{x, {}}}, false);
    }
    static graph::derivation jacobian(graph::formula const& f, int x) {
        return iverson::steps::jacobian(f, f.output().tensor, {}, {x, {}}, {});
    }

    void differentiate(subject const& source, int x) {
        graph::derivation const d = gradient(source.formula, x);
        check_derivative("gradient", source, d, x);
        if (!found_ && !d.result.failed()) {
            respell(x, d);
        }
        if (now_and_then(x, 3) && !found_) {
            check_derivative("jacobian", source, jacobian(source.formula, x), x);
        }
        if (now_and_then(x + 1, 5) && !found_ && !d.result.failed()) {
            differentiate_again(source, d.result);
        }
    }

    /// The Jacobian of a gradient, which reads the adjoint too.
    void differentiate_again(subject const& source, graph::formula const& first) {
        subject s{first, {}};
        verify::claim const c = verify::claim_of(source.formula, first, first.outputs.front());
        for (verify::setting setting : source.settings) {
            add_adjoint(first, c, setting);
            try {
                auto const all = strict_values(first, setting.inputs);
                setting.seed = all.at(first.output().tensor);
                s.settings.push_back(setting);
            } catch (undefined) {
                continue;  // the gradient has a smaller domain than the formula
            }
        }
        for (int x = 0; x < static_cast<int>(r_.tensors.size()) && !found_ && !s.settings.empty(); ++x) {
            if (is_input(s, x) && now_and_then(x, 2)) {
                check_derivative("second derivative", s, jacobian(s.formula, x), x);
            }
        }
    }
    /// dE/dy under the id that it has in the derived formula, if that reads it.
    static void add_adjoint(graph::formula const& derived, verify::claim const& c, verify::setting& s) {
        for (int id = 0; id < static_cast<int>(derived.nodes.tensors.size()); ++id) {
            graph::tensor const& t = derived.nodes.tensor_at(id);
            if (t.kind == graph::role::adjoint && t.of == c.function && derived.defining(id) < 0) {
                s.inputs[id] = s.seed;
            }
        }
    }

    void check_derivative(std::string const& what, subject const& source, graph::derivation const& d, int x) {
        graph::formula const& f = d.result;
        if (f.failed()) {
            count(what + " refused: " + kind_of(f.nodes.message().view()));
            return;
        }
        count(what + "s");
        count_rules(d);
        freeze(f);
        simplify_again(what, f);
        verify::claim const c = verify::claim_of(source.formula, f, f.outputs.front());
        bool const in_fractions = verify::is_rational(source.formula) && verify::is_rational(f);
        std::string const where = what + " by " + verify::name_of(source.formula, x);
        subject derived{f, {}};
        for (verify::setting s : source.settings) {
            if (!found_) {
                in_fractions ? check_numbers<verify::exact>(where, source.formula, d, c, s)
                             : check_numbers<verify::precise>(where, source.formula, d, c, s);
            }
            add_adjoint(f, c, s);
            derived.settings.push_back(s);
        }
        run_loops(what + " loops", derived);
    }
    void count_rules(graph::derivation const& d) {
        for (graph::chain const& c : d.chains) {
            for (graph::derivation_line const& line : c.lines) {
                for (std::string_view rule : line.rules) {
                    count("rule " + std::string{rule});
                }
            }
        }
    }
    /// A sentence without the names in it, so that equal reasons are counted together.
    static std::string kind_of(std::string_view sentence) {
        for (char const* kind : {"runs through the recurrence", "not depend", "not supported"}) {
            if (sentence.find(kind) != std::string_view::npos) {
                return kind;
            }
        }
        return std::string{sentence};
    }

    template <class T>
    void check_numbers(std::string const& what, graph::formula const& source, graph::derivation const& d, verify::claim const& c,
                       verify::setting const& s) {
        std::string const about = "\n" + iverson::print::text(d.result.nodes, d.result.output()) + "\nwith\n" +
                                  list_of(s.inputs, source) + list_of({{c.function, s.seed}}, source);
        try {
            plain::tensor<T> const found = verify::claimed_value<T>(source, d.result, c, s);
            plain::tensor<T> const expected = c.is_jacobian && verify::reads_itself(source, c.function)
                                                  ? verify::held_jacobian<T>(source, c, s)
                                                  : verify::numeric_derivative<T>(source, c, verify::converted<T>(s.inputs), s.seed);
            if (found.box() != expected.box()) {
                fail(what, "the domain is " + verify::box_text(found.box()) + " and should be " + verify::box_text(expected.box()) + about);
                return;
            }
            auto const error = verify::worst(found, expected);
            if (!(error.error <= tolerance_of<T>)) {
                fail(what, verify::text_of(error, "numbers") + about);
                return;
            }
            count(std::is_same_v<T, verify::exact> ? "compared exactly" : "compared in fifty digits");
            if (!expected.values.empty()) {
                count("compared with entries");
            }
            check_lines<T>(what, source, d, c, s, found, about);
        } catch (std::exception const& error) {
            fail(what, std::string{"it cannot be computed: "} + error.what() + about);
        }
    }

    /// Every line that holds no derivative any more has the value of the last one.
    template <class T>
    void check_lines(std::string const& what, graph::formula const& source, graph::derivation const& d, verify::claim const& c,
                     verify::setting const& s, plain::tensor<T> const& expected, std::string const& about) {
        graph::formula const& f = d.result;
        std::size_t const first = f.equations.size() - d.chains.size();
        for (std::size_t i = 0; i < d.chains.size() && !found_; ++i) {
            for (graph::derivation_line const& line : d.chains[i].lines) {
                if (iverson::derive::has_partials(f.nodes, line.node)) {
                    continue;
                }
                graph::formula other = f;
                other.equations[first + i].value = line.node;
                auto const value = verify::claimed_value<T>(source, other, c, s);
                if (value.box() != expected.box() || !(verify::worst(value, expected).error <= tolerance_of<T>)) {
                    fail(what, "a line has another value than the last one: " + iverson::print::text(f.nodes, line.node) + about);
                    return;
                }
                count("lines compared");
            }
        }
    }

    /// Each table, run twice, does no more than run once.
    void simplify_again(std::string const& what, graph::formula const& f) {
        namespace simplify = iverson::simplify;
        for (graph::equation const& e : f.equations) {
            for (std::span<simplify::rule const> table : {std::span<simplify::rule const>{simplify::algebra},
                                                         std::span<simplify::rule const>{simplify::collapse},
                                                         std::span<simplify::rule const>{simplify::tidy}}) {
                graph::graph g = f.nodes;
                graph::rule_names used;
                auto const known = simplify::domain_of(g, e);
                simplify::simplifier run{g, table, used};
                int const once = run(e.value, known);
                if (run(once, known) != once) {
                    fail(what, "the simplifier is not idempotent on\n" + iverson::print::text(f.nodes, e));
                }
            }
        }
    }

    // -- spelling -------------------------------------------------------------------------------------------------
    /// Derived again, under other names and with the tensors declared in another order, the result is the same.
    void respell(int x, graph::derivation const& d) {
        if (graph::words_of(gradient(built(r_), x).result) != graph::words_of(d.result)) {
            fail("determinism", "derived twice, the gradient is not the same");
        }
        if (nameless_words(gradient(built(r_, {.one_name = true}), x).result) != nameless_words(d.result)) {
            fail("names", "with one name for all indices the gradient is another one");
        }
        int const count = static_cast<int>(r_.tensors.size());
        auto const other = gradient(built(r_, {.tensors_backwards = true}), count - 1 - x);
        std::string const expected = iverson::print::text(d.result.nodes, d.result.output());
        std::string const found = other.result.failed() ? "nothing: " + std::string{other.result.nodes.message().view()}
                                                        : iverson::print::text(other.result.nodes, other.result.output());
        if (found != expected) {
            fail("order", "with the tensors declared backwards the gradient is\n" + found + "\ninstead of\n" + expected);
        }
    }

    // -- loops ----------------------------------------------------------------------------------------------------
    /// The interpreted plan has the value of the plain meaning.
    void run_loops(std::string const& what, subject const& s) {
        namespace loops = iverson::loops;
        if (found_ || s.settings.empty() || std::getenv("NOLOOPS")) {
            return;
        }
        std::vector<loops::argument> bound;
        for (auto const& [id, t] : s.settings.front().inputs) {
            bound.push_back({id, true});
        }
        loops::plan const p = loops::make_plan(s.formula, bound);
        if (p.failed()) {
            count(what + " refused: " + std::string{p.message.view()}.substr(0, 60));
            return;
        }
        for (verify::setting const& setting : s.settings) {
            std::vector<loops::dense<double>> arguments;
            for (auto const& [id, t] : setting.inputs) {
                arguments.push_back({t.lower, t.extents, t.values, true});
            }
            std::string const about =
                "\n" + iverson::print::text(s.formula.nodes, s.formula.output()) + "\nwith\n" + list_of(setting.inputs, s.formula);
            try {
                auto const result = loops::interpreter<double>{p}(arguments).front();
                plain::tensor<double> const found{result.lower, result.extents, result.values};
                auto const expected = plain::evaluate<double>(s.formula, setting.inputs);
                if (found.box() != expected.box()) {
                    fail(what, "the domain is " + verify::box_text(found.box()) + " and should be " + verify::box_text(expected.box()) + about);
                } else if (auto const error = verify::worst(found, expected); !(error.error <= 1e-10)) {
                    fail(what, verify::text_of(error, "the plain meaning") + about);
                } else {
                    count(what + " compared");
                }
            } catch (std::exception const& error) {
                fail(what, std::string{"they cannot run: "} + error.what() + about);
            }
        }
    }

    recipe const& r_;
    std::uint64_t seed_;
    histogram& seen_;
    std::optional<failure> found_;
};

}  // namespace random_formulas
