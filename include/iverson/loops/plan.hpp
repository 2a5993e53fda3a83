// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/graph.hpp"
#include "../graph/vector.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

/// The Plan: what is computed, in which order, over which index values. Plain data with three readers: the templates
/// of expand.hpp, the interpreter, and whoever prints source.
/// All parts live in pools and name one another by place; a `range` is a run of entries of one pool.
namespace iverson::loops {

struct range {
    int first = 0;
    int size = 0;

    constexpr int end() const { return first + size; }
    friend constexpr bool operator==(range const&, range const&) = default;
};

/// A lower bound ceil(expression / divisor), or an upper bound floor(expression / divisor); divisor > 0.
struct bound {
    graph::affine expression;
    std::int64_t divisor = 1;
};

/// symbol runs from the greatest lower bound to the least upper bound, inclusive. With a `source`, the buffer of an integer
/// tensor, it has one value at most: the one with by * symbol + rest = source[at], if the guards hold and it is between the bounds.
struct loop {
    int symbol = -1;
    range lowers;  ///< bounds
    range uppers;  ///< bounds
    int source = -1;
    range at;      ///< affines
    range guards;  ///< conditions
    std::int64_t by = 1;
    graph::affine rest;

    constexpr bool is_read() const { return source >= 0; }
};

/// Storage of a tensor. Arguments come first (in the order in which they are bound), then results, then temporaries.
enum class buffer_kind : std::uint8_t { argument, result, temporary };

struct buffer {
    buffer_kind kind = buffer_kind::argument;
    int tensor = -1;  ///< of the formula
    int rank = 0;
    range axes;             ///< axis_bounds, one for each axis
    range name;             ///< characters
    bool integral = false;  ///< of integers, whatever the numbers of the other buffers are
};

/// One axis: lower .. upper, inclusive; empty if upper < lower.
struct axis_bounds {
    graph::affine lower;
    graph::affine upper;
    bool of_support = false;  ///< the hull of a support: 0..-1 where it is empty
};

/// What an operation computes; `head`, a, b, c, `items` by kind:
///   number    head: number
///   load      head: buffer;      items: subscripts (affines);  guards: conditions, 0 where one fails
///   add, subtract, multiply, divide, power    a, b
///   call      head: function;    items: operands
///   guard     a, 0 where one of the guards fails
///   select    c, 0 where the comparison `head` of a and b fails
///   reduce    head: reduction;   items: loops;  a: body;  b: the region in which the body lives
///   choose    head: reduction (max or min) + 4 * which;  items, a, b as of reduce: the value of its loop `which` where the
///             extreme is found first; NaN, which equals no index, where there is no step
///   index     items: one affine, its value as a number
enum class op_kind : std::uint8_t {
    number,
    load,
    add,
    subtract,
    multiply,
    divide,
    power,
    call,
    guard,
    select,
    reduce,
    choose,
    index
};

struct operation {
    op_kind kind = op_kind::number;
    int head = 0;
    int a = -1;
    int b = -1;
    int c = -1;
    range items;
    range guards;
    int region =
        0;  ///< 0: once for each store; else once for each step of the reduction that owns the region

    friend constexpr bool operator==(operation const&, operation const&) = default;
};

/// Whether the operation has loops and a region of its own.
constexpr bool has_steps(operation const& o) {
    return o.kind == op_kind::reduce || o.kind == op_kind::choose;
}

/// Loops around straight-line operations and one store: buffer[subscripts] = result, or += result.
/// Operations stand in an order in which they can be computed; those of a region are computed by its reduction.
struct nest {
    range loops;
    range conditions;  ///< on extents alone: nothing is done unless they hold
    range ops;
    int result = -1;  ///< operation
    int buffer = -1;
    range subscripts;  ///< affines
    bool accumulate = false;
};

/// Nests one after the other; inside a loop over time where an equation reads its own earlier values.
struct block {
    int time = -1;  ///< loop, or -1
    bool downwards = false;
    range nests;
};

/// The values that an expression takes on one piece of a support: bounds of `symbol`, once all else is projected out.
struct piece {
    loop values;
    range conditions;  ///< on extents: the piece is empty unless they hold
    range witnesses;   ///< loops: where the bounds are too wide, a value counts if these have a step
    range missing;     ///< loops: where there are some, only a step counts at which these have none

