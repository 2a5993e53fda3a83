// SPDX-License-Identifier: BSL-1.0
//
// The document: declarations, equations, outputs, and what is checked when all are known.
#include "lowering.hpp"

#include <iverson/graph/axes.hpp>
#include <iverson/graph/complete.hpp>
#include <iverson/graph/rewrite.hpp>

#include <algorithm>
#include <cctype>

namespace iverson::syntax {

namespace {

constexpr int deepest_graph = 1000;

/// Whether the word stands in the sentence, with no letter or digit beside it.
bool says(std::string const& sentence, std::string const& word) {
    auto const letter = [&](std::size_t i) {
        return i < sentence.size() &&
               (std::isalnum(static_cast<unsigned char>(sentence[i])) != 0 || sentence[i] == '_');
    };
    for (std::size_t at = sentence.find(word); at != std::string::npos; at = sentence.find(word, at + 1)) {
        if (!word.empty() && (at == 0 || !letter(at - 1)) && !letter(at + word.size())) {
            return true;
        }
    }
    return false;
}

}  // namespace

graph::formula lowering_pass::run() {
    if (d_.items.size() > most_items) {
        refuse({}, "the document is too large: it has more than " + std::to_string(most_items) + " terms");
    }
    if (d_.equations.empty()) {
        refuse({}, "there is no equation", "an equation is y[i] = ... or E = ...");
    }
    for (declaration const& one : d_.declarations) {
        declare(one);
    }
    for (written_equation const& e : d_.equations) {
        lower(e);
    }
    graph::formula& f = s_.target;
    graph::complete(f);
    if (f.failed()) {
        std::string const message{g_.message().view()};
        refuse(place_for(message), message);
    }
    set_outputs();
    return f;
}

void lowering_pass::declare(declaration const& one) {
    int const id = tensor(one.tensor, static_cast<int>(one.axes.size()), one.at);
    for (std::size_t k = 0; k < one.axes.size(); ++k) {
        written_axis const& a = one.axes[k];
        graph::axis shape{graph::affine{0}, graph::affine::invalid()};
        for (int end : {a.extent, a.lower, a.upper}) {
            if (end >= 0 && divides(end)) {
                refuse(a.at, "the end of an axis is not divided: give the quotient a name");
            }
        }
        if (!a.start.empty()) {
            int symbol = symbol_of(a.start);
            if (symbol < 0) {
                symbol = g_.new_symbol(a.start, graph::symbol_kind::lower, true);
                scope_.push_back({a.start, symbol});
            }
            shape.lower = graph::affine::symbol(symbol);
            shape.upper = shape.lower + position(a.extent) - graph::affine{1};
        } else if (a.extent >= 0) {
            shape.upper = position(a.extent) - graph::affine{1};
        } else if (a.lower >= 0) {
            shape = {position(a.lower), position(a.upper)};
        } else {
            continue;
        }
        check(a.at);
        graph::set_axis(g_, id, static_cast<int>(k), shape);
        if (!declared_.try_emplace({id, static_cast<int>(k)}, a.at).second) {
            refuse(one.at, "tensor " + spelled(one.tensor) + " is declared twice");
        }
    }
}

/// An index of an equation stands alone on the left: y[k + s] names no entry that could be computed one by one.
void lowering_pass::check_left_position(int id) const {
    item const& i = d_[id];
    std::string const& name = i.tensor.name;
    if (i.what == form::access && i.parts.empty() && symbol_of(name) < 0 && !is_extent(name)) {
        refuse(i.at, "index " + name + " does not stand alone in its subscript on the left",
               "write the entry of a single index, and what it is made of on the right: y[t] = sum(s, "
               "w[s]*x[t - s])");
    }
    for (int part : i.parts) {
        check_left_position(part);
    }
}

void lowering_pass::lower(written_equation const& e) {
    // Names of first positions stay known: a formula may mention them.
    std::size_t const outside = scope_.size();
    graph::equation result;
    if (e.subscripts.size() > graph::affine::capacity) {
        refuse(e.left_at, "a tensor has at most 12 axes");
    }
    for (left_subscript const& sub : e.subscripts) {
        bool const known = sub.binds && symbol_of(sub.index.name) >= 0;
        if (known) {
            refuse(sub.index.at, "the indices on the left are distinct: " + sub.index.name + " stands twice");
        }
        if (!sub.binds) {
            check_left_position(sub.position);
        }
        graph::affine const at =
            sub.binds ? graph::affine::symbol(bind(sub.index, result.domain)) : position(sub.position);
        if (!sub.binds && divides(sub.position)) {
            refuse(d_[sub.position].at,
                   "a subscript on the left is divided: solve for its index, and divide on the right");
        }
        result.positions.push_back(g_.affine_id(at));
    }
    if (e.condition >= 0) {
        guards_of(e.condition, result.domain);
    }
    // The rank of a Jacobian's tensors may be known from the right side only.
    bool const value_first = e.left.kind == graph::role::jacobian;
    result.value = value_first ? value(e.value) : 0;
    result.tensor = tensor(e.left, static_cast<int>(e.subscripts.size()), e.left_at);
    for (std::size_t k = 0; k < e.subscripts.size(); ++k) {
        if (auto const found = declared_.find({result.tensor, static_cast<int>(k)});
            found != declared_.end()) {
            refuse(found->second, "tensor " + spelled(e.left) + " is declared and defined by an equation",
                   "give the range on the left side: " + spelled(e.left) + "[i in 0..N-1] = ...");
        }
    }
    result.value = value_first ? result.value : value(e.value);
    check_depth(e.at);
    scope_.resize(outside);
    s_.target.add_equation(result.tensor, result.positions, result.domain, result.value);
}

/// The passes recur through the graph, which functions that call one another can make deep.
void lowering_pass::check_depth(place at) const {
    std::vector<int> depth(static_cast<std::size_t>(g_.size()), 1);
    for (int id = 0; id < g_.size(); ++id) {
        int& own = depth[static_cast<std::size_t>(id)];
        for (int child : graph::children(g_, id)) {
            own = std::max(own, 1 + depth[static_cast<std::size_t>(child)]);
        }
        if (own > deepest_graph) {
            refuse(at, "the formula is nested more than " + std::to_string(deepest_graph) + " deep");
        }
    }
}

void lowering_pass::set_outputs() {
    graph::formula& f = s_.target;
    std::vector<int> named;
    for (auto const& [name, at] : d_.outputs) {
        auto const found = tensors_.find(spelled(name));
        int const equation = found == tensors_.end() ? -1 : f.defining(found->second.id);
        if (equation < 0) {
            refuse(at, "no equation defines the output " + spelled(name));
        }
        named.push_back(equation);
    }
    if (!named.empty()) {
        f.outputs = named;
    }
}

/// What of the document a sentence of the graph is about: an index or a tensor that it names.
place lowering_pass::place_for(std::string const& message) const {
    place best = d_.equations.size() == 1 ? d_.equations[0].left_at : place{};
    int rank = 0;
    auto const offer = [&](int value, place at) {
        if (value > rank) {
            rank = value;
            best = at;
        }
    };
    for (written_equation const& e : d_.equations) {
        offer(says(message, spelled(e.left)) ? 1 : 0, e.left_at);
        for (left_subscript const& s : e.subscripts) {
            offer(says(message, "index " + s.index.name) ? 4 : 0, s.index.at);
        }
    }
    for (item const& i : d_.items) {
        if (i.what == form::access) {
            bool const index = i.parts.empty() && says(message, "index " + i.tensor.name);
            offer(index ? 3 : says(message, spelled(i.tensor)) && !i.parts.empty() ? 2 : 0, i.at);
        }
        for (binder const& b : i.binders) {
            offer(says(message, "index " + b.name) || says(message, "over " + b.name) ? 4 : 0, b.at);
        }
    }
    return best;
}

meaning meaning_of(document d) {
    lowering_pass pass{d};
    graph::formula f = pass.run();
    return {std::move(f), pass.misfit()};
}

graph::formula lowered(document d) { return lowering_pass{d}.run(); }

}  // namespace iverson::syntax
