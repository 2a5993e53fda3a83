// SPDX-License-Identifier: BSL-1.0
//
// What the engine derives, for lines that no single rewriting mends.
#include "derived.hpp"

#include "reached.hpp"
#include "write.hpp"

#include <iverson/latex/latex.hpp>
#include <iverson/steps/derive.hpp>

#include <algorithm>
#include <regex>
#include <set>

namespace iverson::check {

namespace {

/// What is derived by what: names of tensors, and the subscripts below.
struct derivative {
    std::string of;
    std::string by;
    std::vector<int> above;  ///< items; empty for a gradient
    std::vector<int> below;
    bool is_gradient = false;
};

class derivation_of_left {
  public:
    derivation_of_left(document const& d, scope const& s) : d_{d}, s_{s} {}

    std::string run(int left) {
        auto const found = derived(left);
        if (!found) {
            return {};
        }
        graph::chain const& c = found->chains.back();
        graph::equation const& e = found->result.equations.back();
        print::shown const what[] = {{{}, {c.left, e.value}}};
        return in_words_of_page(
            print::latex_page{found->result.nodes, what, found->result.equations}(e.value));
    }

    std::optional<graph::derivation> derived(int left) {
        auto const wanted = derivative_in(left);
        if (!wanted) {
            return std::nullopt;
        }
        graph::formula f = syntax::lowered(equations());
        int const of = f.find_tensor(wanted->of);
        int const by = f.find_tensor(wanted->by);
        if (f.failed() || of < 0 || by < 0) {
            return std::nullopt;
        }
        graph::derivation const found =
            wanted->is_gradient ? steps::gradients(f, of, {{by, names(wanted->below)}}, false)
                                : steps::jacobian(f, of, names(wanted->above), {by, names(wanted->below)},
                                                  shifted(f, of, *wanted));
        bool const failed = found.result.failed() || found.chains.empty();
        return failed ? std::nullopt : std::optional{found};
    }

    /// The definitions, and an equation that gives the value a name.
    graph::formula stated(int value, std::vector<std::string> const& indices) {
        document all = equations();
        for (item& i : all.items) {  // an unspecified scalar has no name
            bool const gradient = i.what == form::access && i.tensor.kind == graph::role::adjoint &&
                                  i.tensor.of.size() > 1 &&
                                  s_.find(syntax::spelled(i.tensor.of[1]) + "/0") == nullptr;
            if (gradient) {
                i.tensor.of.resize(1);
            }
        }
        syntax::written_equation e;
        e.left.name = derivand_name;
        e.value = value;
        for (std::string const& name : indices) {
            syntax::left_subscript sub;
            sub.binds = true;
            sub.index.name = name;
            e.subscripts.push_back(sub);
        }
        all.equations.push_back(e);
        syntax::tensor_name result;
        result.name = derivand_name;
        all.outputs = {{result, {}}};
        return syntax::lowered(std::move(all));
    }

  private:
    std::optional<derivative> derivative_in(int left) {
        item const& i = d_[left];
        if (i.what == form::access && i.tensor.kind == graph::role::adjoint) {
            std::string const scalar = i.tensor.of.size() > 1 ? i.tensor.of[1].name : "E";
            std::string const by = i.tensor.of.front().name;
            if (s_.find(scalar + "/0") != nullptr) {
                return derivative{scalar, by, {}, i.parts, true};
            }
            scalar_ = scalar;
            return unspecified(by, base_key(i), i.parts);
        }
        if (i.what != form::partial || d_[i.parts[1]].what != form::access) {
            return std::nullopt;
        }
        item const& above = d_[i.parts[0]];
        item const& below = d_[i.parts[1]];
        bool const entry = above.what == form::access && above.tensor.kind == graph::role::plain &&
                           s_.find(key_of(above)) != nullptr;
        if (entry) {
            return derivative{above.tensor.name, below.tensor.name, above.parts, below.parts, false};
        }
        derivand_ = i.parts[0];
        return derivative{derivand_name, below.tensor.name, {}, below.parts, false};
    }
    /// dE/dx of an unspecified E runs through the one tensor that reads x.
    std::optional<derivative> unspecified(std::string const& by, std::string const& key,
                                          std::vector<int> const& below) const {
        definition const* only = nullptr;
        for (definition const& e : s_.definitions) {
            if (reads(d_, e.value, key)) {
                if (only != nullptr) {
                    return std::nullopt;
                }
                only = &e;
            }
        }
        return only == nullptr ? std::nullopt
                               : std::optional{derivative{name_in(only->key), by, {}, below, true}};
    }