    constexpr bool is_narrowed() const { return witnesses.size > 0 || missing.size > 0; }
};

/// A tensor that the caller gives; `placed`: with first positions.
struct argument {
    int tensor = -1;
    bool placed = false;
};

/// How a symbol gets its value at binding, in this order.
struct setting {
    enum class source : std::uint8_t {
        extent,      ///< sign * (extent of the axis - rest) / divisor
        lower,       ///< sign * (first position of the axis - rest)
        zero,        ///< a first position that nobody gave
        relation,    ///< sign * -rest, an extent not below 0: what a definition says of its inputs
        hull_lower,  ///< the first position of the pieces
        hull_extent  ///< the number of positions from the first to the last one of the pieces
    };
    source from = source::zero;
    int symbol = -1;
    int buffer = -1;
    int axis = -1;
    std::int64_t sign = 1;
    std::int64_t divisor = 1;  ///< 2 for an axis of extent 2 d: a check compares the axis
    graph::affine rest;
    range pieces;
    bool at_least_zero = false;  ///< 0 where an axis says less, which no extent is: a check compares the axis
};

/// What must hold of the bound tensors; the texts make the sentence where it does not.
struct check {
    enum class kind : std::uint8_t {
        axis,    ///< the axis of the buffer is lower .. upper
        inside,  ///< all values of the piece lie in lower .. upper
        equal,   ///< lower .. upper is other_lower .. other_upper
        entries,  ///< `other_lower` lies in lower .. upper at every step of the loops, which read entries of integer tensors
        nonempty,  ///< the same as inside; the piece holds what makes the range of a max, min or mean empty
        given  ///< the same as inside; the piece holds what leaves an extent without a value: `tensor` is its name
    };
    kind what = kind::axis;
    int buffer = -1;
    int axis = -1;
    int other_buffer = -1;  ///< the buffer whose axis it must equal, if an index says so
    int other_axis = -1;
    bool start = false;  ///< of an axis: its first position counts, not only its extent
    graph::affine lower;
    graph::affine upper;
    graph::affine other_lower;
    graph::affine other_upper;
    range pieces;
    range tensor;    ///< characters: the name of the tensor
    range index;     ///< characters: the name of the index to blame
    range access;    ///< characters: the access that may leave, or the other tensor
    range position;  ///< characters: its subscript
    range loops;     ///< loops
    range guards;    ///< conditions: nothing is looked at unless they hold
};

/// The parts of a plan, each kind in a pool of its own.
struct plan {
    graph::text message;  ///< not empty: there is no plan, and this is why
    graph::vector<char> characters;
    graph::vector<graph::affine> affines;
    graph::vector<bound> bounds;
    graph::vector<graph::condition> conditions;
    graph::vector<loop> loops;
    graph::vector<piece> pieces;
    graph::vector<axis_bounds> axes;
    graph::vector<buffer> buffers;
    graph::vector<double> numbers;
    graph::vector<int> operands;
    graph::vector<operation> ops;
    graph::vector<nest> nests;
    graph::vector<block> blocks;
    graph::vector<setting> settings;
    graph::vector<check> checks;
    graph::vector<graph::function_record> functions;
    int symbols = 0;                          ///< symbols are 0 .. symbols - 1
    graph::vector<graph::text> symbol_names;  ///< for who prints: a frozen plan does without

    constexpr bool failed() const { return !message.empty(); }
};

/// The entries of a pool that a range names.
template <class Pool>
constexpr auto slice(Pool const& pool, range r) {
    return std::span{pool.data() + r.first, static_cast<std::size_t>(r.size)};
}

/// Appends entries to a pool.
template <class T>
constexpr range append(graph::vector<T>& pool, graph::vector<T> const& entries) {
    range const result{static_cast<int>(pool.size()), static_cast<int>(entries.size())};
    pool.insert(pool.end(), entries.begin(), entries.end());
    return result;
}

constexpr range append(graph::vector<char>& pool, std::string_view name) {
    range const result{static_cast<int>(pool.size()), static_cast<int>(name.size())};
    pool.insert(pool.end(), name.begin(), name.end());
    return result;
}

template <class Plan>
constexpr std::string_view name_of(Plan const& p, range r) {
    return {p.characters.data() + r.first, static_cast<std::size_t>(r.size)};
}

}  // namespace iverson::loops
