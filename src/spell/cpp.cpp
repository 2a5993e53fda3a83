// SPDX-License-Identifier: BSL-1.0
//
// From text to the tree of its reader, and from the tree to C++: text and C++ have the same forms, so that each form of the
// tree is one line here.
#include "cpp.hpp"
#include "tree.hpp"

#include "../text/writer.hpp"

#include <iverson/emit/identifiers.hpp>
#include <iverson/latex/spelling.hpp>
#include <iverson/text/text.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace iverson::spell {

namespace {

using syntax::form;
using syntax::item;

/// How tightly what was written binds.
enum class strength : std::uint8_t { sum, product, unary, atom };

struct piece {
    std::string text;
    strength binds = strength::atom;
};

/// Whether C++ reads the decimal as this number: a double's digits, and a power of ten that a double holds.
bool is_exact_in_cpp(graph::rational v) {
    int const places = print::decimal_places(v);
    if (places < 0 || places > 15) {
        return false;
    }
    double digits = static_cast<double>(v.num()) / static_cast<double>(v.den());
    for (int i = 0; i < places; ++i) {
        digits *= 10;
    }
    return v.is_integer() || std::abs(digits) < 1e15;
}

std::string enclosed(piece const& p, strength least) { return p.binds < least ? "(" + p.text + ")" : p.text; }

class cpp_writer {
  public:
    explicit cpp_writer(syntax::document const& d, std::set<std::string> const& extents)
        : d_{d}, extents_{extents} {
        for (std::string const& name : syntax::function_names()) {
            names_.take(name);
        }
        for (char const* const name :
             {"formula", "formulas", "iverson", "idx",  "integer", "tensor",  "scalar",  "extent",
              "unknown", "system",   "bracket", "next", "rate",    "adjoint", "tangent", "state",
              "sum",     "prod",     "max",     "min",  "mean",    "pow"}) {
            names_.take(name);
        }
    }

    std::string run() {
        std::string body;
        for (syntax::written_equation const& e : d_.equations) {
            body += (body.empty() ? "" : ",\n    ") + equation(e);
        }
        bool const several = d_.equations.size() > 1;
        std::string const value = several ? "system(\n    " + body + ")" : "(" + body + ")";
        return "#include <iverson/iverson.hpp>\n\nnamespace formulas {\n\nusing namespace iverson;\n\n" +
               declarations_ + "\nconstexpr auto formula = " + value + ";\n\n}  // namespace formulas\n";
    }

  private:
    // -- names: each has a declaration where it is first met
    std::string declared(std::string const& kind, std::string const& name) {
        std::string const key = kind + "<\"" + name + "\">";
        if (auto const found = known_.find(key); found != known_.end()) {
            return found->second;
        }
        std::string const result = names_.claim(name);
        declarations_ += "constexpr auto " + result + " = iverson::" + key + ";\n";
        return known_[key] = result;
    }
    std::string tensor(syntax::tensor_name const& t, bool scalar) {
        auto const of = [&](std::string const& word) { return word + "(" + tensor(t.of[0], scalar) + ")"; };
        switch (t.kind) {
            case graph::role::plain: return declared(scalar ? "scalar" : "tensor", t.name);
            case graph::role::next: return of("next");
            case graph::role::rate: return of("rate");
            case graph::role::tangent: return of("tangent");
            case graph::role::adjoint:
                if (t.of.size() == 1) {
                    return of("adjoint");
                }
                break;
            case graph::role::state: return of("state<" + std::to_string(t.time) + ">");
            default: break;
        }
        refuse(syntax::spelled(t));
    }
    std::string index(syntax::binder const& b) {
        return declared(b.over_integers ? "integer" : "idx", b.name);
    }
    std::string bound(syntax::binder const& b) {
        std::string const name = index(b);
        std::string const range =
            b.lower < 0 ? "" : ".in(" + in_subscript(b.lower) + ", " + in_subscript(b.upper) + ")";
        scope_.emplace_back(b.name, name);
        return name + range;
    }
    /// The index or extent of that name; empty if it is none.
    std::string symbol(std::string const& name) {
        for (std::size_t i = scope_.size(); i-- > 0;) {
            if (scope_[i].first == name) {
                return scope_[i].second;
            }
        }
        return extents_.contains(name) ? declared("extent", name) : "";
    }

