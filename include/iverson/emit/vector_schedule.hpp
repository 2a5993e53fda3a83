// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../loops/tile_choice.hpp"

#include <memory>
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
        : p_{p}, n_{n}, order_{order}, lane_{loops::lane_loop(p, n, order)},
          inner_{loops::inner_loop(p, n, order, lane_)} {
        if (lane_ >= 0) {
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
    bool may_run_along() const { return only_reduction() >= 0 && runs_along(only_reduction()); }
    bool has_rows_first() const {
        return loops::has_rows_first(p_, n_, order_, symbol(lane_)) && (may_run_along() || !has_reduction());
    }
    /// Whether the steps of a sum's innermost loop can be lanes.
    bool runs_along(int reduction) const {
        return p_.ops[place(reduction)].head == static_cast<int>(graph::reduction::sum) &&
               loops::runs_along(p_, n_, order_, reduction);
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
    int only_reduction() const { return loops::reduction_of(p_, n_); }
    bool has_reduction() const { return only_reduction() != -1; }
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
    int inner_;
    loops::tile tile_;
};

}  // namespace iverson::emit
