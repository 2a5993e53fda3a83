// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "affine.hpp"
#include "condition.hpp"
#include "function_record.hpp"
#include "rational.hpp"
#include "text.hpp"
#include "vector.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace iverson::graph {

/// The kinds of node. `head` and `links` of a node mean, by kind:
///   number      head: number;     links: none
///   access      head: tensor;     links: affine ids, one for each axis
///   bracket     head: condition;  links: none
///   compare     head: comparison; links: two nodes         (a bracket on values)
///   chosen      head: which;      links: a reduce node, max or min: the value of its bound index `which` where the extreme is
///                                 found first, in the lexicographic order of the indices as written
///   match       head: affine id;  links: a node             (the bracket [e = u] on an index expression and a value: the place of
///                                 an extreme, or an entry p(i) of an integer tensor; p has no value outside its domain)
///   add         links: two or more nodes, written order
///   multiply    links: two or more nodes, written order, a number only in front
///   power       links: base, exponent
///   call        head: function;   links: the arguments
///   reduce      head: reduction;  links: vars..., conditions..., body (see `reduction_view`)
///   partial     links: body, access: the derivative of the body by that access, not yet taken
///   recognized  head: notation;   links: the node it stands for, and what the notation shows; display only
enum class op : std::uint8_t {
    number,
    access,
    bracket,
    compare,
    chosen,
    match,
    add,
    multiply,
    power,
    call,
    reduce,
    partial,
    recognized
};
enum class reduction : std::uint8_t { sum, product, maximum, minimum };
enum class comparison : std::uint8_t { equal, less, less_equal, different };

struct node {
    op kind = op::number;
    int head = 0;
    int first = 0;
    int size = 0;
};

enum class symbol_kind : std::uint8_t {
    ranged,   ///< an index that ranges over axes or a written range
    integer,  ///< an index that ranges over Z
    extent,   ///< the length of an axis, >= 0
    lower,    ///< the first position of an axis
    gathered  ///< an index over Z that has one value, the entry of an integer tensor: k of sum(k, [k = p(i)] x(k)), which is x(p(i))
};

constexpr bool is_index(symbol_kind kind) {
    return kind == symbol_kind::ranged || kind == symbol_kind::integer || kind == symbol_kind::gathered;
}

struct symbol {
    text name;
    symbol_kind kind = symbol_kind::ranged;
    bool written = false;  ///< the user wrote its range, so that printing shows it
};

/// Positions of one axis: lower .. upper, inclusive; `upper` is affine in extents (and lower bounds).
struct axis {
    affine lower;
    affine upper;
};

/// What a tensor is beside its name.
enum class role : std::uint8_t {
    plain,
    next,        ///< the next state x' of the tensor `of`
    rate,        ///< the time derivative of the tensor `of`
    transition,  ///< the transition function of the next-state tensor `of`'s recurrence: Theta(of)
    state,       ///< the tensor `of` at the unrolled time `by`
    tangent,     ///< d(of): a direction in which the tensor `of` moves, and how another moves with it
    adjoint,     ///< dE/d(of), E the scalar `by` (-1: the unspecified E)
    total,       ///< dE/d(of) of a recurrence, through all its later steps too
    jacobian     ///< d(of)/d(by)
};

/// Which of the tensors of one name is meant: x, next(x), adjoint(y), adjoint(next(x)), tangent(x), state<3>(x).
struct standing {
    role kind = role::plain;
    role of = role::plain;  ///< of an adjoint or tangent: what it is that of
    int by = -1;            ///< of a state, or the adjoint or tangent of one: its time

    constexpr standing() = default;
    constexpr standing(role k, role o = role::plain, int b = -1)
        : kind{k}, of{o}, by{b} {}                    // NOLINT: a role stands alone
    constexpr operator role() const { return kind; }  // NOLINT: and is most of it
    /// Named with a tensor of another standing: adjoint(next(x)).
    constexpr bool is_related() const { return kind == role::adjoint || kind == role::tangent; }
    friend constexpr bool operator==(standing const&, standing const&) = default;
    friend constexpr bool operator==(standing const& a, role b) { return a == standing{b}; }
};

struct tensor {
    text name;
    int rank = 0;
    role kind = role::plain;
    int of = -1;
    int by = -1;
    vector<axis> axes;
    bool integral = false;  ///< its entries are integers, which subscript or are compared with an index
};