    // -- equations
    std::string equation(syntax::written_equation const& e) {
        scope_.clear();
        if (e.condition >= 0) {
            refuse("a condition on the left side");
        }
        std::string left;
        for (syntax::left_subscript const& s : e.subscripts) {
            left += (left.empty() ? "" : ", ") + (s.binds ? bound(s.index) : in_subscript(s.position));
        }
        bool const scalar = e.subscripts.empty();
        std::string const name = tensor(e.left, scalar);
        return name + (scalar ? "" : "(" + left + ")") + " = " + value(e.value).text;
    }

    // -- values
    piece value(int id) { return of(id, is_constant(id) && d_[id].what != form::number); }
    /// Made of numbers alone: C++ would compute it with its own integers and doubles, so that it is written in fractions.
    bool is_constant(int id) const {
        item const& i = d_[id];
        bool constant = i.what == form::number || i.what == form::add || i.what == form::multiply ||
                        i.what == form::negate;
        for (int const part : i.parts) {
            constant = constant && is_constant(part);
        }
        return constant;
    }

    piece of(int id, bool fractions) {
        item const& i = d_[id];
        switch (i.what) {
            case form::number: return number(i.value, fractions);
            case form::access: return access(i);
            case form::call: return call(i);
            case form::reduce: return reduce(i);
            case form::bracket: return {"bracket(" + conditions(i) + ")"};
            case form::add: return chain(i, strength::sum, fractions);
            case form::multiply: return chain(i, strength::product, fractions);
            case form::power:
                require_names(i);
                return {"pow(" + value(i.parts[0]).text + ", " + value(i.parts[1]).text + ")"};
            case form::negate:
                return {"-" + enclosed(of(i.parts[0], fractions), strength::atom), strength::unary};
            case form::chosen: refuse("argmax and argmin");
            case form::partial: refuse("a derivative that is not taken");
        }
        return {};
    }
    piece number(graph::rational v, bool fractions) {
        if (!fractions && is_exact_in_cpp(v)) {
            return {
                print::written(v, [](std::string const& n, std::string const& d) { return n + "/" + d; })};
        }
        std::string const over = v.is_integer() ? "" : " / " + std::to_string(v.den());
        return {std::to_string(v.num()) + "_r" + over, over.empty() ? strength::atom : strength::product};
    }
    piece chain(item const& i, strength binds, bool fractions) {
        // Of a chain that starts with numbers alone, these are computed first.
        bool const constants =
            i.parts.size() > 1 && is_constant(i.parts[0]) && is_constant(i.parts[1]) && !is_subscript_part_;
        std::string result;
        for (std::size_t p = 0; p < i.parts.size(); ++p) {
            bool const is_integer = d_[i.parts[p]].what == form::number && d_[i.parts[p]].value.is_integer();
            bool const in_fractions =
                fractions || (constants && is_constant(i.parts[p]) && (p == 0 || !is_integer));
            piece const part =
                in_fractions || is_subscript_part_ ? of(i.parts[p], in_fractions) : value(i.parts[p]);
            char const sign = i.signs[p];
            if (is_subscript_part_ && (sign == '/' || sign == '%') && is_constant(i.parts[0])) {
                refuse("a division of numbers alone in a subscript");
            }
            if (p == 0) {
                result = (sign == '-' ? "-" : "") + enclosed(part, sign == '-' ? strength::atom : binds);
            } else {
                auto const least = static_cast<strength>(static_cast<int>(binds) + 1);
                result += std::string{" "} + sign + " " + enclosed(part, least);
            }
        }
        return {result, binds};
    }
    piece access(item const& i) {
        if (i.parts.empty()) {
            if (is_constant_function(i)) {
                return {i.tensor.name};
            }
            bool const plain = i.tensor.kind == graph::role::plain;
            if (std::string const known = plain ? symbol(i.tensor.name) : ""; !known.empty()) {
                return {is_subscript_part_ ? known : number_of(known)};
            }
            return {tensor(i.tensor, true)};
        }
        std::string subscripts;
        for (int const part : i.parts) {
            subscripts += (subscripts.empty() ? "" : ", ") + in_subscript(part);
        }
        return {tensor(i.tensor, false) + "(" + subscripts + ")"};
    }
    /// An extent as a value: a sum of ones, as the readers have it.
    std::string number_of(std::string const& extent) {
        return "sum(" + declared("idx", "q") + ".in(1, " + extent + "), 1)";
    }
    /// pi: a function of the table without arguments; no tensor without axes may have its name.
    static bool is_constant_function(item const& i) {
        auto const names = syntax::function_names();
        return i.tensor.kind == graph::role::plain &&
               std::find(names.begin(), names.end(), i.tensor.name) != names.end();
    }
    std::string in_subscript(int id) {
        bool const outside = std::exchange(is_subscript_part_, true);
        std::string result = of(id, false).text;  // numbers are C++'s integers there
        is_subscript_part_ = outside;
        return result;
    }
    /// sqrt(2) would be that of <cmath>, and its digits no exact number.
    void require_names(item const& i) const {
        if (std::all_of(i.parts.begin(), i.parts.end(), [&](int part) { return is_constant(part); })) {
            refuse("a function of numbers alone, such as sqrt(2)");
        }
    }
    piece call(item const& i) {
        if (i.primes > 0 || !i.by.empty()) {
            refuse("the derivative of an unknown function");
        }
        require_names(i);
        std::string arguments;
        for (int const part : i.parts) {
            arguments += (arguments.empty() ? "" : ", ") + value(part).text;
        }
        return {function(i.name) + "(" + arguments + ")"};
    }
    std::string function(std::string const& name) {
        for (syntax::written_function const& f : d_.functions) {
            if (f.name == name) {
                return declared("unknown", name);
            }
        }
        return name;
    }
    piece reduce(item const& i) {
        static constexpr char const* words[] = {"sum", "prod", "max", "min", "mean"};
        std::size_t const outside = scope_.size();
        std::string heads;
        for (syntax::binder const& b : i.binders) {
            heads += bound(b) + ", ";
        }
        if (i.condition >= 0) {
            refuse("a condition behind the bar of a " + std::string{words[static_cast<int>(i.operation)]});
        }
        std::string const body = value(i.parts[0]).text;
        scope_.resize(outside);
        return {std::string{words[static_cast<int>(i.operation)]} + "(" + heads + body + ")"};
    }
    std::string conditions(item const& i) {
        static constexpr char const* signs[] = {" == ", " != ", " < ", " <= ", " > ", " >= "};
        std::string result;
        for (syntax::comparison const& c : i.comparisons) {
            if (is_constant(c.left) && is_constant(c.right)) {
                refuse("a bracket of numbers alone");
            }
            result += (result.empty() ? "" : " && ") + side(c.left, c.right) +
                      signs[static_cast<int>(c.kind)] + side(c.right, c.left);
        }
        return result;
    }
    /// A position if it is made of indices, extents and integers; of numbers alone, if the other side is one: else 1/2 is a half.
    std::string side(int id, int other) {
        int const decides = is_constant(id) ? other : id;
        return is_position(id) && is_position(decides) ? in_subscript(id) : value(id).text;
    }
    bool is_position(int id) {
        item const& i = d_[id];
        if (i.what == form::number) {
            return i.value.is_integer();
        }
        if (i.what == form::access) {
            return i.parts.empty() && i.tensor.kind == graph::role::plain && !symbol(i.tensor.name).empty();
        }
        bool result = i.what == form::add || i.what == form::multiply || i.what == form::negate;
        for (int const part : i.parts) {
            result = result && is_position(part);
        }
        return result;
    }

    syntax::document const& d_;
    std::set<std::string> const& extents_;
    emit::names names_;
    std::map<std::string, std::string> known_;
    std::string declarations_;
    std::vector<std::pair<std::string, std::string>> scope_;
    bool is_subscript_part_ = false;
};

}  // namespace

std::string cpp(graph::formula const& f, std::string_view text) {
    std::optional<syntax::document> d;
    if (!text.empty()) {
        d = tree_for_cpp(f, text);
    }
    if (!d) {
        d = tree_for_cpp(f, to_text(f));
    }
    if (!d) {  // with all ranges written, which may tell what the declarations do
        d = tree_for_cpp(f, text_writer::writer{f, text_writer::detail::all}.run());
    }
    if (!d) {
        refuse("its declarations or conditions: give indices ranges instead, as in sum(i in 0..N-1, ...)");
    }
    std::set<std::string> const extents = syntax::tell_kinds(*d);
    return cpp_writer{*d, extents}.run();
}

}  // namespace iverson::spell
