// SPDX-License-Identifier: BSL-1.0
// long because the stages of one examination are one class, since they share what is examined and what was found.
#pragma once

#include "dice.hpp"
#include "partials.hpp"
#include "settings.hpp"
#include "traits.hpp"
#include "valued.hpp"

#include <iverson/graph/freeze.hpp>
#include <iverson/latex/text.hpp>
#include <iverson/loops/count.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/steps/derive.hpp>
#include <iverson/verify/gradient.hpp>

#include <map>
#include <optional>
#include <set>
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
    graph::formula written;  ///< maybe with unknown functions
    graph::formula formula;  ///< with values for them
    std::vector<verify::setting> settings;
};

template <class T>
inline constexpr double tolerance_of = std::is_same_v<T, verify::exact> ? 0 : 1e-20;

/// What is not of values: how the results are printed, what is said where there are none, and how many operations the loops take.
struct observation {
    std::size_t printed = 0;   ///< a hash of all lines and rules
    std::size_t refusals = 0;  ///< how many derivatives are refused, and whether the formula is
    std::int64_t operations = 0;

    void print(std::string_view text) { printed = 31 * printed + std::hash<std::string_view>{}(text); }

    friend bool operator==(observation const&, observation const&) = default;
};

/// What a formula is sent through.
struct stages {
    bool derivatives = true;
    bool loops = true;
    observation* observed = nullptr;  ///< filled on the way if it is wanted
};

/// Sends one formula through all stages.
class examination {
  public:
    examination(recipe const& r, std::uint64_t seed, stages which, histogram& seen)
        : examination{built(r), seed, which, seen} {
        recipe_ = &r;
    }
    /// A formula that was not drawn has one spelling.
    examination(graph::formula f, std::uint64_t seed, stages which, histogram& seen)
        : written_{std::move(f)}, seed_{seed}, which_{which}, seen_{seen} {}

    /// What goes wrong, if anything does.
    std::optional<failure> run() {
        try {
            return run_stages();
        } catch (std::exception const& error) {
            return failure{"some stage", std::string{"it throws: "} + error.what() + "\n"};
        }
    }

  private:
    std::optional<failure> run_stages() {
        subject source{written_, valued(written_), {}};
        graph::formula const& f = source.formula;
        if (f.failed()) {
            observe_refusal(f);
            count("refused: " + kind_of_refusal(f.nodes.message().view()));
            return {};
        }
        count("accepted");
        freeze(source.written);
        drawn_settings drawn{f, seed_, 3, verify::is_rational(f)};
        if (drawn.good.empty()) {
            count("accepted, but no binding was found");
            return {};
        }
        source.settings = std::move(drawn.good);
        count("with values");
        if (recipe_ != nullptr) {
            count_traits(source);
        }
        run_loops("loops", source);
        for (refused_binding const& r : drawn.refused) {
            refuse_in_loops(f, r);
        }
        bool varies = false;
        for (int x = 0; x < tensors() && !found_; ++x) {
            if (is_input(source, x)) {
                varies = differentiate(source, x) || varies;
            }
        }
        if (now_and_then(3, 4) && !found_ && which_.derivatives) {
            differentiate_together(source);
        }
        for (int z = 0; z < tensors() && !found_ && which_.derivatives; ++z) {
            differentiate_by_defined(source, z);
        }
        if (now_and_then(2, 4) && !found_ && which_.derivatives) {
            move(source);
        }
        if (recipe_ != nullptr && recipe_->equations.size() > 2 && !found_ && which_.derivatives) {
            reorder(source);
        }
        seen_["with a gradient that is not constant"] += varies ? 1 : 0;
        return found_;
    }

    void count(std::string const& what) { ++seen_[what]; }
    int tensors() const { return static_cast<int>(written_.nodes.tensors.size()); }
    void observe_refusal(graph::formula const& f) {
        if (which_.observed != nullptr) {
            ++which_.observed->refusals;
            which_.observed->print(f.nodes.message().view());
        }
    }
    void observe(graph::derivation const& d) {
        if (which_.observed == nullptr) {
            return;
        }
        if (d.result.failed()) {
            observe_refusal(d.result);
            return;
        }
        for (graph::chain const& c : d.chains) {
            for (graph::derivation_line const& line : c.lines) {
                which_.observed->print(iverson::print::text(d.result.nodes, line.node));
                for (std::string_view rule : line.rules) {
                    which_.observed->print(rule);
                }
            }
        }
        which_.observed->print(iverson::print::text(d.result));
    }
    bool now_and_then(int salt, int n) const {
        return (seed_ / 7 + static_cast<std::uint64_t>(salt)) % static_cast<std::uint64_t>(n) == 0;
    }
    void fail(std::string const& stage, std::string const& message) {
        if (!found_) {
            found_ = failure{stage, message};
        }
    }
    static bool is_input(subject const& s, int tensor) {
        return s.formula.defining(tensor) < 0 && s.settings.front().inputs.contains(tensor) &&
               !s.formula.nodes.tensor_at(tensor).integral;
    }