    /// The engine calls an unspecified scalar E, prints an extent as a sum of ones, and spells a hat.
    std::string in_words_of_page(std::string text) const {
        static std::regex const ones_from_1{R"(\\sum_\{\w+=1\}\^\{?(\w+)\}? 1(?![0-9.]))"};
        static std::regex const ones_from_0{R"(\\sum_\{\w+=0\}\^\{(\w+)-1\} 1(?![0-9.]))"};
        static std::regex const accent{R"(\\mathrm\{(\w)\\_(hat|bar|tilde)\})"};
        text = std::regex_replace(text, ones_from_1, "$1");
        text = std::regex_replace(text, ones_from_0, "$1");
        text = std::regex_replace(text, accent, "\\$2{$1}");
        if (scalar_ != "E") {
            static std::regex const unspecified{R"(\\partial E\})"};
            text = std::regex_replace(text, unspecified, "\\partial " + spelled_name(scalar_) + "}");
        }
        return text;
    }

    document equations() const {
        document result = d_;
        axes_reached{s_}.declare(result);
        for (definition const& e : s_.definitions) {
            if (!e.is_transition) {
                result.equations.push_back(equation_of(e));
            }
        }
        if (derivand_ >= 0) {
            syntax::written_equation e;
            e.left.name = derivand_name;
            e.value = derivand_;
            result.equations.push_back(e);
        }
        return result;
    }
    syntax::written_equation equation_of(definition const& e) const {
        syntax::written_equation result;
        result.left.name = name_in(e.key);
        result.value = e.value;
        for (std::size_t a = 0; a < e.positions.size(); ++a) {
            syntax::left_subscript sub;
            sub.binds = !e.indices[a].empty();
            sub.position = e.positions[a];
            sub.index.name = e.indices[a];
            for (syntax::binder const& b : e.notes) {
                sub.index = b.name == sub.index.name ? b : sub.index;
            }
            result.subscripts.push_back(sub);
        }
        return result;
    }

    /// The indices by which the chain calls the axes; none unless all of them are bare.
    std::vector<graph::text> names(std::vector<int> const& subscripts) const {
        std::vector<graph::text> result;
        for (int part : subscripts) {
            item const& i = d_[part];
            if (i.what != form::access || !i.parts.empty()) {
                return {};
            }
            result.emplace_back(i.tensor.name);
        }
        return result;
    }

    /// x_j^{t-1} below: the positions in the symbols of the equation above.
    std::vector<graph::affine> shifted(graph::formula& f, int of, derivative const& wanted) const {
        if (!names(wanted.below).empty() || wanted.below.empty()) {
            return {};
        }
        graph::equation const e = f.equations[static_cast<std::size_t>(f.defining(of))];
        auto const symbol_of = [&](std::string const& name) {
            for (std::size_t a = 0; a < wanted.above.size(); ++a) {
                if (d_[wanted.above[a]].tensor.name == name) {
                    return f.nodes.affine_at(e.positions[a]).bare_symbol();
                }
            }
            return f.nodes.new_symbol(name, graph::symbol_kind::ranged);
        };
        std::vector<graph::affine> result;
        for (int part : wanted.below) {
            item const& i = d_[part];
            bool const moved = i.what == form::add && i.parts.size() == 2 &&
                               d_[i.parts[1]].what == form::number && d_[i.parts[0]].what == form::access;
            if (moved) {
                std::int64_t const by_steps = d_[i.parts[1]].value.num() * (i.signs[1] == '-' ? -1 : 1);
                result.push_back(graph::affine::symbol(symbol_of(d_[i.parts[0]].tensor.name)) +
                                 graph::affine{by_steps});
            } else {
                result.push_back(graph::affine::symbol(symbol_of(i.tensor.name)));
            }
        }
        return result;
    }

    static constexpr char const* derivand_name = "derivand";
    document const& d_;
    scope const& s_;
    int derivand_ = -1;
    std::string scalar_ = "E";
};

}  // namespace

std::string derived_line(document const& d, scope const& s, int left) {
    try {
        return derivation_of_left{d, s}.run(left);
    } catch (syntax::failure const&) {
        return {};  // the definitions have a meaning only together with what is said around them
    }
}

std::optional<graph::formula> derived_formula(document const& d, scope const& s, int left) {
    auto const found = derivation_of_left{d, s}.derived(left);
    return found ? std::optional{found->result} : std::nullopt;
}

graph::formula formula_of(document const& d, scope const& s, int value,
                          std::vector<std::string> const& indices) {
    return derivation_of_left{d, s}.stated(value, indices);
}

}  // namespace iverson::check
