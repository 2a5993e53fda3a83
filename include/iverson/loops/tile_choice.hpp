// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tile.hpp"

/// Which tile a reduction gets: the candidate whose code is cheapest.
namespace iverson::loops {

template <class Plan, class Layout>
class tile_choice : public tile_maker<Plan, Layout> {
    using base = tile_maker<Plan, Layout>;
    using base::bounds_mention;
    using base::is_body_load;
    using base::is_inside;
    using base::kind;
    using base::lane_;
    using base::layout_;
    using base::loop_at;
    using base::n_;
    using base::op;
    using base::p_;
    using base::reduce_;
    using base::varies;
    using base::width_;

  public:
    /// As those of the maker.
    constexpr tile_choice(Plan const& p, nest const& n, Layout const& layout, bool const* varying, int lane,
                          int reduction, int width)
        : base{p, n, layout, varying, lane, reduction, width} {}

    /// The tile with the lowest cost of a step, if that is well below the cost without; `registers` of the machine.
    constexpr tile best(int registers) const {
        tile result;
        if (!can_be_tiled()) {
            return result;
        }
        tile const none{-1, 1, 8, -1, 1, 1, 1};
        int least = this->cost(none, this->code(none)) * 9 / 10;
        for (int row = -1; row < n_.loops.size; ++row) {
            if (row >= 0 && !can_be_row(row)) {
                continue;
            }
            for (int along = -1; along < op(reduce_).items.size; ++along) {
                for (tile const& t : candidates(row, along)) {
                    if (t.exists() && is_possible(t)) {
                        take_if_cheaper(t, registers, least, result);
                    }
                }
            }
        }
        return result;
    }

    /// Several entries of the result whose steps are the lanes, those of the loop `along` of the reduction. They share what they
    /// load, and are summed up across their lanes together. Where `only_row` is a loop of the nest, no other one has several entries.
    constexpr tile best_along(int along, int only_row, int registers) const {
        tile result;
        if (!can_be_tiled()) {
            return result;
        }
        tile const none{-1, 1, 4, along};
        int least = this->cost(none, this->code(none));
        for (int row = n_.loops.size;
             row-- > 0;) {  // what lies along the lanes of the nest is one of the last
            if (!can_have_entries(row) || (only_row >= 0 && row != only_row)) {
                continue;
            }
            for (int across = -1; across < (only_row >= 0 ? 0 : row); ++across) {
                if (across >= 0 && !can_have_entries(across)) {
                    continue;
                }
                for (tile const& t : candidates_along(row, across, along)) {
                    if (is_possible(t)) {
                        take_if_cheaper(t, registers, least, result);
                    }
                }
            }
        }
        return result;
    }

  private:
    constexpr void take_if_cheaper(tile const& t, int registers, int& least, tile& result) const {
        graph::vector<micro> const all = this->code(t);
        int const its = this->cost(t, all);
        if (its < least && base::pressure(t, all) <= registers) {
            least = its;
            result = t;
        }
    }
    /// The reduction waits for nothing but numbers, its loops are a box, and its body is arithmetic on entries.
    constexpr bool can_be_tiled() const {
        operation const& o = op(reduce_);
        bool result = o.region == 0 && varies(reduce_) && is_inside(o.a);
        for (loop const& l : slice(p_.loops, o.items)) {
            result = result && !l.is_read();
            for (loop const& other : slice(p_.loops, o.items)) {
                result = result && !bounds_mention(l, other.symbol);
            }
        }
        for (int i = n_.ops.first; i < n_.ops.end(); ++i) {
            result = result && (!is_inside(i) || can_be_micro(i));
        }
        return result;
    }
    constexpr bool can_be_micro(int i) const {
        auto const given = [&](int operand) {
            return is_inside(operand) || op(operand).kind == op_kind::number;
        };
        switch (op(i).kind) {
            case op_kind::load:
                return op(i).guards.size == 0 && layout_.integer[static_cast<std::size_t>(op(i).head)] == 0;
            case op_kind::add:
            case op_kind::subtract:
            case op_kind::multiply:
            case op_kind::divide: return given(op(i).a) && given(op(i).b);
            default: return false;
        }
    }
    constexpr bool can_be_row(int which) const {
        loop const& l = loop_at(n_.loops.first + which);
        return l.symbol != lane_ && can_be_innermost(p_, n_, which);
    }
    /// Entries of one tile have the same steps.
    constexpr bool can_have_entries(int which) const {
        return can_be_row(which) && !this->moves_with(loop_at(n_.loops.first + which).symbol);
    }
    /// Lanes that lie apart are possible only where they are packed.
    constexpr bool is_possible(tile const& t) const {
        bool result = true;
        for (int i = n_.ops.first; i < n_.ops.end(); ++i) {
            result = result && (!is_body_load(i) || kind(i) != access_kind::apart || this->is_packed(t, i));
        }
        return result;
    }
    /// Rows, whose steps are taken one by one, or steps of the only loop of a reduction: a sum over several loops, such as that of
    /// a convolution in two dimensions, seldom has one that is long enough.
    constexpr std::array<tile, 3> candidates(int row, int along) const {
        if (row >= 0 && along < 0) {
            return {tile{row, 6, 4, -1, 1, 1}, tile{row, 4, 4, -1, 1, 1}, tile{row, 4, 2, -1, 1, 1}};
        }
        if (row < 0 && along >= 0 && op(reduce_).items.size == 1) {
            int const stride = stride_along(along);
            int const most = 64 / width_ < 8 ? 64 / width_ : 8;  // a mask has 64 lanes
            return {tile{-1, 1, most, along, 4, stride, 8 / most}, tile{-1, 1, 4, along, 4, stride, 2},
                    tile{}};
        }
        return {};
    }
    static constexpr std::array<tile, 3> candidates_along(int row, int across, int along) {
        auto const of = [&](int rows, int columns) {
            return tile{row, rows, 1, along, 1, 1, 1, across, columns};
        };
        if (across >= 0) {
            return {of(4, 4), of(4, 3), of(4, 2)};
        }
        return {of(8, 1), of(4, 1), of(2, 1)};
    }
    /// Steps a whole register apart share what lies along the lanes.
    constexpr int stride_along(int along) const {
        int const symbol = loop_at(op(reduce_).items.first + along).symbol;
        for (int i = n_.ops.first; i < n_.ops.end(); ++i) {
            if (!is_body_load(i)) {
                continue;
            }
            for (graph::affine const& position : slice(p_.affines, op(i).items)) {
                std::int64_t const by = position.coefficient(symbol) < 0 ? -position.coefficient(symbol)
                                                                         : position.coefficient(symbol);
                if (by != 0 && by <= width_ && width_ % by == 0 && position.mentions(lane_)) {
                    return width_ / static_cast<int>(by);
                }
            }
        }
        return 1;
    }
};

}  // namespace iverson::loops
