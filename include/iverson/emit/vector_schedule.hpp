// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../loops/tile_choice.hpp"

#include <memory>
#include <span>
#include <vector>

/// Which loop of a nest becomes the lanes of vectors in emitted source, as `loops/expand.hpp` chooses.
namespace iverson::emit {

/// The axis of each buffer along which entries are neighbours: what `memory_layout` is for bindings of known types.
struct memory_order {
    std::vector<int> unit_axis;
    std::vector<int> integer;
};

/// Arguments and results by columns, or by rows as temporaries always are.
inline memory_order order_of(loops::plan const& p, bool by_columns) {
    memory_order result;
    for (loops::buffer const& b : p.buffers) {
        bool const temporary = b.kind == loops::buffer_kind::temporary;
        result.unit_axis.push_back(by_columns && !temporary && b.rank > 0 ? 0 : b.rank - 1);
        result.integer.push_back(b.integral && b.kind == loops::buffer_kind::argument ? 8 : 0);
    }
    return result;
}

/// A nest's lanes, and what runs inside a block of them.
class vector_schedule {
  public:
    vector_schedule(loops::plan const& p, loops::nest const& n, memory_order const& order)
        : p_{p}, n_{n}, order_{order}, lane_{loops::lane_loop(p, n, order)} {
        if (lane_ >= 0) {
            find_inner();
            find_tile();
        }
    }

    /// The lanes of a register of AVX-512, by which tiles are chosen: what the source is compiled for is not known.
    static constexpr int width = 8;

    /// Places among the loops of the nest, -1: none.
    int lane() const { return lane_; }
    /// A loop whose steps share the cache lines that the lanes gather: the other side of a transposition.
    int inner() const { return inner_; }
    /// Steps of the only reduction that share what they load where they lie a register apart.
    loops::tile const& tile() const { return tile_; }

    /// Whether the nest can do with the steps of its only reduction as lanes.
    bool may_run_along() const {
        int const which = only_reduction();
        return which >= 0 && runs_along(p_.ops[place(which)]);
    }
    /// Lanes would gather in every step of a reduction whose steps may be lanes themselves, or only fill single places.
    bool has_rows_first() const {
        bool gathers = false;
        for (loops::operation const& o : ops()) {
            gathers =
                gathers || (o.kind == loops::op_kind::load && o.region != 0 && is_apart(o, symbol(lane_)));
        }
        bool const scatters = only_reduction() == -1 && kind_of_store() == loops::access_kind::apart;
        return (gathers && may_run_along()) || scatters;
    }
    /// Whether the steps of a sum's innermost loop can be lanes.
    bool runs_along(loops::operation const& o) const {
        loops::loop const& last = p_.loops[place(o.items.end() - 1)];
        bool result = o.head == static_cast<int>(graph::reduction::sum) && !last.is_read();
        for (loops::operation const& inner : ops()) {
            if (inner.region == o.b) {
                result = result && !loops::has_steps(inner) && inner.guards.size == 0 &&
                         !(inner.kind == loops::op_kind::load && is_apart(inner, last.symbol));
            }
        }
        return result;
    }
    loops::access_kind kind_of(int buffer, loops::range subscripts, int symbol) const {
        return loops::kind_of_access(p_, subscripts, order_.unit_axis[place(buffer)], symbol);
    }
    loops::access_kind kind_of_store() const { return kind_of(n_.buffer, n_.subscripts, symbol(lane_)); }
    int unit_axis(int buffer) const { return order_.unit_axis[place(buffer)]; }
    bool is_integral(int buffer) const { return order_.integer[place(buffer)] != 0; }
    int symbol(int which) const { return p_.loops[place(n_.loops.first + which)].symbol; }

  private:
    static std::size_t place(int i) { return static_cast<std::size_t>(i); }
    std::span<loops::operation const> ops() const { return loops::slice(p_.ops, n_.ops); }
    bool is_apart(loops::operation const& load, int symbol) const {
        return kind_of(load.head, load.items, symbol) == loops::access_kind::apart;
    }
    /// The only reduction; -1 if there is none, -2 if there are several.
    int only_reduction() const {
        int found = -1;
        for (int i = n_.ops.first; i < n_.ops.end(); ++i) {
            if (p_.ops[place(i)].kind == loops::op_kind::reduce) {
                found = found == -1 ? i : -2;
            }
        }
        return found;
    }
    void find_inner() {
        for (int i = 0; i < n_.loops.size && inner_ < 0 && only_reduction() == -1; ++i) {
            bool const may = i != lane_ && loops::can_be_innermost(p_, n_, i);
            for (loops::operation const& o : ops()) {
                bool const crossed = o.kind == loops::op_kind::load && is_apart(o, symbol(lane_)) &&
                                     kind_of(o.head, o.items, symbol(i)) == loops::access_kind::forwards;
                inner_ = may && crossed && inner_ < 0 ? i : inner_;
            }
        }
    }
    /// Rows in tiles have no form.
    void find_tile() {
        if (only_reduction() < 0) {
            return;
        }
        loops::lane_analysis const varies{p_, n_, symbol(lane_)};
        auto const varying = std::make_unique<bool[]>(place(n_.ops.size));
        for (int i = 0; i < n_.ops.size; ++i) {
            varying[place(i)] = varies(n_.ops.first + i);
        }
        loops::tile_choice const choice{p_,   n_, order_, varying.get(), symbol(lane_), only_reduction(),
                                        width};
        loops::tile const best = choice.best(32);
        if (best.row < 0 && best.exists() && best.stride >= width / 2) {
            tile_ = best;
        }
    }

    loops::plan const& p_;
    loops::nest const& n_;
    memory_order const& order_;
    int lane_;
    int inner_ = -1;
    loops::tile tile_;
};

}  // namespace iverson::emit
