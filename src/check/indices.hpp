// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scope.hpp"

#include <utility>

/// Which index ranges over what: docs/semantics.md, 'Ranged indices', for lines that stand side by side.
namespace iverson::check {

/// An axis of a tensor; adjoint(y) has the axes of y.
struct axis_name {
    std::string key;
    int axis = 0;
    friend auto operator<=>(axis_name const&, axis_name const&) = default;
};

/// coefficient * index + ... + constant, as a subscript of an axis.
struct subscript {
    int axis = -1;
    std::vector<std::pair<int, std::int64_t>> terms;  ///< variables
    std::int64_t constant = 0;
    bool affine = true;  ///< made of indices and integers only

    bool is_bare() const { return affine && terms.size() == 1 && terms[0].second == 1 && constant == 0; }
};

/// An index, where it is bound.
struct variable {
    enum class kind : std::uint8_t { bound, left, free };
    std::string name;
    kind what = kind::free;
    int lower = -1;  ///< items
    int upper = -1;
    bool integer = false;  ///< over Z
    bool time = false;     ///< the time of a recurrence
};

/// The indices, axes and extents of some values and of the definitions before them.
class index_table {
  public:
    /// `left` is the left side of the chain (-1: none), which says over which axes the free indices range.
    index_table(document const& d, scope const& s, int left, std::vector<int> const& values,
                std::vector<syntax::binder> const& notes);

    std::vector<variable> variables;
    std::vector<subscript> subscripts;
    std::vector<axis_name> axes;
    std::vector<bool> integer_axis;
    std::vector<bool> time_axis;
    std::vector<int> class_of;                           ///< of an axis: axes of one class have equal extents
    std::map<std::string, int> free;                     ///< variables
    std::map<std::pair<std::string, int>, int> left_of;  ///< (key, axis) of a definition: its variable
    std::map<std::pair<int, int>, int> bound;            ///< (reduce item, place): its variable
    std::vector<std::pair<int, int>> compared;           ///< variables of [i = k]
    std::vector<std::string> extents;
    std::map<int, syntax::written_axis> declared;  ///< axes with a declaration
    std::vector<std::string> strides;              ///< extents that stand as factors in subscripts
    std::vector<std::string> integral;             ///< keys of tensors that hold integers
    std::size_t of_left = 0;  ///< the subscripts before this one stand on the left side of the chain

    int axis(std::string const& key, int which);
    /// An axis that is known.
    int axis_of(std::string const& key, int which) const;
    bool is_extent(std::string const& name) const;
    bool is_integral(std::string const& key) const;

  private:
    using names = std::vector<std::pair<std::string, int>>;

    explicit index_table(document const& d) : d_{&d} {}
    void gather(scope const& s, int left, std::vector<int> const& values,
                std::vector<syntax::binder> const& notes);
    int find(names const& scope, std::string const& name) const;
    int add(variable v);
    void note_extents(int id, names const& scope);
    void walk(int id, names& scope);
    void walk_reduction(int id, names& scope);
    void walk_comparison(syntax::comparison const& c, names& scope);
    void walk_access(int id, names& scope);
    void note_strides(item const& product, names const& scope);
    bool linear(int id, std::int64_t by, subscript& into, names& scope);
    void note(std::vector<syntax::binder> const& notes);
    void define(definition const& e);
    void note_declarations();
    void spread_integers();
    void spread_time(scope const& s);
    void unite(scope const& s);

    document const* d_;
};

}  // namespace iverson::check
