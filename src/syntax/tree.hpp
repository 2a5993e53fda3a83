// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/formula/meaning.hpp>
#include <iverson/graph/rational.hpp>

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// What a reader has read, before names have a meaning: the same tree from text and from LaTeX.
namespace iverson::syntax {

/// A part of the source: bytes begin .. end - 1.
struct place {
    int begin = 0;
    int end = 0;
};

/// Why the reading ends. Readers and lowering throw it; `parse` catches it.
struct failure {
    place at;
    std::string message;
    std::string hint;
};

/// x, x', adjoint(y), jacobian(y, x), x@3.
struct tensor_name {
    std::string name;  ///< of the innermost tensor
    graph::role kind = graph::role::plain;
    std::vector<tensor_name>
        of;         ///< what the role is about: one, or two for a jacobian and an adjoint by a scalar
    int time = -1;  ///< of a state
};

enum class form : std::uint8_t {
    number,    ///< value
    access,    ///< tensor, parts: subscripts. Without subscripts also an index or an extent
    call,      ///< name, primes or places of the derivative, parts: arguments
    reduce,    ///< word, binders, condition, parts: body
    chosen,    ///< the same; which
    bracket,   ///< comparisons joined by and: signs[i] between parts[2i] and parts[2i + 1]
    add,       ///< signs + -
    multiply,  ///< signs * / %
    power,     ///< parts: base, exponent
    negate,
    partial  ///< parts: body, access
};

enum class word : std::uint8_t { sum, product, maximum, minimum, mean };

/// How the kind of an index was told.
enum class told : std::uint8_t {
    nothing,  ///< i: over Z if it shares a subscript with an index over Z
    ranged,   ///< i in axes
    integer   ///< i in Z
};

/// An index where it is bound: s, s in Z, r in 0..2, t in Z in 0..3.
struct binder {
    std::string name;
    place at;
    told kind = told::nothing;
    int lower = -1;  ///< items; -1: no range
    int upper = -1;
    bool over_integers = false;  ///< found by `tell_kinds`
};

struct comparison {
    lowering::sign kind = lowering::sign::equal;
    int left = -1;
    int right = -1;
};

struct item {
    form what = form::number;
    place at;
    graph::rational value;
    tensor_name tensor;
    std::string name;
    int primes = 0;       ///< of a call: the derivative g''
    std::vector<int> by;  ///< of a call: the derivative g_12, as places from 0
    word operation = word::sum;
    int which = 0;
    std::vector<binder> binders;
    int condition = -1;  ///< a bracket item: sum(i, j | i <= j, body)
    std::vector<int> parts;
    std::string signs;
    std::vector<comparison> comparisons;
};

/// A subscript on the left: an index that it binds, or a position.
struct left_subscript {
    bool binds = false;
    binder index;
    int position = -1;  ///< an item
};

struct written_equation {
    place at;
    tensor_name left;
    place left_at;
    std::vector<left_subscript> subscripts;
    int condition = -1;  ///< a bracket item: y[i, j | i <= j] = ...
    int value = -1;
};

/// x: [N], w: [1..d], A: [N, _], x: [N at lo].
struct written_axis {
    int extent = -1;  ///< an item; lower without upper: starts at the symbol `lower`
    int lower = -1;
    int upper = -1;
    std::string start;  ///< the name of a first position that the binding gives
    place at;
};
struct declaration {
    place at;
    tensor_name tensor;
    std::vector<written_axis> axes;
};

/// function g(u, v) = body; without a body only its name and its number of arguments are known.
struct written_function {
    place at;
    std::string name;
    std::vector<std::string> parameters;
    int body = -1;
};

struct document {
    std::vector<item> items;
    std::vector<written_equation> equations;
    std::vector<declaration> declarations;
    std::vector<written_function> functions;
    std::vector<std::pair<tensor_name, place>> outputs;  ///< empty: the last equation

    int add(item i) {
        items.push_back(std::move(i));
        return static_cast<int>(items.size()) - 1;
    }
    item const& operator[](int id) const { return items[static_cast<std::size_t>(id)]; }
    item& operator[](int id) { return items[static_cast<std::size_t>(id)]; }
};

inline constexpr int deepest_nesting = 200;     ///< of parentheses, powers and reductions
inline constexpr int longest_source = 1 << 20;  ///< bytes
inline constexpr int most_items = 20000;        ///< of one document

/// Counts how deep the reading stands, so that no text makes the stack overflow.
class deeper {
  public:
    deeper(int& depth, place at) : depth_{depth} {
        if (++depth_ > deepest_nesting) {
            --depth_;
            throw failure{at, "the formula is nested more than " + std::to_string(deepest_nesting) + " deep",
                          "give a part of it a name: an equation of its own, or a function"};
        }
    }
    deeper(deeper const&) = delete;
    ~deeper() { --depth_; }

  private:
    int& depth_;
};

/// The name as it is written in text.
std::string spelled(tensor_name const& t);

/// Decides for every index whether it is over Z, and gives the names that are extents.
/// Source: docs/text.md, 'Indices'.
std::set<std::string> tell_kinds(document& d);

/// The formula that the document means, completed. Throws failure.
graph::formula lowered(document d);

struct meaning {
    graph::formula formula;
    std::optional<failure> misfit;  ///< why no data fits the formula, where its ranges tell
};
meaning meaning_of(document d);

/// The word of the list that is nearest to the unknown one; empty if none is near.
std::string nearest(std::string const& unknown, std::vector<std::string> const& known);

/// The names of the functions of the table.
std::vector<std::string> function_names();

}  // namespace iverson::syntax
