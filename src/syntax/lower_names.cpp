// SPDX-License-Identifier: BSL-1.0
//
// Names and subscripts: which word is an index, an extent, a function or a tensor.
#include "lowering.hpp"

#include <algorithm>

namespace iverson::syntax {

namespace {

std::vector<std::string> reserved_words() {
    return {"in", "sum", "prod", "max", "min", "mean", "argmax", "argmin", "function", "output", "pow"};
}

std::string subscripts(int n) { return std::to_string(n) + (n == 1 ? " subscript" : " subscripts"); }

}  // namespace

int lowering_pass::symbol_of(std::string const& name) const {
    for (std::size_t i = scope_.size(); i-- > 0;) {
        if (scope_[i].name == name) {
            return scope_[i].symbol;
        }
    }
    return -1;
}

void lowering_pass::refuse_unbound(place at, std::string const& name) const {
    std::vector<std::string> known;
    for (known_index const& k : scope_) {
        known.push_back(k.name);
    }
    std::string const near = name.size() > 1 ? nearest(name, known) : "";
    refuse(at, "index " + name + " is not bound: it stands neither on the left nor in a reduction around it",
           near.empty()
               ? "sum over it, sum(" + name +
                     ", ...), put it on the left, or, if it is an extent, declare it: x: [" + name + "]"
               : "did you mean " + near + "?");
}

void lowering_pass::check_name(std::string const& name, place at, int rank) const {
    auto const words = reserved_words();
    if (std::find(words.begin(), words.end(), name) != words.end()) {
        refuse(at, name + " is a word of the notation and names no tensor");
    }
    for (written_function const& f : d_.functions) {
        if (f.name == name) {
            refuse(at, name + " is a function: its arguments stand in parentheses, " + name + "(u)");
        }
    }
    bool constant = false;
    bool const known = functions::visit_row(functions::table, name, [&](auto const& row) {
        constant = std::remove_cvref_t<decltype(row)>::is_constant;
    });
    if (known && !(constant && rank > 0)) {
        refuse(at, name + " is a function of the table and names no tensor",
               "give the tensor another name; functions have arguments in parentheses, " + name + "(u)");
    }
}

int lowering_pass::tensor(tensor_name const& t, int rank, place at) {
    std::string const key = spelled(t);
    if (auto const found = tensors_.find(key); found != tensors_.end()) {
        if (found->second.rank != rank) {
            refuse(at,
                   "tensor " + key + " has two ranks: it is used with " + subscripts(found->second.rank) +
                       " and here with " + subscripts(rank),
                   "a tensor has as many subscripts as axes everywhere; another tensor needs another name");
        }
        return found->second.id;
    }
    int const id = t.kind == graph::role::plain ? -1 : related(t, rank, at, key);
    if (id < 0) {
        check_name(t.name, at, rank);
        g_.tensors.push_back({graph::text{t.name}, rank, graph::role::plain, -1, -1, {}});
    }
    int const made = id < 0 ? static_cast<int>(g_.tensors.size()) - 1 : id;
    tensors_[key] = {made, rank, at};
    return made;
}

/// The rank of a tensor as far as it is known: x' has that of x. -1 if it is not.
int lowering_pass::rank_of(tensor_name const& t) const {
    auto const found = tensors_.find(spelled(t));
    if (found != tensors_.end()) {
        return found->second.rank;
    }
    return t.kind == graph::role::plain || t.kind == graph::role::jacobian ? -1 : rank_of(t.of[0]);
}

/// A tensor that is told by another one: x' by x, adjoint(y) by y.
int lowering_pass::related(tensor_name const& t, int rank, place at, std::string const& key) {
    int rest = rank;
    int by = t.time;
    if (t.kind == graph::role::jacobian) {
        int const above = rank_of(t.of[0]);
        int const below = rank_of(t.of[1]);
        if (above < 0 && below < 0) {
            refuse(at, "the ranks of the tensors of " + key + " are not known here",
                   "declare one of them in a line before: " + spelled(t.of[0]) + ": [_]");
        }
        rest = above >= 0 ? above : rank - below;
        if (rest < 0 || rest > rank) {
            refuse(at, key + " has as many subscripts as both tensors together");
        }
        by = tensor(t.of[1], rank - rest, at);
    } else if (t.of.size() > 1) {
        by = tensor(t.of[1], 0, at);
    }
    int const of = tensor(t.of[0], rest, at);
    g_.tensors.push_back({graph::text{t.name}, rank, t.kind, of, by, {}});
    return static_cast<int>(g_.tensors.size()) - 1;
}

// -- subscripts -----------------------------------------------------------------------------------------------------------
graph::affine lowering_pass::position(int id) {
    item const& i = d_[id];
    graph::affine result;
    switch (i.what) {
        case form::number:
            if (!i.value.is_integer()) {
                refuse(i.at, "a subscript is made of integers");
            }
            result = graph::affine{i.value.num()};
            break;
        case form::access: {
            std::string const& name = i.tensor.name;
            if (i.tensor.kind != graph::role::plain) {
                refuse(i.at, "a subscript is an index expression, and " + spelled(i.tensor) +
                                 "[...] is a computed value");
            }
            if (!i.parts.empty()) {
                result = graph::affine::symbol(entry(i));
                break;
            }
            int const symbol = symbol_of(name);
            if (symbol < 0 && !is_extent(name)) {
                refuse_unbound(i.at, name);
            }
            result = graph::affine::symbol(symbol >= 0 ? symbol : s_.extent_of(name));
            break;
        }
        case form::add:
            for (std::size_t k = 0; k < i.parts.size(); ++k) {
                graph::affine const term = position(i.parts[k]);
                result = i.signs[k] == '-' ? result - term : result + term;
            }
            break;
        case form::negate: result = -position(i.parts[0]); break;
        case form::multiply: result = product_position(i); break;
        default:
            refuse(i.at, "a subscript is made of indices, extents and integers, by + - * / and %",
                   "/ is the floor of a division by a positive integer");
    }
    if (!result.valid()) {
        refuse(i.at, "a subscript has more than 12 symbols, or a coefficient beyond 32 bits");
    }
    check(i.at);
    return result;
}

/// p[i] in a subscript: the index whose one value that entry is.
int lowering_pass::entry(item const& i) {
    if (!with_entries_) {
        refuse(i.at, "an entry of a tensor is neither the end of a range nor a subscript on the left",
               "select by a bracket: sum(k, [k == p[i]]*x[k])");
    }
    if (i.parts.size() > graph::affine::capacity) {
        refuse(i.at, "a tensor has at most 12 axes");
    }
    std::vector<graph::affine> positions;
    for (int part : i.parts) {
        positions.push_back(position(part));
    }
    return s_.entry(tensor(i.tensor, static_cast<int>(i.parts.size()), i.at), positions);
}

graph::affine lowering_pass::product_position(item const& i) {
    graph::affine result = position(i.parts[0]);
    for (std::size_t k = 1; k < i.parts.size(); ++k) {
        if (i.signs[k] != '*') {
            result = lowering::divided(s_, result, literal(i.parts[k]), i.signs[k] == '%');
            continue;
        }
        graph::affine const factor = position(i.parts[k]);
        if (!result.is_constant() && !factor.is_constant()) {
            refuse(i.at, "a product of indices is no subscript: one factor is an integer");
        }
        result = result.is_constant() ? result.constant() * factor : factor.constant() * result;
    }
    return result;
}

std::int64_t lowering_pass::literal(int id) {
    item const& i = d_[id];
    if (i.what != form::number || !i.value.is_integer() || i.value.num() <= 0) {
        if (i.what == form::number && i.value.is_zero()) {
            return 0;
        }
        refuse(i.at, "the right side of / and % in a subscript is a positive integer");
    }
    return i.value.num();
}

bool lowering_pass::is_index_expression(int id) const {
    item const& i = d_[id];
    switch (i.what) {
        case form::number: return i.value.is_integer();
        case form::access:
            return i.parts.empty() && i.tensor.kind == graph::role::plain &&
                   !parameters_.contains(i.tensor.name) &&
                   (symbol_of(i.tensor.name) >= 0 || is_extent(i.tensor.name));
        case form::add:
        case form::negate:
        case form::multiply:
            return std::all_of(i.parts.begin(), i.parts.end(),
                               [&](int part) { return is_index_expression(part); });
        default: return false;
    }
}

/// An index expression in which entries of tensors may stand too.
bool lowering_pass::is_position(int id) const {
    item const& i = d_[id];
    switch (i.what) {
        case form::access:
            return is_index_expression(id) ||
                   (!i.parts.empty() && i.tensor.kind == graph::role::plain &&
                    std::all_of(i.parts.begin(), i.parts.end(), [&](int part) { return is_position(part); }));
        case form::add:
        case form::negate:
        case form::multiply:
            return std::all_of(i.parts.begin(), i.parts.end(), [&](int part) { return is_position(part); });
        default: return is_index_expression(id);
    }
}

bool lowering_pass::holds_index(int id) const {
    item const& i = d_[id];
    return i.what == form::access
               ? i.parts.empty()
               : std::any_of(i.parts.begin(), i.parts.end(), [&](int part) { return holds_index(part); });
}

bool lowering_pass::divides(int id) const {
    item const& i = d_[id];
    return (i.what == form::multiply && i.signs.find_first_of("/%") != std::string::npos) ||
           std::any_of(i.parts.begin(), i.parts.end(), [&](int part) { return divides(part); });
}

int lowering_pass::bind(binder const& b, graph::vector<int>& guards) {
    graph::affine lower;
    graph::affine upper;
    bool const ranged = b.lower >= 0;
    if (ranged) {
        // The ends are read first: in i in 0..i the second i is the outer one.
        if (divides(b.lower) || divides(b.upper)) {
            refuse(b.at, "the end of a range is divided: bound the index by a bracket instead",
                   "[2*" + b.name + " <= N] for " + b.name + " <= N/2");
        }
        lower = position(b.lower);
        upper = position(b.upper);
    }
    auto const kind = b.over_integers ? graph::symbol_kind::integer : graph::symbol_kind::ranged;
    int const symbol = g_.new_symbol(b.name, kind, ranged);
    scope_.push_back({b.name, symbol});
    if (ranged) {
        auto const own = lowering::between(s_, lower, graph::affine::symbol(symbol), upper);
        guards.insert(guards.end(), own.begin(), own.end());
    }
    return symbol;
}

}  // namespace iverson::syntax