/// The parts of a `reduce` node: an index set given by bound symbols and the conditions (guards) on them, and a body.
struct reduction_view {
    reduction kind;
    std::span<int const> vars;
    std::span<int const> guards;
    int body;
};

/// The place of a value in a pool, where it is put if it is new. A formula has few different numbers, subscripts
/// and conditions: a scan beats a table, at compile time too.
template <class T>
constexpr int find_or_add(vector<T>& pool, T const& value) {
    for (std::size_t i = 0; i < pool.size(); ++i) {
        if (pool[i] == value) {
            return static_cast<int>(i);
        }
    }
    pool.push_back(value);
    return static_cast<int>(pool.size()) - 1;
}

/// A formula as shared nodes. Equal nodes are one node (hash-consing), so equality of ids is equality of terms.
/// A graph never throws: the first error is kept as a sentence, and passes hand on node 0, the number 0.
/// Limits: 2^31 nodes, tensors of rank 12, 12 symbols in one subscript.
class graph {
  public:
    constexpr graph() { number(rational{0}); }

    // -- reading -----------------------------------------------------------------------------------------------
    constexpr int size() const { return static_cast<int>(nodes_.size()); }
    constexpr node const& operator[](int id) const { return nodes_[static_cast<std::size_t>(id)]; }
    constexpr op kind(int id) const { return (*this)[id].kind; }
    constexpr bool is(int id, op k) const { return kind(id) == k; }
    constexpr std::span<int const> links(int id) const {
        node const& n = (*this)[id];
        return {links_.data() + n.first, static_cast<std::size_t>(n.size)};
    }
    constexpr rational const& number_of(int id) const { return numbers_[index((*this)[id].head)]; }
    constexpr condition const& condition_of(int id) const { return conditions_[index((*this)[id].head)]; }
    constexpr condition const& condition_at(int condition) const { return conditions_[index(condition)]; }
    constexpr affine const& affine_at(int id) const { return affines_[index(id)]; }
    /// The index expression of a bracket [e = u].
    constexpr affine const& index_of(int match) const { return affine_at((*this)[match].head); }
    constexpr tensor const& tensor_of(int access) const { return tensors[index((*this)[access].head)]; }
    constexpr tensor const& tensor_at(int id) const { return tensors[index(id)]; }
    constexpr symbol const& symbol_at(int id) const { return symbols[index(id)]; }
    constexpr function_record const& function_of(int call) const {
        return functions[index((*this)[call].head)];
    }
    constexpr reduction_view reduction_of(int id) const {
        auto const all = links(id);
        int const head = (*this)[id].head;
        auto const vars = static_cast<std::size_t>(head / 4);
        return {static_cast<reduction>(head % 4), all.first(vars), all.subspan(vars, all.size() - vars - 1),
                all.back()};
    }
    constexpr bool is_number(int id, std::int64_t value) const {
        return is(id, op::number) && number_of(id) == rational{value};
    }
    constexpr bool is_zero(int id) const { return is_number(id, 0); }
    /// No symbol, -1, is no index.
    constexpr bool is_integer_index(int symbol) const {
        return symbol >= 0 && (symbol_at(symbol).kind == symbol_kind::integer ||
                               symbol_at(symbol).kind == symbol_kind::gathered);
    }

    // -- interning: the same parts give the same id ---------------------------------------------------------------
    constexpr int intern(op kind, int head, std::span<int const> parts) {
        std::uint64_t key = hash(static_cast<std::uint64_t>(kind) * 31 + static_cast<std::uint64_t>(head));
        for (int part : parts) {
            key = hash(key ^ static_cast<std::uint64_t>(part));
        }
        if (2 * (nodes_.size() + 1) > slots_.size()) {
            grow();
        }
        std::size_t slot = key & (slots_.size() - 1);
        while (slots_[slot] >= 0) {
            auto const found = index(slots_[slot]);
            if (keys_[found] == key && same(nodes_[found], kind, head, parts)) {
                return slots_[slot];
            }
            slot = (slot + 1) & (slots_.size() - 1);
        }
        slots_[slot] = size();
        int const first = static_cast<int>(links_.size());
        // The parts may live in links_ itself, which may move while it grows.
        vector<int> const copy(parts.begin(), parts.end());
        links_.insert(links_.end(), copy.begin(), copy.end());
        nodes_.push_back({kind, head, first, static_cast<int>(copy.size())});
        keys_.push_back(key);
        return slots_[slot];
    }