    void freeze(graph::formula const& f) {
        auto const words = graph::words_of(f);
        auto const back = graph::formula_of(words.data(), f.nodes.functions.data(), f.nodes.functions.size());
        if (graph::words_of(back) != words) {
            fail("freeze", "a thawed formula is not what was frozen:\n" + iverson::print::text(f));
        }
    }

    void count_traits(subject const& s) {
        traits const own{*recipe_};
        for (std::string const& what : own.names) {
            count(what);
        }
        auto const is_empty = [](auto const& entry) {
            return entry.second.rank() > 0 && entry.second.values.empty();
        };
        bool const empty = std::any_of(s.settings.begin(), s.settings.end(), [&](auto const& one) {
            return std::any_of(one.inputs.begin(), one.inputs.end(), is_empty);
        });
        bool const written_empty =
            std::any_of(recipe_->indices.begin(), recipe_->indices.end(), [](index const& i) {
                return i.values.written && i.values.high.terms.empty() &&
                       i.values.high.constant < i.values.low.constant;
            });
        if (empty || written_empty) {
            count("with an empty range");
        }
    }
    /// The words that tell one kind of refusal from the others.
    static std::string kind_of_refusal(std::string_view sentence) {
        for (char const* kind : {"does not end", "has no range", "neither bound", "neither has a range",
                                 "is defined twice", "leaves a gap", "read each other", "through itself",
                                 "no initial values", "does not range over", "initial values of"}) {
            if (sentence.find(kind) != std::string_view::npos) {
                return kind;
            }
        }
        return std::string{sentence};
    }

    // -- derivatives ----------------------------------------------------------------------------------------------
    static graph::derivation gradient(graph::formula const& f, int x) {
        return iverson::steps::gradients(f, f.output().tensor, {{x, {}}}, false);
    }
    static graph::derivation jacobian(graph::formula const& f, int x) {
        return iverson::steps::jacobian(f, f.output().tensor, {}, {x, {}}, {});
    }

    /// Whether the gradient depends on any input.
    bool differentiate(subject const& source, int x) {
        graph::derivation const d = gradient(source.written, x);
        check_derivative("gradient", source, d, x);
        if (recipe_ != nullptr && !found_ && !d.result.failed() && which_.derivatives) {
            respell(x, d);
        }
        if ((now_and_then(x, 3) || written_.equations.size() > 1) && !found_) {
            graph::derivation const whole = jacobian(source.written, x);
            check_derivative("jacobian", source, whole, x);
            if (!found_ && !whole.result.failed() && which_.derivatives) {
                check_partial(source, whole.result, x);
            }
        }
        if (now_and_then(x + 1, 6) && !found_ && d.result.nodes.size() < 250 && !d.result.failed()) {
            differentiate_again(source, d.result);
        }
        bool varies = false;
        for (auto const& [id, t] : source.settings.front().inputs) {
            varies =
                varies || (!d.result.failed() && graph::reads(d.result.nodes, d.result.output().value, id));
        }
        return varies;
    }

    /// The partial derivatives at subscripts of one's own are entries of the Jacobian.
    void check_partial(subject const& source, graph::formula const& jacobian, int x) {
        partial_at const wanted{source.written, x, seed_ / 13 + static_cast<std::uint64_t>(x)};
        graph::derivation const d = wanted.derived();
        observe(d);
        if (d.result.failed()) {
            fail("partial",
                 "refused, and the Jacobian is not: " + std::string{d.result.nodes.message().view()});
            return;
        }
        graph::formula const f = valued(d).result;
        graph::formula const whole = valued(jacobian);
        subject partial{d.result, f, {}};
        for (verify::setting const& s : source.settings) {
            try {
                if (auto const wrong = compare_partial(wanted, f, whole, s.inputs)) {
                    fail("partial", *wrong);
                }
                count("partials compared");
                partial.settings.push_back(s);
            } catch (iverson::binding_error const&) {
                count("a partial on a smaller domain than the axes that it has of y");
            }
        }
        run_loops("partial loops", partial);
    }

