// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "schedule.hpp"

#include <array>

/// Register tiles: several entries of a result and several steps of its reduction at once, so that what they share is loaded
/// once. What is shared follows from the coefficients of the subscripts alone: in a convolution steps share entries of x with
/// lanes, in a product of matrices rows share entries of one factor and lanes those of the other.
/// Source: Goto, van de Geijn, Anatomy of high-performance matrix multiplication (2008), section 4, for the model of registers.
namespace iverson::loops {

/// Rows, registers along the lanes, and steps of one loop of the reduction, `stride` apart. Steps that follow one another are
/// added to `partials` sums in turn, so that they need not wait for each other. Where the steps of a reduction are the lanes
/// (along_tiles.hpp), two loops of the nest have several entries each: rows and columns.
struct tile {
    int row = -1;  ///< which loop of the nest; -1: none, one row
    int rows = 1;
    int parts = 1;
    int along = -1;  ///< which loop of the reduction; -1: the last one, one step
    int steps = 1;
    int stride = 1;
    int partials = 1;
    int across = -1;  ///< another loop of the nest; -1: none, one column
    int columns = 1;

    /// Entries of the result that have a sum in each part: number `row * columns + column`.
    constexpr int entries() const { return rows * columns; }
    constexpr int sums() const { return entries() * parts * partials; }
    constexpr bool exists() const { return entries() * steps > 1; }
    constexpr tile with_parts(int its) const {
        tile result = *this;
        result.parts = its;
        return result;
    }
    constexpr tile with_one_step() const {
        tile result = *this;
        result.along = -1;
        result.steps = result.stride = 1;
        return result;
    }
    friend constexpr bool operator==(tile const&, tile const&) = default;
};

/// One instruction of a tile: an operation at one of its points, or, with op -1, the step of a row's and part's reduction.
/// A step with two operands takes their product.
struct micro {
    int op = -1;
    int entry = 0;  ///< of the tile: its row, where it has no columns
    int part = 0;
    int step = 0;
    int a = -1;  ///< registers
    int b = -1;
    int target = -1;
};

/// The straight-line code of the tiles of one reduction, and its cost.
template <class Plan, class Layout>
class tile_maker {
  public:
    /// `varying` says of each operation of the nest whether it differs between lanes.
    constexpr tile_maker(Plan const& p, nest const& n, Layout const& layout, bool const* varying, int lane,
                         int reduction, int width)
        : p_{p}, n_{n}, layout_{layout}, varying_{varying}, lane_{lane}, reduce_{reduction}, width_{width} {}

    /// The steps of a tile as straight-line code, in which equal values are computed once.
    constexpr graph::vector<micro> code(tile const& t) const {
        writing w{t, {}, {}};
        operation const& body = op(op(reduce_).a);
        bool const product = is_sum() && body.kind == op_kind::multiply;
        for (int part = 0; part < t.parts; ++part) {
            for (int step = 0; step < t.steps; ++step) {
                for (int entry = 0; entry < t.entries(); ++entry) {
                    micro last{-1, entry, part, step};
                    last.a = value_of(w, product ? body.a : op(reduce_).a, last);
                    last.b = product ? value_of(w, body.b, last) : -1;
                    w.code.push_back(last);
                }
            }
        }
        return w.code;
    }