    constexpr int number(rational value) {
        if (!value.valid()) {
            return fail("a number does not fit into a fraction of two 64-bit integers");
        }
        return intern(op::number, number_id(value), {});
    }
    /// The place of a number in its pool, without a node.
    constexpr int number_id(rational value) { return find_or_add(numbers_, value); }
    constexpr int affine_id(affine const& value) {
        if (!value.valid()) {
            fail("a subscript or bound has more than 12 symbols, or a coefficient beyond 32 bits");
            return affine_id(affine{});
        }
        return find_or_add(affines_, value);
    }
    constexpr int condition_id(condition const& value) {
        if (!value.expression.valid()) {
            fail("a condition has more than 12 symbols, or a coefficient beyond 32 bits");
            return condition_id({relation::zero, affine{}, 0});
        }
        if (value.kind == relation::divisible && value.modulus <= 0) {
            fail("a divisor in a condition is not positive");
            return condition_id({relation::zero, affine{}, 0});
        }
        return find_or_add(conditions_, normalized(value));
    }
    constexpr int new_symbol(std::string_view name, symbol_kind kind, bool written = false) {
        symbols.push_back({text{name}, kind, written});
        return static_cast<int>(symbols.size()) - 1;
    }
    /// How a recognized node is written, in LaTeX: #t1 is the tensor in link 1, #n1 a node, #i1 a subscript, #p1 all subscripts
    /// from link 1 on. Not frozen: a formula that is kept is never a name.
    constexpr int notation_id(std::string_view latex) { return find_or_add(notations_, latex); }
    constexpr std::string_view notation_of(int recognized) const {
        return notations_[index((*this)[recognized].head)];
    }
    constexpr int function_id(function_record const& record) {
        for (std::size_t i = 0; i < functions.size(); ++i) {
            if (functions[i].is_same_function(record)) {
                return static_cast<int>(i);
            }
        }
        functions.push_back(record);
        return static_cast<int>(functions.size()) - 1;
    }

    // -- errors -------------------------------------------------------------------------------------------------------
    /// Keeps the first sentence and returns node 0.
    constexpr int fail(std::string_view sentence) {
        if (message_.empty()) {
            message_ = sentence;
        }
        return 0;
    }
    constexpr bool failed() const { return !message_.empty(); }
    constexpr text const& message() const { return message_; }

    vector<symbol> symbols;
    vector<tensor> tensors;
    vector<function_record> functions;

    constexpr vector<affine> const& affines() const { return affines_; }
    constexpr vector<condition> const& conditions() const { return conditions_; }
    constexpr vector<rational> const& numbers() const { return numbers_; }

  private:
    static constexpr std::size_t index(int id) { return static_cast<std::size_t>(id); }
    static constexpr std::uint64_t hash(std::uint64_t x) {
        x = (x ^ (x >> 31)) * 0x9E3779B97F4A7C15ULL;
        return x ^ (x >> 29);
    }
    constexpr bool same(node const& n, op kind, int head, std::span<int const> parts) const {
        if (n.kind != kind || n.head != head || n.size != static_cast<int>(parts.size())) {
            return false;
        }
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (links_[index(n.first) + i] != parts[i]) {
                return false;
            }
        }
        return true;
    }
    constexpr void grow() {
        vector<int> bigger(slots_.empty() ? 64 : 4 * slots_.size(), -1);
        for (int id = 0; id < size(); ++id) {
            std::size_t slot = keys_[index(id)] & (bigger.size() - 1);
            while (bigger[slot] >= 0) {
                slot = (slot + 1) & (bigger.size() - 1);
            }
            bigger[slot] = id;
        }
        slots_ = bigger;
    }
    vector<node> nodes_;
    vector<std::uint64_t> keys_;
    vector<int> links_;
    vector<int> slots_;
    vector<std::string_view> notations_;
    vector<affine> affines_;
    vector<condition> conditions_;
    vector<rational> numbers_;
    text message_;
};

/// The name of the class where the namespace `graph` is open and would hide it.
using term_graph = graph;

}  // namespace iverson::graph