    /// An input has no derivatives, and what reads no past of its own none by itself; a recurrence's own are another matter
    /// (verify/held.hpp); any other tensor is as an input.
    void differentiate_by_defined(subject const& source, int z) {
        graph::formula const& f = source.written;
        int const y = f.output().tensor;
        if (f.defining(z) < 0 || (z == y && !verify::reads_itself(f, y))) {
            expect_no_derivatives_of(f, z);
            return;
        }
        if (verify::reads_itself(f, y)) {
            if (z == y) {
                expect_derivatives_by_the_past(f);
            }
            return;
        }
        for (bool const is_jacobian : {false, true}) {
            if (!is_jacobian && verify::reads_itself(f, z)) {
                continue;  // what a step does to later ones counts as well
            }
            graph::derivation const d = is_jacobian ? jacobian(f, z) : gradient(f, z);
            observe(d);
            std::string const what = is_jacobian ? "jacobian by a definition" : "gradient by a definition";
            check_refusal(is_jacobian ? "jacobian" : "gradient", source, d.result, z);
            for (verify::setting const& s : source.settings) {
                if (found_ || d.result.failed()) {
                    break;
                }
                check_by_defined(what, source.formula, z, valued(d).result, s);
            }
        }
    }
    void check_by_defined(std::string const& what, graph::formula const& f, int z,
                          graph::formula const& derived, verify::setting const& s) {
        verify::claim const c{-1, z, f.output().tensor, derived.outputs.empty(), 0};
        try {
            auto const wrong = compare_by_defined(f, z, derived, s);
            if (wrong && is_right_beside(f, z, derived, s)) {
                count("a derivative by a definition, right but at a tie");
            } else if (wrong && !at_a_kink_of_definition(f, z, c, s)) {
                fail(what, *wrong + "\nwith\n" + list_of(s.inputs, f));
            }
            count(what);
        } catch (iverson::binding_error const&) {
            count("a definition that cannot be bound as an input");
        }
    }
    static bool at_a_kink_of_definition(graph::formula const& f, int z, verify::claim const& c,
                                        verify::setting s) {
        s.inputs[z] = plain::evaluate_all(f, s.inputs).at(z);
        return at_a_kink(without_definition(f, z), c, s);
    }
    void expect_derivatives_by_the_past(graph::formula const& f) {
        int const y = f.output().tensor;
        for (graph::derivation const& d : {gradient(f, y), jacobian(f, y)}) {
            observe(d);
            if (d.result.failed() &&
                d.result.nodes.message().view().find("by itself") != std::string_view::npos) {
                fail("derivatives by the past", "they are refused");
            }
        }
    }
    void expect_no_derivatives_of(graph::formula const& f, int x) {
        for (graph::derivation const& d : {iverson::steps::gradients(f, x, {{x, {}}}, false),
                                           iverson::steps::jacobian(f, x, {}, {x, {}}, {})}) {
            observe(d);
            if (!d.result.failed()) {
                fail("derivatives by itself", "they are not refused");
            }
        }
    }

    std::vector<iverson::derive::variable> inputs_with_gradients(subject const& source) const {
        std::vector<iverson::derive::variable> result;
        for (int x = 0; x < tensors(); ++x) {
            if (is_input(source, x) && !gradient(source.written, x).result.failed()) {
                result.push_back({x, {}});
            }
        }
        return result;
    }