    /// Whether entries are better copied into a panel, in the order in which the tile reads them: all rows read the same
    /// ones, each once for each step, and they lie in rows of memory or apart.
    constexpr bool is_packed(tile const& t, int load) const {
        return t.row >= 0 && t.steps == 1 && varies(load) && !mentions(load, row_symbol(t)) &&
               reads_each_once(load) && is_box(t);
    }
    /// Whether it can only be run with such panels.
    constexpr bool must_pack(tile const& t) const {
        bool result = false;
        for (int i = n_.ops.first; i < n_.ops.end(); ++i) {
            result = result || (is_body_load(i) && is_packed(t, i) && kind(i) == access_kind::apart);
        }
        return result;
    }
    /// Whether some rows have steps that others do not have.
    constexpr bool moves_with_rows(tile const& t) const { return moves_with(row_symbol(t)); }
    /// Whether the steps are others for other values of the index.
    constexpr bool moves_with(int symbol) const {
        bool result = false;
        for (loop const& l : slice(p_.loops, op(reduce_).items)) {
            result = result || l.is_read() || bounds_mention(l, symbol);
        }
        return result;
    }
    /// The place of a load among those that are packed.
    constexpr int slot(tile const& t, int load) const {
        int result = 0;
        for (int i = n_.ops.first; i < load; ++i) {
            result += is_body_load(i) && is_packed(t, i) ? 1 : 0;
        }
        return result;
    }
    /// By how many entries of axis d the point lies from the first one of the tile.
    constexpr std::int64_t offset(tile const& t, micro const& at, graph::affine const& position) const {
        std::int64_t result = position.coefficient(lane_) * width_ * at.part +
                              position.coefficient(along_symbol(t)) * t.stride * at.step;
        if (t.row >= 0) {
            result += position.coefficient(row_symbol(t)) * (at.entry / t.columns);
        }
        if (t.across >= 0) {
            result += position.coefficient(column_symbol(t)) * (at.entry % t.columns);
        }
        return result;
    }
    constexpr int row_symbol(tile const& t) const { return loop_at(n_.loops.first + t.row).symbol; }
    constexpr int column_symbol(tile const& t) const { return loop_at(n_.loops.first + t.across).symbol; }
    constexpr int along_symbol(tile const& t) const {
        range const loops = op(reduce_).items;
        return loop_at(t.along < 0 ? loops.end() - 1 : loops.first + t.along).symbol;
    }

    /// Registers that hold values at the same time, and those of the reduction.
    static constexpr int pressure(tile const& t, graph::vector<micro> const& all) {
        graph::vector<char> live(all.size(), 0);
        int now = 0;
        int most = 0;
        for (std::size_t i = all.size(); i-- > 0;) {  // a value lives from its instruction to its last use
            if (all[i].target >= 0 && live[static_cast<std::size_t>(all[i].target)] != 0) {
                --now;
            }
            for (int used : {all[i].a, all[i].b}) {
                if (used >= 0 && live[static_cast<std::size_t>(used)] == 0) {
                    live[static_cast<std::size_t>(used)] = 1;
                    ++now;
                }
            }
            most = now > most ? now : most;
        }
        return most + t.sums();
    }
    /// In hundredths of a cycle for one register and step: two multiply-adds and two loads a cycle, loads weighted by how they
    /// lie. The sums of fewer than eight registers wait for each other.
    constexpr int cost(tile const& t, graph::vector<micro> const& all) const {
        constexpr int price[] = {75, 98, 173, 800};
        int total = 0;
        for (micro const& one : all) {
            bool const load = one.op >= 0 && op(one.op).kind == op_kind::load;
            bool const lies = load && varies(one.op) && !is_packed(t, one.op);
            total += !load ? 100 : lies ? price[static_cast<int>(kind(one.op))] : price[0];
        }
        int const sums = t.sums();
        return total / 2 * (sums < 8 ? 8 : sums) / sums / (t.entries() * t.parts * t.steps);
    }

