// SPDX-License-Identifier: BSL-1.0
//
// Values: numbers, accesses, sums, products, brackets and reductions.
#include "lowering.hpp"

#include <algorithm>

namespace iverson::syntax {

namespace {

/// Sums and products are flat in the graph: a function that doubles its argument thirty times must not fill the memory.
constexpr std::size_t most_operands = 100000;

}  // namespace

int lowering_pass::value(int id) {
    item const& i = d_[id];
    int const result = value_of(i);
    check(i.at);
    return result;
}

int lowering_pass::value_of(item const& i) {
    switch (i.what) {
        case form::number: return g_.number(i.value);
        case form::access: return i.parts.empty() ? name_value(i) : access(i);
        case form::call: return call(i);
        case form::reduce:
        case form::chosen: return reduce(i);
        case form::bracket: return bracket(i);
        case form::add: return sum_of(i);
        case form::multiply: return product_of(i);
        case form::negate: return graph::negate(g_, value(i.parts[0]));
        case form::power: {
            int const base = value(i.parts[0]);
            return graph::power(g_, base, value(i.parts[1]));
        }
        case form::partial: {
            int const body = value(i.parts[0]);
            int const by = value(i.parts[1]);
            if (!g_.is(by, graph::op::access)) {
                refuse(d_[i.parts[1]].at, "a derivative is taken by an entry of a tensor: d(u)/d(x[i])");
            }
            return graph::partial(g_, body, by);
        }
    }
    return 0;
}

int lowering_pass::name_value(item const& i) {
    std::string const& name = i.tensor.name;
    bool const plain = i.tensor.kind == graph::role::plain;
    if (auto const found = parameters_.find(name); plain && found != parameters_.end()) {
        return found->second;
    }
    if (plain && symbol_of(name) >= 0) {
        refuse(i.at, "index " + name + " stands where a value is needed",
               "indices stand in subscripts, ranges and brackets; bind a tensor that holds the numbers");
    }
    if (plain && is_extent(name)) {
        return extent_value(name);
    }
    int node = -1;
    functions::visit_row(functions::table, name, [&](auto const& row) {
        if constexpr (std::remove_cvref_t<decltype(row)>::is_constant) {
            node = graph::call(g_, s_.function_of(graph::record_of(row)), {});
        }
    });
    return plain && node >= 0 ? node : access(i);
}

int lowering_pass::access(item const& i) {
    if (i.parts.size() > graph::affine::capacity) {
        refuse(i.at, "a tensor has at most 12 axes");
    }
    std::vector<graph::affine> positions;
    std::size_t const quotients = s_.open_quotients();
    bool const outer = std::exchange(with_entries_, true);
    for (int part : i.parts) {
        positions.push_back(position(part));
    }
    with_entries_ = outer;
    int const made = graph::access(g_, tensor(i.tensor, static_cast<int>(i.parts.size()), i.at), positions);
    return s_.sum_over_quotients(made, quotients);
}

/// The number N is a sum of N ones.
int lowering_pass::extent_value(std::string const& name) {
    int const symbol = g_.new_symbol("q", graph::symbol_kind::ranged, true);
    auto const guards = lowering::between(s_, graph::affine{1}, graph::affine::symbol(symbol),
                                          graph::affine::symbol(s_.extent_of(name)));
    return lowering::reduction_over(s_, graph::reduction::sum, {symbol}, guards, graph::one(g_));
}

void lowering_pass::limit(std::vector<int> const& parts, graph::op kind, place at) const {
    std::size_t size = 0;
    for (int part : parts) {
        size += g_.is(part, kind) ? g_.links(part).size() : 1;
    }
    if (size > most_operands) {
        refuse(at, "the formula is too large: a sum or product of more than 100000 operands");
    }
}

int lowering_pass::sum_of(item const& i) {
    std::vector<int> terms;
    for (std::size_t k = 0; k < i.parts.size(); ++k) {
        int const term = value(i.parts[k]);
        terms.push_back(i.signs[k] == '-' ? graph::negate(g_, term) : term);
    }
    limit(terms, graph::op::add, i.at);
    return graph::add(g_, terms);
}

int lowering_pass::product_of(item const& i) {
    std::vector<int> factors;
    for (std::size_t k = 0; k < i.parts.size(); ++k) {
        if (i.signs[k] == '%') {
            refuse(i.at, "% stands where a value is needed: it divides indices, in subscripts and brackets");
        }
        int const factor = value(i.parts[k]);
        factors.push_back(i.signs[k] == '/' ? graph::divide(g_, graph::one(g_), factor) : factor);
    }
    limit(factors, graph::op::multiply, i.at);
    return graph::multiply(g_, factors);
}

// -- brackets -----------------------------------------------------------------------------------------------------------
int lowering_pass::bracket(item const& i) {
    std::vector<int> factors;
    for (comparison const& c : i.comparisons) {
        factors.push_back(compare(c, i.at));
    }
    return graph::multiply(g_, factors);
}

int lowering_pass::compare(comparison const& c, place at) {
    bool const left = is_index_expression(c.left);
    bool const right = is_index_expression(c.right);
    item const& l = d_[c.left];
    bool const of_equality = c.kind == lowering::sign::equal || c.kind == lowering::sign::different;
    bool const residue = left && right && l.what == form::multiply && l.signs.back() == '%' &&
                         l.parts.size() == 2 && !divides(l.parts[0]) && d_[c.right].what == form::number &&
                         of_equality;
    if (residue) {
        graph::affine const e = position(l.parts[0]);
        return lowering::residue_bracket(s_, c.kind, e, literal(l.parts[1]), literal(c.right));
    }
    if (left && right) {
        std::size_t const quotients = s_.open_quotients();
        graph::affine const a = position(c.left);
        int const node = lowering::index_bracket(s_, c.kind, a, position(c.right));
        return s_.sum_over_quotients(node, quotients);
    }
    bool const index_left = left && holds_index(c.left);
    bool const index_right = right && holds_index(c.right);
    bool const entries =
        is_position(c.left) && is_position(c.right) && (holds_index(c.left) || holds_index(c.right));
    if (entries) {
        std::size_t const quotients = s_.open_quotients();
        bool const outer = std::exchange(with_entries_, true);
        graph::affine const a = position(c.left);
        int const node = lowering::entry_bracket(s_, c.kind, a, position(c.right));
        with_entries_ = outer;
        return s_.sum_over_quotients(node, quotients);
    }
    if ((index_left || index_right) && of_equality) {
        std::size_t const quotients = s_.open_quotients();
        graph::affine const e = position(index_left ? c.left : c.right);
        int const node = graph::match(g_, g_.affine_id(e), value(index_left ? c.right : c.left));
        int const one = s_.sum_over_quotients(node, quotients);
        return c.kind == lowering::sign::equal ? one : graph::subtract(g_, graph::one(g_), one);
    }
    if (index_left || index_right) {
        refuse(at, "an index is compared with a value: between the two only == has a meaning",
               "if the other side is an extent, say so: x: [N]");
    }
    int const a = value(c.left);
    return lowering::value_bracket(s_, c.kind, a, value(c.right));
}

/// The conditions behind the bar of a reduction are guards, not factors.
void lowering_pass::guards_of(int condition, graph::vector<int>& guards) {
    item const& i = d_[condition];
    for (comparison const& c : i.comparisons) {
        bool const different = c.kind == lowering::sign::different;
        if (different || !is_index_expression(c.left) || !is_index_expression(c.right) || divides(c.left) ||
            divides(c.right)) {
            bool const modulus = d_[c.left].what == form::multiply && !different &&
                                 is_index_expression(c.left) && d_[c.left].signs == "*%" &&
                                 !divides(d_[c.left].parts[0]);
            if (!modulus || d_[c.right].what != form::number) {
                refuse(i.at, "behind the bar of a reduction stand comparisons of indices: i <= j, i % 2 == 0",
                       std::string{"write other conditions as a factor of a sum: "} +
                           (different ? "[i != j]*..." : "[x[i] < y[i]]*..."));
            }
        }
        int const node = compare(c, i.at);
        check(i.at);
        if (g_.is(node, graph::op::bracket)) {
            guards.push_back(g_[node].head);
        } else if (!g_.is_number(node, 1)) {
            guards.push_back(g_.condition_id({graph::relation::nonnegative, graph::affine{-1}, 0}));
        }
    }
}

// -- reductions -----------------------------------------------------------------------------------------------------------
int lowering_pass::reduce(item const& i) {
    std::size_t const outside = scope_.size();
    std::vector<int> vars;
    graph::vector<int> guards;
    for (binder const& b : i.binders) {
        vars.push_back(bind(b, guards));
    }
    if (i.condition >= 0) {
        guards_of(i.condition, guards);
    }
    int const body = value(i.parts[0]);
    scope_.resize(outside);
    graph::reduction const kind = i.operation == word::product   ? graph::reduction::product
                                  : i.operation == word::maximum ? graph::reduction::maximum
                                  : i.operation == word::minimum ? graph::reduction::minimum
                                                                 : graph::reduction::sum;
    int const node = lowering::reduction_over(s_, kind, vars, guards, body);
    if (i.what == form::chosen) {
        if (i.which < 0 || i.which >= static_cast<int>(vars.size())) {
            refuse(i.at, "the reduction has no index number " + std::to_string(i.which));
        }
        return graph::chosen(g_, node, i.which);
    }
    return i.operation == word::mean ? lowering::mean_of(s_, node) : node;
}

}  // namespace iverson::syntax