    /// How the output moves when all inputs move: the sum of its columns by the entries of each, times the direction.
    void move(subject const& source) {
        auto const wanted = inputs_with_gradients(source);
        if (wanted.empty()) {
            return;
        }
        int const y = source.formula.output().tensor;
        graph::derivation const written = iverson::steps::tangent(source.written, y, wanted);
        observe(written);
        if (written.result.failed()) {
            fail("tangent",
                 "refused, and the gradients are not: " + std::string{written.result.nodes.message().view()});
            return;
        }
        count("tangents");
        count_rules(written);
        freeze(written.result);
        subject moved{written.result, valued(written).result, {}};
        bool const in_fractions = verify::is_rational(source.formula) && verify::is_rational(moved.formula);
        dice draw{seed_};
        for (verify::setting const& s : source.settings) {
            verify::setting own = s;
            plain::tensors<double> directions;
            for (auto const& v : wanted) {
                plain::tensor<double>& direction = directions[v.tensor] = s.inputs.at(v.tensor);
                for (double& value : direction.values) {
                    value = static_cast<double>(draw.between(-8, 8)) / 4;
                }
                std::string_view const name = source.formula.nodes.tensor_at(v.tensor).name.view();
                own.inputs[moved.formula.find_tensor(name, graph::role::tangent)] = direction;
            }
            if (!found_) {
                in_fractions ? check_move<verify::exact>(source, s, directions, moved.formula, own.inputs)
                             : check_move<verify::precise>(source, s, directions, moved.formula, own.inputs);
            }
            moved.settings.push_back(own);
        }
        run_loops("tangent loops", moved);
    }
    template <class T>
    void check_move(subject const& source, verify::setting const& s, plain::tensors<double> const& directions,
                    graph::formula const& moved, plain::tensors<double> const& inputs) {
        int const y = source.formula.output().tensor;
        std::string const about =
            "\n" + iverson::print::text(moved.nodes, moved.output()) + "\nwith\n" + list_of(inputs, moved);
        try {
            auto const found =
                plain::evaluate_all(moved, verify::converted<T>(inputs)).at(moved.output().tensor);
            auto const at = verify::converted<T>(s.inputs);
            auto expected = plain::tensor<T>::zeros(plain::evaluate_all(source.formula, at).at(y).box());
            for (auto const& [x, direction] : directions) {
                verify::claim const jacobian{-1, x, y, true, 0};
                plain::tensor<double> const shape = plain::tensor<double>::zeros(expected.box());
                auto const slopes = verify::numeric_derivative<T>(source.formula, jacobian, at, shape);
                for (std::size_t e = 0; e < slopes.values.size(); ++e) {
                    std::size_t const entries = direction.values.size();
                    expected.values[e / entries] += slopes.values[e] * T(direction.values[e % entries]);
                }
            }
            if (found.box() != expected.box()) {
                fail("tangent", "the domain is " + verify::box_text(found.box()) + " and should be " +
                                    verify::box_text(expected.box()) + about);
                return;
            }
            auto const error = verify::worst(found, expected);
            if (error.error <= tolerance_of<T>) {
                count("tangents compared");
            } else if (std::is_same_v<T, verify::precise> && moves_at_a_kink(source.formula, directions, s)) {
                count("at a kink");
            } else if (error.found != error.found && reads_values(source.formula)) {
                count("not a number where a bracket of values fails");
            } else {
                fail("tangent", verify::text_of(error, "numbers") + about);
            }
        } catch (iverson::binding_error const& error) {
            tell("tangent", error, about);
        } catch (std::exception const& error) {
            fail("tangent", std::string{"it cannot be computed: "} + error.what() + about);
        }
    }
    static bool moves_at_a_kink(graph::formula const& f, plain::tensors<double> const& directions,
                                verify::setting const& s) {
        return std::any_of(directions.begin(), directions.end(), [&](auto const& entry) {
            return at_a_kink(f, {-1, entry.first, f.output().tensor, true, 0}, s);
        });
    }

    /// The value and all gradients at once.
    void differentiate_together(subject const& source) {
        auto const wanted = inputs_with_gradients(source);
        if (wanted.empty()) {
            return;
        }
        auto const written =
            iverson::steps::gradients(source.written, source.formula.output().tensor, wanted, true);
        observe(written);
        auto const d = valued(written);
        if (d.result.failed()) {
            fail("value and gradients",
                 "refused together, not alone: " + std::string{d.result.nodes.message().view()});
            return;
        }
        count("values and gradients");
        auto const twice = std::vector<iverson::derive::variable>(2, wanted.front());
        if (!iverson::steps::gradients(source.written, source.formula.output().tensor, twice, false)
                 .result.failed()) {
            fail("value and gradients", "one gradient is wanted twice, and not refused");
        }
        bool const in_fractions = verify::is_rational(source.formula) && verify::is_rational(d.result);
        for (int output : d.result.outputs) {
            verify::claim const c = verify::claim_of(source.formula, d.result, output);
            in_fractions ? check_numbers<verify::exact>("value and gradients", source.formula, d, c,
                                                        source.settings.back())
                         : check_numbers<verify::precise>("value and gradients", source.formula, d, c,
                                                          source.settings.back());
        }
    }