  protected:
    constexpr operation const& op(int i) const { return p_.ops[static_cast<std::size_t>(i)]; }
    constexpr loop const& loop_at(int i) const { return p_.loops[static_cast<std::size_t>(i)]; }
    constexpr bool varies(int i) const { return varying_[i - n_.ops.first]; }
    constexpr bool is_sum() const { return op(reduce_).head == static_cast<int>(graph::reduction::sum); }
    constexpr bool is_inside(int i) const { return i >= 0 && op(i).region == op(reduce_).b; }
    constexpr bool is_body_load(int i) const { return is_inside(i) && op(i).kind == op_kind::load; }
    constexpr access_kind kind(int load) const {
        return kind_of_access(p_, op(load).items, layout_.unit_axis[static_cast<std::size_t>(op(load).head)],
                              lane_);
    }
    constexpr bool mentions(int load, int symbol) const {
        bool result = false;
        for (graph::affine const& position : slice(p_.affines, op(load).items)) {
            result = result || position.mentions(symbol);
        }
        return result;
    }
    constexpr bool bounds_mention(loop const& l, int symbol) const {
        bool result = false;
        for (range const bounds : {l.lowers, l.uppers}) {
            for (bound const& b : slice(p_.bounds, bounds)) {
                result = result || b.expression.mentions(symbol);
            }
        }
        return result;
    }

    /// The loops of the reduction are the same for all rows and lanes.
    constexpr bool is_box(tile const& t) const {
        bool result = true;
        for (loop const& l : slice(p_.loops, op(reduce_).items)) {
            result = result && !bounds_mention(l, lane_) && !bounds_mention(l, row_symbol(t));
        }
        return result;
    }
    /// Each step and lane reads an entry of its own: every loop of the reduction moves the place, none along with the lanes.
    constexpr bool reads_each_once(int load) const {
        bool result = true;
        for (loop const& l : slice(p_.loops, op(reduce_).items)) {
            result = result && mentions(load, l.symbol);
            for (graph::affine const& position : slice(p_.affines, op(load).items)) {
                result = result && !(position.mentions(l.symbol) && position.mentions(lane_));
            }
        }
        return result;
    }

  private:
    // -- straight-line code --------------------------------------------------------------------------------------------
    /// What a register holds: where keys differ, so do values.
    struct content {
        int instruction;
        std::uint64_t key;
    };
    struct writing {
        tile shape;
        graph::vector<micro> code;
        graph::vector<content> registers;
    };
    /// The register that holds the operation's value at a point; appends what computes it, if nothing does yet.
    constexpr int value_of(writing& w, int which, micro const& at) const {
        micro wanted = at;
        wanted.op = which;
        std::uint64_t key = 0;
        if (op(which).kind == op_kind::load) {
            key = place_key(w.shape, wanted);
        } else if (op(which).kind != op_kind::number) {
            wanted.a = value_of(w, op(which).a, at);
            wanted.b = value_of(w, op(which).b, at);
            key = (static_cast<std::uint64_t>(wanted.a) << 32) + static_cast<std::uint64_t>(wanted.b);
        }
        for (std::size_t i = 0; i < w.registers.size(); ++i) {
            micro const& done = w.code[static_cast<std::size_t>(w.registers[i].instruction)];
            if (w.registers[i].key == key && done.op == which && is_same(w.shape, done, wanted)) {
                return static_cast<int>(i);
            }
        }
        wanted.target = static_cast<int>(w.registers.size());
        w.registers.push_back({static_cast<int>(w.code.size()), key});
        w.code.push_back(wanted);
        return wanted.target;
    }
    /// One number of the offsets along all axes.
    constexpr std::uint64_t place_key(tile const& t, micro const& at) const {
        std::uint64_t result = 0;
        for (graph::affine const& position : slice(p_.affines, op(at.op).items)) {
            result = result * 0x9E3779B97F4A7C15u + static_cast<std::uint64_t>(offset(t, at, position));
        }
        return result;
    }
    constexpr bool is_same(tile const& t, micro const& x, micro const& y) const {
        if (op(x.op).kind != op_kind::load) {
            return x.a == y.a && x.b == y.b;
        }
        bool result = true;
        for (graph::affine const& position : slice(p_.affines, op(x.op).items)) {
            result = result && offset(t, x, position) == offset(t, y, position);
        }
        return result;
    }

  protected:
    Plan const& p_;
    nest const& n_;
    Layout const& layout_;
    bool const* varying_;
    int lane_;
    int reduce_;
    int width_;
};

}  // namespace iverson::loops
