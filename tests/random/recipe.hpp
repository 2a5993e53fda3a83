// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

/// A formula before it is a graph: a tree that can be built under other names, in another order, or with parts left out.
namespace random_formulas {

/// sum of coefficient * index + constant; indices are places in recipe::indices.
struct subscript {
    std::vector<std::pair<int, std::int64_t>> terms;
    std::int64_t constant = 0;
    int extent = -1;  ///< place in recipe::extents, added with coefficient 1; -1 for none

    friend bool operator==(subscript const&, subscript const&) = default;
};

/// low <= coefficient * index <= high. The user writes it with the coefficient 1; a quotient q = a / m has a - m < m q <= a.
struct range {
    bool written = false;
    subscript low;
    subscript high;
    std::int64_t coefficient = 1;

    friend bool operator==(range const&, range const&) = default;
};

struct index {
    std::string name;
    bool over_z = false;
    range values;

    friend bool operator==(index const&, index const&) = default;
};

struct tensor {
    std::string name;
    int rank = 0;
    bool integer = false;  ///< holds positions: integers, by which nothing is differentiated

    friend bool operator==(tensor const&, tensor const&) = default;
};

/// What a node of the tree is; `children`, and the members named here, are what it is made of.
enum class part {
    number,     ///< value
    access,     ///< tensor, positions
    equal,      ///< [positions[0] == 0]
    at_least,   ///< [positions[0] >= 0]
    divisible,  ///< [positions[0] % modulus == 0]
    less,       ///< [children[0] < children[1]], a bracket of values
    sum,        ///< children
    product,    ///< children
    quotient,   ///< two children
    power,      ///< one child, modulus is the exponent
    raise,      ///< children[0] to the power children[1]
    call,       ///< children, tensor is the place of the function in the table
    chosen_by,  ///< [positions[0] = children[0]], an index expression and a value: what a gather is made of
    reduce      ///< one child, indices, tensor is the kind of reduction
};

struct expression {
    part what = part::number;
    std::vector<expression> children;
    int tensor = -1;
    std::vector<subscript> positions;
    std::vector<int> indices;
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;
    std::int64_t modulus = 0;

    friend bool operator==(expression const&, expression const&) = default;
};

/// tensor(left) = value; an initial value stands at a constant, which `left` holds as a subscript without terms.
struct equation {
    int tensor = -1;
    std::vector<subscript> left;
    expression value;

    friend bool operator==(equation const&, equation const&) = default;
};

struct recipe {
    std::vector<tensor> tensors;
    std::vector<index> indices;
    std::vector<std::string> extents;
    std::vector<equation> equations;
    bool reads_itself = false;

    friend bool operator==(recipe const&, recipe const&) = default;
};

/// Calls visit(expression&) for the expression and all below it, parents first.
template <class Expression, class Visit>
void walk(Expression& e, Visit&& visit) {
    visit(e);
    for (auto& child : e.children) {
        walk(child, visit);
    }
}

inline subscript constant(std::int64_t value) { return {{}, value, -1}; }
inline subscript of_index(int index, std::int64_t coefficient = 1, std::int64_t shift = 0) {
    return {{{index, coefficient}}, shift, -1};
}

}  // namespace random_formulas