    /// The equations of a system may be written in any order.
    void reorder(subject const& source) {
        graph::formula const other = valued(built(*recipe_, {.equations_backwards = true}));
        verify::setting const& s = source.settings.back();
        if (other.failed()) {
            fail("equation order",
                 "backwards, the equations are refused: " + std::string{other.nodes.message().view()});
            return;
        }
        auto const expected = plain::evaluate(source.formula, s.inputs);
        auto const found = plain::evaluate(other, s.inputs);
        if (found.box() != expected.box() || found.values != expected.values) {
            fail("equation order",
                 "backwards, the equations have another value\n" + list_of(s.inputs, source.formula));
        }
        count("systems reordered");
    }

    /// The Jacobian of a gradient, which reads the adjoint too.
    void differentiate_again(subject const& source, graph::formula const& written) {
        graph::formula const first = valued(written);
        subject s{written, first, {}};
        verify::claim const c = verify::claim_of(source.formula, first, first.outputs.front());
        for (verify::setting setting : source.settings) {
            add_adjoint(first, c, setting);
            try {
                auto const all = strict_values(first, setting.inputs);
                auto const& value = all.at(first.output().tensor);
                setting.seed = value.rank() == 0 ? plain::tensor<double>::scalar(1) : value;
                s.settings.push_back(setting);
            } catch (undefined) {
                continue;  // the gradient has a smaller domain than the formula
            } catch (iverson::binding_error const&) {
                continue;  // a mean over nothing; check_numbers has counted it
            }
        }
        for (int x = 0; x < tensors() && !found_ && !s.settings.empty(); ++x) {
            if (is_input(s, x) && now_and_then(x, 2)) {
                check_derivative("second derivative", s, jacobian(s.written, x), x);
            }
            if (is_input(s, x) && now_and_then(x + 1, 3)) {
                check_derivative("gradient of a gradient", s, gradient(s.written, x), x);
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

    /// The tensors whose values change with x, itself included.
    static std::set<int> changed_by(graph::formula const& f, int x) {
        std::set<int> result{x};
        for (std::size_t before = 0; before != result.size();) {
            before = result.size();
            for (graph::equation const& e : f.equations) {
                if (std::any_of(result.begin(), result.end(),
                                [&](int t) { return graph::reads(f.nodes, e.value, t); })) {
                    result.insert(e.tensor);
                }
            }
        }
        return result;
    }
    /// Whether the output has no derivative by x, and the Jacobian none that is a formula: it would run through another tensor's
    /// recurrence, or hold initial values beside the step.
    static bool has_no_derivative(graph::formula const& f, int x, bool is_jacobian) {
        int const y = f.output().tensor;
        std::set<int> const changed = changed_by(f, x);
        bool refused = !changed.contains(y);
        for (graph::equation const& e : f.equations) {
            bool const between = e.tensor != y && e.tensor != x && changed.contains(e.tensor) &&
                                 changed_by(f, e.tensor).contains(y);
            bool const recurrent = between && graph::reads(f.nodes, e.value, e.tensor);
            bool const initial = e.tensor == y && &e != &f.equations[static_cast<std::size_t>(f.defining(y))];
            bool const varies = std::any_of(changed.begin(), changed.end(),
                                            [&](int t) { return graph::reads(f.nodes, e.value, t); });
            refused = refused || (is_jacobian && (recurrent || (initial && varies)));
        }
        return refused;
    }
    static bool speaks_of_dependence(std::string_view sentence) {
        return sentence.find("not depend") != std::string_view::npos ||
               sentence.find("runs through the recurrence") != std::string_view::npos ||
               sentence.find("in an initial value") != std::string_view::npos;
    }
    /// What is refused for its dependences has no derivative, and what has none is refused.
    void check_refusal(std::string const& what, subject const& source, graph::formula const& derived, int x) {
        bool const is_gradient = what.starts_with("gradient");
        bool const expected = has_no_derivative(source.written, x, !is_gradient);
        bool const refused = derived.failed();
        if (expected && !refused) {
            fail(what, "it has none, and is derived: " + iverson::print::text(derived));
        } else if (!expected && refused && speaks_of_dependence(derived.nodes.message().view())) {
            fail(what, "it is refused: " + std::string{derived.nodes.message().view()});
        }
    }

    void check_derivative(std::string const& what, subject const& source, graph::derivation const& derived_as,
                          int x) {
        observe(derived_as);
        check_refusal(what, source, derived_as.result, x);
        if (derived_as.result.failed()) {
            count(what + " refused: " + kind_of(derived_as.result.nodes.message().view()));
            return;
        }
        count(what + "s");
        if (what == "gradient" && source.written.nodes.tensor_at(source.written.output().tensor).rank == 0) {
            expect_no_adjoint(derived_as.result);
        }
        count_rules(derived_as);
        if (which_.derivatives) {
            freeze(derived_as.result);
            simplify_again(what, derived_as.result);
        }
        graph::derivation const d = valued(derived_as);
        graph::formula const& f = d.result;
        verify::claim const c = verify::claim_of(source.formula, f, f.outputs.front());
        bool const in_fractions = verify::is_rational(source.formula) && verify::is_rational(f);
        std::string const where = what + " by " + verify::name_of(source.formula, x);
        subject derived{derived_as.result, f, {}};
        for (verify::setting s : source.settings) {
            if (!found_ && which_.derivatives) {
                in_fractions ? check_numbers<verify::exact>(where, source.formula, d, c, s)
                             : check_numbers<verify::precise>(where, source.formula, d, c, s);
            }
            add_adjoint(f, c, s);
            derived.settings.push_back(s);
        }
        run_loops(what + " loops", derived);
    }
    /// The gradient of a scalar equation takes no adjoint: it is 1.
    void expect_no_adjoint(graph::formula const& derived) {
        for (int id = 0; id < static_cast<int>(derived.nodes.tensors.size()); ++id) {
            bool const is_adjoint = derived.nodes.tensor_at(id).kind == graph::role::adjoint;
            if (is_adjoint && derived.defining(id) < 0 &&
                graph::reads(derived.nodes, derived.output().value, id)) {
                fail("gradient", "it reads an adjoint: " + iverson::print::text(derived));
            }
        }
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
    void check_numbers(std::string const& what, graph::formula const& source, graph::derivation const& d,
                       verify::claim const& c, verify::setting const& s) {
        std::string const about = "\n" + iverson::print::text(d.result.nodes, d.result.output()) +
                                  "\nwith\n" + list_of(s.inputs, source) +
                                  list_of({{c.function, s.seed}}, source);
        try {
            plain::tensor<T> const found = verify::claimed_value<T>(source, d.result, c, s);
            plain::tensor<T> const expected =
                c.variable < 0 ? plain::evaluate_all(source, verify::converted<T>(s.inputs)).at(c.function)
                : c.is_jacobian && verify::reads_itself(source, c.function)
                    ? verify::held_jacobian<T>(source, c, s)
                    : verify::numeric_derivative<T>(source, c, verify::converted<T>(s.inputs), s.seed);
            if (found.box() != expected.box()) {
                fail(what, "the domain is " + verify::box_text(found.box()) + " and should be " +
                               verify::box_text(expected.box()) + about);
                return;
            }
            auto const error = verify::worst(found, expected);
            if (!(error.error <= tolerance_of<T>)) {
                if (std::is_same_v<T, verify::precise> && at_a_kink(source, c, s)) {
                    count("at a kink");
                    return;
                }
                if (error.found != error.found && reads_values(source)) {
                    // [u < v] = 0 kills an undefined factor of its product, not one that was taken out of a sum of such products.
                    count("not a number where a bracket of values fails");
                    return;
                }
                fail(what, verify::text_of(error, "numbers") + about);
                return;
            }
            count(std::is_same_v<T, verify::exact> ? "compared exactly" : "compared in fifty digits");
            if (!expected.values.empty()) {
                count("compared with entries");
            }
            check_lines<T>(what, source, d, c, s, found, about);
        } catch (iverson::binding_error const& error) {
            tell(what, error, about);
        } catch (std::overflow_error const&) {  // of fractions: 1/0
            fail(what, "it divides by zero" + about);
        } catch (std::exception const& error) {
            fail(what, std::string{"it cannot be computed: "} + error.what() + about);
        }
    }

    /// A binding that the derivative refuses, and the formula does not.
    void tell(std::string const& what, iverson::binding_error const& error, std::string const& about) {
        if (std::string_view{error.what()}.starts_with("mean over")) {
            // 1 / n was taken out of a sum over nothing, which said that the mean is not asked for.
            count("a mean over nothing, refused in the derivative alone");
            return;
        }
        if (std::string_view{error.what()}.find("and its equations give") != std::string_view::npos) {
            count(
                "a support that the plain meaning cannot tell exactly");  // intervals, of coupled subscripts
            return;
        }
        fail(what, std::string{"it cannot be bound: "} + error.what() + about);
    }

    /// Differences tell nothing where those to the left and to the right disagree.
    static bool at_a_kink(graph::formula const& source, verify::claim const& c, verify::setting const& s) {
        using number = verify::precise;
        number const step = ldexp(number(1), -53);
        auto const inputs = verify::converted<number>(s.inputs);
        auto const moved = [&](std::size_t entry, number const& by) {
            auto varied = inputs;
            varied.at(c.variable).values[entry] += by;
            return plain::evaluate_all(source, std::move(varied)).at(c.function);
        };
        for (std::size_t k = 0; k < inputs.at(c.variable).values.size(); ++k) {
            auto const below = moved(k, -step), here = moved(k, 0), above = moved(k, step);
            for (std::size_t i = 0; i < here.values.size(); ++i) {
                number const bend = (above.values[i] - 2 * here.values[i] + below.values[i]) / step;
                if (!(abs(bend) < 1e-8)) {
                    return true;
                }
            }
        }
        return false;
    }

    static bool reads_values(graph::formula const& f) {
        return std::any_of(f.equations.begin(), f.equations.end(), [&](graph::equation const& e) {
            return graph::any_node(f.nodes, e.value,
                                   [&](int n) { return f.nodes.is(n, graph::op::compare); });
        });
    }
    template <class T>
    static bool has_no_value(plain::tensor<T> const& t) {
        return std::any_of(t.values.begin(), t.values.end(), [](T const& v) { return plain::is_nan(v); });
    }

    /// Every line that holds no derivative any more has the value of the last one.
    template <class T>
    void check_lines(std::string const& what, graph::formula const& source, graph::derivation const& d,
                     verify::claim const& c, verify::setting const& s, plain::tensor<T> const& expected,
                     std::string const& about) {
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
                if (has_no_value(value)) {
                    // A bracket of values that fails stands in the terms of a sum: it comes first in the last line.
                    count("a line without a value");
                    continue;
                }
                if (value.box() != expected.box() ||
                    !(verify::worst(value, expected).error <= tolerance_of<T>)) {
                    fail(what, "a line has another value than the last one: " +
                                   iverson::print::text(f.nodes, line.node) + about);
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
        if (graph::words_of(gradient(built(*recipe_), x).result) != graph::words_of(d.result)) {
            fail("determinism", "derived twice, the gradient is not the same");
        }
        if (nameless_words(gradient(built(*recipe_, {.one_name = true}), x).result) !=
            nameless_words(d.result)) {
            fail("names", "with one name for all indices the gradient is another one");
        }
        int const count = tensors();
        auto const other = gradient(built(*recipe_, {.tensors_backwards = true}), count - 1 - x);
        std::string const expected = iverson::print::text(d.result.nodes, d.result.output());
        std::string const found = other.result.failed()
                                      ? "nothing: " + std::string{other.result.nodes.message().view()}
                                      : iverson::print::text(other.result.nodes, other.result.output());
        if (found != expected) {
            fail("order", "with the tensors declared backwards the gradient is\n" + found + "\ninstead of\n" +
                              expected);
        }
    }

    // -- loops ----------------------------------------------------------------------------------------------------
    static iverson::loops::plan plan_of(graph::formula const& f, plain::tensors<double> const& inputs) {
        std::vector<iverson::loops::argument> bound;
        for (auto const& [id, t] : inputs) {
            bound.push_back({id, true});
        }
        return iverson::loops::make_plan(f, bound);
    }
    static std::vector<iverson::loops::dense<double>> arguments_of(plain::tensors<double> const& inputs) {
        std::vector<iverson::loops::dense<double>> result;
        for (auto const& [id, t] : inputs) {
            result.push_back({t.lower, t.extents, t.values, true});
        }
        return result;
    }
    /// Whether the plain meaning refuses to compute the output and what it needs.
    static bool refuses_output(graph::formula const& f, plain::tensors<double> const& inputs) {
        try {
            plain::evaluate<double>(f, inputs);
            return false;
        } catch (iverson::binding_error const&) {
            return true;
        }
    }
    /// What the plain meaning refuses at binding, the loops refuse.
    void refuse_in_loops(graph::formula const& f, refused_binding const& r) {
        if (found_ || !which_.loops) {
            return;
        }
        iverson::loops::plan const p = plan_of(f, r.inputs);
        if (p.failed()) {
            return;
        }
        try {
            iverson::loops::interpreter<double>{p}(arguments_of(r.inputs));
            if (r.sentence.find("and the right side does not end") != std::string::npos) {
                count(
                    "checked by the loops alone");  // the plain meaning enumerates, and cannot make this check
                return;
            }
            if (!refuses_output(f, r.inputs)) {
                count("refused for what the output does not need");
                return;
            }
            fail("loops binding",
                 "the loops run, and should say: " + r.sentence + "\nwith\n" + list_of(r.inputs, f));
        } catch (iverson::binding_error const& error) {
            count(error.what() == r.sentence ? "bindings refused in the same words"
                                             : "bindings refused in other words");
        }
    }

    void count_operations(iverson::loops::plan const& p, plain::tensors<double> const& inputs) {
        if (which_.observed == nullptr) {
            return;
        }
        std::vector<std::vector<iverson::loops::bound_axis>> axes;
        for (auto const& [id, t] : inputs) {
            axes.emplace_back();
            for (std::size_t d = 0; d < t.extents.size(); ++d) {
                axes.back().push_back({t.extents[d], t.lower[d], true});
            }
        }
        which_.observed->operations += iverson::loops::count_operations(p, axes).operations;
    }

    /// A plan cuts the support into pieces, which can be very many where sums over Z are nested.
    static constexpr int plan_limit = 1500;

    /// Whether the plain meaning in double precision is itself as far from its values in high precision, or nearly so: acos(-w/w)
    /// is rounded to the root of the precision.
    static bool is_ill_conditioned(graph::formula const& f, verify::setting const& setting,
                                   plain::tensor<double> const& values, double error) {
        auto const precise =
            plain::evaluate<verify::precise>(f, verify::converted<verify::precise>(setting.inputs));
        plain::tensor<double> rounded{precise.lower, precise.extents, {}};
        for (verify::precise const& v : precise.values) {
            rounded.values.push_back(static_cast<double>(v));
        }
        return rounded.box() == values.box() && verify::worst(values, rounded).error >= error / 10;
    }

    /// The interpreted plan has the value of the plain meaning.
    void run_loops(std::string const& what, subject const& s) {
        namespace loops = iverson::loops;
        if (found_ || s.settings.empty() || !which_.loops) {
            return;
        }
        if (s.formula.nodes.size() > plan_limit) {
            count("too large for a plan");
            return;
        }
        loops::plan const p = plan_of(s.formula, s.settings.front().inputs);
        if (p.failed()) {
            count(what + " refused: " + std::string{p.message.view()}.substr(0, 60));
            return;
        }
        for (verify::setting const& setting : s.settings) {
            count_operations(p, setting.inputs);
            std::string const about = "\n" + iverson::print::text(s.formula.nodes, s.formula.output()) +
                                      "\nwith\n" + list_of(setting.inputs, s.formula);
            try {
                auto const result = loops::interpreter<double>{p}(arguments_of(setting.inputs)).front();
                plain::tensor<double> const found{result.lower, result.extents, result.values};
                auto const expected = plain::evaluate<double>(s.formula, setting.inputs);
                if (found.box() != expected.box()) {
                    fail(what, "the domain is " + verify::box_text(found.box()) + " and should be " +
                                   verify::box_text(expected.box()) + about);
                } else if (auto const error = verify::worst(found, expected); !(error.error <= 1e-10)) {
                    if (is_ill_conditioned(s.formula, setting, expected, error.error)) {
                        count("ill-conditioned, in the loops");
                    } else {
                        fail(what, verify::text_of(error, "the plain meaning") + about);
                    }
                } else {
                    count(what + " compared");
                }
            } catch (iverson::binding_error const& error) {
                if (refuses_output(s.formula, setting.inputs)) {
                    count(what + " refused by both sides");
                    continue;
                }
                std::string_view const sentence{error.what()};
                if (sentence.ends_with("has an empty range, where it has no value")) {
                    count("an extreme or mean over nothing, refused by the loops alone");
                } else if (sentence.find("and its equations give") != std::string_view::npos) {
                    count("a support that the plain meaning cannot tell exactly, in the loops");
                } else {
                    fail(what, "refused by one side alone: " + std::string{sentence} + about);
                }
            } catch (std::exception const& error) {
                fail(what, std::string{"they cannot run: "} + error.what() + about);
            }
        }
    }

    graph::formula written_;
    recipe const* recipe_ = nullptr;
    std::uint64_t seed_;
    stages which_;
    histogram& seen_;
    std::optional<failure> found_;
};

}  // namespace random_formulas
