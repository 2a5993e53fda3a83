// SPDX-License-Identifier: BSL-1.0
//
// Binders and ranges, equations, declarations: what of them a reader infers is left out.
#include "writer.hpp"

#include <iverson/graph/rewrite.hpp>
#include <iverson/graph/unknown.hpp>
#include <iverson/latex/ranges.hpp>
#include <iverson/latex/spelling.hpp>
#include <iverson/text/text.hpp>

#include <algorithm>
#include <stdexcept>

namespace iverson::text_writer {

writer::writer(graph::formula const& f, detail how) : f_{f}, g_{f.nodes}, how_{how} {
    for (graph::tensor const& t : g_.tensors) {
        taken_.insert(std::string{t.name.view()});
    }
    for (graph::function_record const& r : g_.functions) {
        taken_.insert(std::string{r.name});
    }
    for (char const* word :
         {"in",       "sum",    "prod",    "max",     "min",   "mean",     "argmax", "argmin",
          "function", "output", "and",     "at",      "Z",     "axes",     "_",      "d",
          "next",     "rate",   "tangent", "adjoint", "total", "jacobian", "pi"}) {
        if (std::string_view{word} != "d") {
            taken_.insert(word);
        }
    }
}

// -- what a range says ----------------------------------------------------------------------------------------------------
/// "lo..hi", taking the two guards that say it; empty if no two do without the indices that are unknown there.
std::string writer::interval(int symbol, std::vector<int>& guards, std::span<int const> unknown,
                             bool written) {
    int lower = -1;
    int upper = -1;
    for (int guard : guards) {
        print::bound const b = print::bound_of(g_.condition_at(guard), symbol);
        bool const known =
            std::none_of(unknown.begin(), unknown.end(), [&](int other) { return b.value.mentions(other); });
        if (b.index >= 0 && known) {
            int& side = b.lower ? lower : upper;
            side = side < 0 ? guard : side;
        }
    }
    if (!written || lower < 0 || upper < 0) {
        return {};
    }
    std::string const text = affine(print::bound_of(g_.condition_at(lower), symbol).value) + ".." +
                             affine(print::bound_of(g_.condition_at(upper), symbol).value);
    std::erase(guards, lower);
    std::erase(guards, upper);
    return text;
}

/// Whether a reader infers the guard from the accesses: it bounds an index whose range was not written.
bool writer::is_told(int symbol, int guard) const {
    auto const& s = g_.symbol_at(symbol);
    auto const& c = g_.condition_at(guard);
    return s.kind == graph::symbol_kind::ranged && !s.written && c.kind == graph::relation::nonnegative &&
           print::only_index(g_, c) == symbol;
}

bool writer::is_subscript(int symbol, int body) const {
    return graph::any_node(g_, body, [&](int id) {
        auto const links = g_.links(id);
        return g_.is(id, graph::op::access) && std::any_of(links.begin(), links.end(), [&](int p) {
                   return g_.affine_at(p).mentions(symbol);
               });
    });
}

/// Whether the index stands in one subscript with an index over Z: without a word a reader would take it for one.
/// Of a free index, only those over Z count that are bound: they have their word.
bool writer::shares_subscript(int symbol) const {
    auto const free = graph::free_indices(g_, *at_);
    bool const is_free = std::find(free.begin(), free.end(), symbol) != free.end();
    auto const counts = [&](int other) {
        return other != symbol && !read_.contains(other) && g_.is_integer_index(other) &&
               !(is_free && g_.is_integer_index(symbol) &&
                 std::find(free.begin(), free.end(), other) != free.end());
    };
    return graph::any_node(g_, at_->value, [&](int id) {
        auto const links = g_.links(id);
        return g_.is(id, graph::op::access) && std::any_of(links.begin(), links.end(), [&](int p) {
                   auto const& e = g_.affine_at(p);
                   return e.mentions(symbol) &&
                          std::any_of(e.begin(), e.end(), [&](auto const& t) { return counts(t.symbol); });
               });
    });
}

std::string writer::binder(int symbol, std::vector<int>& guards, std::span<int const> unknown, int body) {
    auto const& s = g_.symbol_at(symbol);
    bool const integer = g_.is_integer_index(symbol);
    bool const silent = how_ != detail::inferred && !integer && !is_subscript(symbol, body);
    bool const written = s.written || silent || (how_ == detail::all && !integer);
    std::string const range = interval(symbol, guards, unknown, written);
    std::string result = name(symbol);
    if (integer) {
        result += " in Z";
    } else if (range.empty() && shares_subscript(symbol)) {
        result += " in axes";
    }
    return result + (range.empty() ? "" : " in " + range);
}

/// x(k) of sum(k, [k = p(i)] x(k)), which is written x[p[i]]; -1 for any other reduction.
int writer::read_at_entry(int id) const {
    auto const view = g_.reduction_of(id);
    bool const gathers = view.kind == graph::reduction::sum && view.vars.size() == 1 && view.guards.empty() &&
                         g_.symbol_at(view.vars[0]).kind == graph::symbol_kind::gathered &&
                         g_.is(view.body, graph::op::multiply) && g_.links(view.body).size() == 2;
    if (!gathers) {
        return -1;
    }
    int const first = g_.links(view.body)[0];
    int const read = g_.links(view.body)[1];
    bool const here = graph::is_entry_bracket(g_, first) && g_.index_of(first).bare_symbol() == view.vars[0];
    bool const is_read =
        g_.is(read, graph::op::access) || (g_.is(read, graph::op::reduce) && read_at_entry(read) >= 0);
    return here && is_read && graph::mentions(g_, read, view.vars[0]) ? read : -1;
}

/// The indices that have no name because they are written as entries.
std::set<int> writer::entries_below(int node) const {
    std::set<int> result;
    graph::any_node(g_, node, [&](int id) {
        if (g_.is(id, graph::op::reduce) && read_at_entry(id) >= 0) {
            result.insert(g_.reduction_of(id).vars[0]);
        }
        return false;
    });
    return result;
}

print::piece writer::reduce(int id, std::string const& word) {
    auto const view = g_.reduction_of(id);
    std::vector<int> const vars(view.vars.begin(), view.vars.end());
    std::vector<int> rest(view.guards.begin(), view.guards.end());
    int const body = view.body;
    if (int const read = read_at_entry(id); read >= 0) {
        indices_[vars[0]] = whole(g_.links(g_.links(body)[0])[0]);
        return of(read);
    }
    // The last index takes its bounds first: they may hold the earlier ones.
    std::vector<std::string> heads;
    for (std::size_t i = vars.size(); i > 0; --i) {
        name(vars[i - 1]);
        heads.insert(heads.begin(), binder(vars[i - 1], rest, std::span{vars}.subspan(i - 1), body));
    }
    std::vector<std::string> conditions;
    for (int guard : rest) {
        bool const told = how_ != detail::all &&
                          std::any_of(vars.begin(), vars.end(), [&](int v) { return is_told(v, guard); });
        if (!told) {
            conditions.push_back(condition(guard));
        }
    }
    std::string const bar = conditions.empty() ? "" : " | " + print::joined(conditions, " && ");
    return {word + "(" + print::joined(heads, ", ") + bar + ", " + whole(body) + ")"};
}

// -- lines ----------------------------------------------------------------------------------------------------------------
std::string writer::left(graph::equation const& e) {
    std::vector<int> rest = e.domain;
    std::vector<std::string> parts;
    auto const free = graph::free_indices(g_, e);
    for (int position : e.positions) {
        graph::affine const& p = g_.affine_at(position);
        int const symbol = p.bare_symbol();
        bool const extent = symbol < 0 || !print::is_index(g_, symbol);
        if (extent) {
            parts.push_back(affine(p));
            continue;
        }
        auto const& s = g_.symbol_at(symbol);
        bool const integer = s.kind == graph::symbol_kind::integer;
        bool const written = s.written || (how_ == detail::all && !integer) ||
                             (how_ == detail::extents && !integer && !is_subscript(symbol, e.value));
        std::string const range = interval(symbol, rest, free, written);
        std::string part = name(symbol);
        if (integer && (!range.empty() || !shares_subscript(symbol))) {
            part += " in Z";
        } else if (!integer && range.empty() && shares_subscript(symbol)) {
            part += " in axes";
        }
        parts.push_back(part + (range.empty() ? "" : " in " + range));
    }
    std::vector<std::string> conditions;
    for (int c : rest) {
        bool const told = how_ != detail::all &&
                          std::any_of(free.begin(), free.end(), [&](int v) { return is_told(v, c); });
        if (!told) {
            conditions.push_back(condition(c));
        }
    }
    std::string const bar = conditions.empty() ? "" : " | " + print::joined(conditions, " && ");
    return tensor(e.tensor) + (parts.empty() ? "" : "[" + print::joined(parts, ", ") + bar + "]");
}

std::string writer::equation(graph::equation const& e) {
    print::shown const what[] = {{{{e.tensor, e.positions}}, {e.value}}};
    read_ = entries_below(e.value);
    print::naming const names{g_, what, read_};
    names_ = &names;
    at_ = &e;
    indices_.clear();
    std::string const head = left(e);
    return head + " = " + whole(e.value);
}

std::string writer::functions() const {
    std::string result;
    std::set<std::string> seen;
    for (graph::function_record const& r : g_.functions) {
        bool const used = std::any_of(f_.equations.begin(), f_.equations.end(), [&](auto const& e) {
            return graph::any_node(g_, e.value, [&](int id) {
                return g_.is(id, graph::op::call) && g_.function_of(id).name == r.name;
            });
        });
        if (r.is_unknown() && used && seen.insert(std::string{r.name}).second) {
            std::vector<std::string> parameters;
            for (int i = 0; i < r.arity; ++i) {
                parameters.push_back("u" + std::to_string(i + 1));
            }
            result += "function " + std::string{r.name} + "(" + print::joined(parameters, ", ") + ")\n";
        }
    }
    return result;
}

/// The axes that give the extents which the equations mention; all axes of the inputs, if all is to be said.
std::string writer::declarations() {
    std::string result;
    std::set<int> const mentioned = mentioned_;
    for (std::size_t id = 0; id < g_.tensors.size(); ++id) {
        graph::tensor const& t = g_.tensors[id];
        bool const defined = f_.defining(static_cast<int>(id)) >= 0;
        if (how_ == detail::inferred || defined || t.axes.empty()) {
            continue;
        }
        std::vector<std::string> axes;
        bool any = false;
        for (graph::axis const& a : t.axes) {
            bool wanted = how_ == detail::all;
            for (graph::affine const* end : {&a.lower, &a.upper}) {
                for (auto const& s : *end) {
                    wanted = wanted || mentioned.contains(s.symbol);
                }
            }
            wanted = wanted && a.upper.valid();
            any = any || wanted;
            int const start = a.lower.bare_symbol();
            bool const placed = start >= 0 && g_.symbol_at(start).kind == graph::symbol_kind::lower;
            graph::affine const extent = a.upper - a.lower + graph::affine{1};
            axes.push_back(!wanted             ? "_"
                           : placed            ? affine(extent) + " at " + name(start)
                           : a.lower.is_zero() ? affine(extent)
                                               : affine(a.lower) + ".." + affine(a.upper));
        }
        if (any) {
            result += tensor(static_cast<int>(id)) + ": [" + print::joined(axes, ", ") + "]\n";
        }
    }
    return result;
}

std::string writer::outputs() const {
    bool const last = f_.outputs.size() == 1 && f_.outputs[0] + 1 == static_cast<int>(f_.equations.size());
    std::vector<std::string> names;
    for (int output : f_.outputs) {
        names.push_back(tensor(f_.equations[static_cast<std::size_t>(output)].tensor));
    }
    return last ? "" : "output " + print::joined(names, ", ") + "\n";
}

std::string writer::run() {
    std::string lines;
    for (graph::equation const& e : f_.equations) {
        lines += equation(e) + "\n";
    }
    return functions() + declarations() + lines + outputs();
}

}  // namespace iverson::text_writer

namespace iverson {

std::string to_text(graph::formula const& f) {
    using text_writer::detail;
    if (f.failed()) {
        throw std::invalid_argument{std::string{f.nodes.message().view()}};
    }
    for (detail how : {detail::inferred, detail::extents, detail::all}) {
        std::string text = text_writer::writer{f, how}.run();
        if (reading const back = parse(text); back && same(f, back.formula)) {
            return text;
        }
    }
    throw std::invalid_argument{"the notation of text has no words for this formula"};
}

}  // namespace iverson
