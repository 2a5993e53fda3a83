// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "functions.hpp"
#include "indices.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>

/// The plain meaning of a line as it is written: every index value, every bracket, by brute force. Derivatives that are not yet
/// taken are taken by dual numbers, so that no rule of differentiation is used to judge one.
namespace iverson::check {

/// A line has no value, or none that could be computed: then nothing is said of it.
class no_value : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

using point = std::vector<std::int64_t>;

struct interval {
    std::int64_t first = 0;
    std::int64_t last = -1;
    bool empty() const { return last < first; }
    interval meet(interval o) const { return {std::max(first, o.first), std::min(last, o.last)}; }
    interval hull(interval o) const {
        return empty() ? o : o.empty() ? *this : interval{std::min(first, o.first), std::max(last, o.last)};
    }
};

/// Visits all points of a box.
template <class Visit>
void each_point(std::vector<interval> const& box, Visit const& visit) {
    point at;
    for (interval const& i : box) {
        if (i.empty()) {
            return;
        }
        at.push_back(i.first);
    }
    for (;;) {
        visit(at);
        std::size_t d = box.size();
        while (d > 0 && at[d - 1] == box[d - 1].last) {
            --d;
            at[d] = box[d].first;
        }
        if (d == 0) {
            return;
        }
        ++at[d - 1];
    }
}

/// The numbers of a trial cannot be drawn: what is said of a tensor does not hold at its extents.
class no_trial : public no_value {
  public:
    using no_value::no_value;
};

/// How the numbers of a trial are drawn.
struct trial {
    static constexpr std::int64_t uneven = -2;  ///< named extents 2 and 3, all other axes 7 to 10
    std::uint64_t seed = 1;
    std::int64_t extent = -1;  ///< of all axes; -1: drawn for each
    static constexpr int distinct = 4;
    int values = 0;  ///< 0: both signs, 1: positive, 2: in (-1, 1), 3: few, so that some are equal
};

/// Whether dE/dx is known: E is defined, or something that reads x is.
bool knows_adjoint(document const& d, scope const& s, item const& adjoint);
/// Whether the derivative of an access by another is known: it is defined, or an input of what is defined.
bool knows_partial(document const& d, scope const& s, item const& above, item const& below);

/// One assignment of extents and numbers, and the values of items at it.
class evaluation {
  public:
    static constexpr std::int64_t window = 12;  ///< indices over Z stay inside -window .. window
    static constexpr std::int64_t beyond = 60;  ///< where nothing may have support

    evaluation(document const& d, scope const& s, index_table const& t, trial const& how,
               std::int64_t& budget);

    /// The values over which a free index ranges.
    interval range_of_free(std::string const& name);
    /// The value where the free indices stand at these positions. `numerator`: the access that the chain derives, or -1.
    number value(int id, std::map<std::string, std::int64_t> const& free, int numerator);
    std::map<std::string, std::int64_t> const& extents() const { return extents_; }
    /// The entries that have been read, by tensor and position.
    std::map<std::pair<std::string, point>, real> const& entries() const { return entries_; }
    bool by_differences() const { return by_differences_; }

  private:
    struct seed {
        std::string key;
        point at;
    };
    struct shift {
        std::string key;
        point at;
        real by;
    };
    struct step {
        int system;
        std::int64_t time;
    };
    struct bound_index {
        std::string const* name;
        std::int64_t value;
    };
    // -- ranges
    void draw_extents();
    void draw_classes();
    interval drawn_range(std::size_t axis, interval constants) const;
    bool is_told(int end) const;
    bool is_settled(int v) const;
    int own_axis(int v) const;
    interval class_range(int axis) const;
    interval axis_range(int axis);
    bool has_bounds(int v) const;
    interval variable_range(int v);
    interval unranged(int v);
    interval times(variable::kind what);
    interval range_of_compared(int v);
    interval written(int v);
    interval bounds(int id);
    interval ends(subscript const& s, int without);

    // -- values
    number eval(int id);
    number eval_access(item const& i);
    number called(std::string const& name, std::vector<number> const& arguments);
    number tensor(item const& i, std::string const& key, point const& at);
    number computed(item const& i, std::string const& key, point const& at);
    bool is_differentiated(item const& i, definition const& e, point const& at);
    number held_fixed(definition const& e, point const& at);
    number defined(item const& i, definition const& e, point const& at);
    number body(definition const& e, point const& at);
    number outside_recurrence(definition const& e, point const& at);
    number adjoint(item const& i, point const& at);
    bool is_read_later(std::string const& key, point const& at);
    static std::optional<step> step_of(definition const& e, point const& at);
    number adjoint_by_chain_rule(std::string const& key, std::string const& by, point const& at);
    number derivative(int body, item const& wrt);
    number derivative_of(std::function<number()> const& f, seed const& by);
    number with_derivatives_inside(std::function<number()> const& f, seed const& by);
    number random(std::string const& key, point const& at);
    real restricted(std::string const& key, point const& at) const;
    interval steps();
    real drawn(std::string const& key, point const& at) const;
    number add(item const& i);
    number multiply(item const& i);
    number reduce(item const& i, int id);
    number chosen(item const& i, int id);
    bool holds(item const& bracket);
    bool compares(syntax::comparison const& c);
    template <class Visit>
    void each(item const& i, int id, std::size_t k, Visit const& visit);
    std::int64_t position(int id);
    point positions(item const& i);
    std::int64_t const* index(std::string const& name) const;
    void spend();

    document const& d_;
    scope const& s_;
    index_table const& t_;
    trial how_;
    std::int64_t& budget_;
    std::map<std::string, std::int64_t> extents_;
    std::map<int, interval> classes_;
    std::set<int> told_;  ///< classes whose positions written ranges reach
    std::map<int, interval> known_ranges_;
    std::optional<interval> steps_;
    std::set<int> computing_;
    std::vector<bound_index> bound_;
    std::map<std::string, number> arguments_;  ///< of the function whose body is computed
    std::optional<seed> active_;
    std::vector<shift> shifts_;
    std::optional<step> step_;  ///< the step of a system that is differentiated: all others are held fixed
    std::string direct_;        ///< a definition whose other definitions are held fixed
    std::int64_t numerator_time_ = INT64_MIN;
    int numerator_system_ = -2;
    std::string adjoint_base_;                   ///< the tensor that the gradient at hand is by
    steps_derived mode_ = steps_derived::usual;  ///< of the derivative at hand; usual: one step
    bool far_ = false;                           ///< an index over Z stands where nothing may have support
    int depth_ = 0;
    bool by_differences_ = false;
    std::map<std::pair<std::string, point>, real> entries_;
    using memory = std::map<std::pair<std::string, point>, number>;
    memory fixed_;  ///< entries of defined tensors without a derivative
    memory open_;   ///< and in the derivative at hand
    memory gradients_;
};

}  // namespace iverson::check
