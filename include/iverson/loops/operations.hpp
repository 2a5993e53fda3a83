// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "lanes.hpp"

#include <cmath>

/// The operations of a plan on scalars and on packs of lanes.
namespace iverson::loops {

/// Entries of an integer tensor as numbers, one lane after the other.
template <class E, int Op, class Block>
IVERSON_INLINE void do_load_integers(Block& b, lane_mask mask) {
    constexpr operation o = E::template op<Op>;
    constexpr int bytes = E::layout::value.integer[o.head];
    constexpr int size = bytes < 0 ? -bytes : bytes;
    constexpr auto axes = std::make_index_sequence<static_cast<std::size_t>(o.items.size)>{};
    auto const* const first =
        reinterpret_cast<char const*>(b.m.base[o.head]) +
        size * entries_from_base<typename E::P, typename E::layout, o.head, o.items.first>(b.m, b.v, axes);
    if constexpr (!E::varies(Op)) {
        b.scalar[Op - E::self.ops.first] = o.guards.size == 0 || guards_hold<E, Op>(b.v)
                                               ? static_cast<typename E::T>(integer_at<bytes>(first))
                                               : typename E::T{0};
    } else {
        lane_mask const some = o.guards.size == 0 ? mask : mask & guard_lanes<E, Op>(b.v);
        coordinate const step = size * lane_step<E, o.head, o.items.first>(b.m, axes);
        typename E::T lanes[Block::lanes];
        for (int l = 0; l < Block::lanes; ++l) {
            lanes[l] = ((some >> l) & 1) != 0
                           ? static_cast<typename E::T>(integer_at<bytes>(first + l * step))
                           : typename E::T{0};
        }
        load(b.wide[Op - E::self.ops.first], lanes);
    }
}

template <class E, int Op, use Use, class Block>
IVERSON_INLINE void do_load(Block& b, lane_mask mask) {
    constexpr operation o = E::template op<Op>;
    constexpr auto axes = std::make_index_sequence<static_cast<std::size_t>(o.items.size)>{};
    if constexpr (Block::in_square(Op)) {
        load(b.wide[Op - E::self.ops.first], b.squares.template lanes_at<Op>(b.step));
    } else if constexpr (E::layout::value.integer[o.head] != 0) {
        do_load_integers<E, Op>(b, mask);
    } else if constexpr (!E::varies(Op)) {
        typename E::T* const p = address<E, o.head, o.items.first>(b.m, b.v, axes);
        b.scalar[Op - E::self.ops.first] =
            o.guards.size == 0 || guards_hold<E, Op>(b.v) ? *p : typename E::T{0};
    } else {
        constexpr access_kind kind =
            kind_of_access(E::P::value, o.items, E::layout::value.unit_axis[o.head], E::lane);
        constexpr bool some = Use != use::all || o.guards.size > 0;
        typename E::T const* const p = address<E, o.head, o.items.first>(b.m, b.v, axes);
        lane_mask const lanes = o.guards.size == 0 ? mask : mask & guard_lanes<E, Op>(b.v);
        auto& r = b.wide[Op - E::self.ops.first];
        if constexpr (kind == access_kind::broadcast) {
            fill(r, lanes != 0 ? *p : typename E::T{0});
            if constexpr (o.guards.size > 0) {
                typename Block::pack_type zero;
                fill(zero, typename E::T{0});
                r = blend(lanes, r, zero);
            }
        } else if constexpr (kind == access_kind::forwards && some) {
            load(r, p, lanes);
        } else if constexpr (kind == access_kind::forwards) {
            load(r, p);
        } else if constexpr (kind == access_kind::backwards && some) {
            load_backwards(r, p, lanes);
        } else if constexpr (kind == access_kind::backwards) {
            load_backwards(r, p);
        } else {
            constexpr int apart =
                known_step(E::P::value, o.items, E::layout::value.unit_axis[o.head], E::lane);
            coordinate const step = lane_step<E, o.head, o.items.first>(b.m, axes);
            if constexpr (some) {
                gather<apart>(r, p, step, lanes);
            } else {
                gather<apart>(r, p, step);
            }
        }
    }
}

/// Whether a product is rounded before it is added to something. A compiler makes one operation of both, or does not, as the code
/// around them goes: then the last bit of a result would depend on what else runs beside it, threads or a tile. Of two products that
/// are added one is rounded; so is each that is added outside of the reductions of its nest, where whole blocks differ.
template <class E, int Op>
constexpr bool must_be_rounded() {
    bool reduces = false;
    for (operation const& o : slice(E::P::value.ops, E::self.ops)) {
        reduces = reduces || has_steps(o);
    }
    bool result = false;
    for (operation const& o : slice(E::P::value.ops, E::self.ops)) {
        bool const adds = o.kind == op_kind::add || o.kind == op_kind::subtract;
        if (adds && (o.a == Op || o.b == Op)) {
            bool const is_second =
                o.b == Op && E::P::value.ops[static_cast<std::size_t>(o.a)].kind == op_kind::multiply;
            result = result || is_second || (reduces && o.region == 0);
        }
    }
    return result;
}
/// The product of the operands of `Op`: numbers, registers or packs of them.
template <class E, int Op, class Left, class Right>
IVERSON_INLINE auto product_of(Left const& left, Right const& right) {
    if constexpr (must_be_rounded<E, Op>()) {
        return opaque(left * right);
    } else {
        return left * right;
    }
}

template <class E, int Op, class Block>
IVERSON_INLINE void do_arithmetic(Block& b) {
    constexpr operation o = E::template op<Op>;
    auto const& left = get<E, o.a>(b);
    auto const& right = get<E, o.b>(b);
    if constexpr (o.kind == op_kind::add) {
        set<E, Op>(b, left + right);
    } else if constexpr (o.kind == op_kind::subtract) {
        set<E, Op>(b, left - right);
    } else if constexpr (o.kind == op_kind::multiply) {
        set<E, Op>(b, product_of<E, Op>(left, right));
    } else {
        set<E, Op>(b, left / right);
    }
}

template <class E, int Op>
constexpr int operand(int which) {
    constexpr operation o = E::template op<Op>;
    return o.kind == op_kind::call ? E::P::value.operands[static_cast<std::size_t>(o.items.first + which)]
           : which == 0            ? o.a
                                   : o.b;
}

/// Calls f(arguments) lane by lane.
template <class E, int Op, use Use, class Block, class F, std::size_t... I>
IVERSON_INLINE void for_lanes(Block& b, lane_mask mask, F f, std::index_sequence<I...>) {
    if constexpr (!E::varies(Op)) {
        typename E::T const arguments[] = {get<E, operand<E, Op>(int(I))>(b)...};
        b.scalar[Op - E::self.ops.first] = f(arguments);
    } else {
        alignas(64) typename E::T lanes[sizeof...(I) + 1][Block::lanes];
        (store(lanes[I], widened<E, operand<E, Op>(int(I))>(b)), ...);
        typename E::T* const result = lanes[sizeof...(I)];
        for (int l = 0; l < Block::lanes; ++l) {
            result[l] = 0;
        }
        for (lane_mask rest = first_lanes(Block::lanes) & (Use == use::all ? ~lane_mask{0} : mask); rest != 0;
             rest &= rest - 1) {
            int const l = std::countr_zero(rest);
            typename E::T const arguments[] = {lanes[I][l]...};
            result[l] = f(arguments);
        }
        load(b.wide[Op - E::self.ops.first], result);
    }
}
/// Calls f for whole registers, as far as the last lane of the mask.
template <class E, int Op, use Use, class Block, class F, std::size_t... I>
IVERSON_INLINE void for_registers(Block& b, lane_mask mask, F f, std::index_sequence<I...>) {
    constexpr int width = native_width<typename E::T>;
    alignas(64) typename E::T lanes[sizeof...(I)][Block::lanes];
    (store(lanes[I], widened<E, operand<E, Op>(int(I))>(b)), ...);
    int const used = Use == use::all ? Block::lanes : std::bit_width(mask & first_lanes(Block::lanes));
    f(lanes[0], Block::lanes, lanes[0], (used + width - 1) / width * width);
    load(b.wide[Op - E::self.ops.first], lanes[0]);
}
/// Calls Function::one_register for each register. Its arguments could be anything: so what it computes from them is compiled in one
/// way, and one number's result is the same bits wherever it stands.
template <class E, int Op, class Function, class Block, std::size_t... I>
IVERSON_INLINE void for_each_register(Block& b, std::index_sequence<I...>) {
    using T = typename E::T;
    constexpr int width = native_width<T>;
    typename Block::pack_type const arguments[] = {widened<E, operand<E, Op>(int(I))>(b)...};
    auto& result = b.wide[Op - E::self.ops.first];
    for (int part = 0; part < Block::lanes / width; ++part) {
        alignas(64) T lanes[sizeof...(I) + 1][width];
        (store_lanes<T, width>(lanes[I], opaque(arguments[I].part[part])), ...);
        Function::one_register(lanes[0], lanes[sizeof...(I)]);
        result.part[part] = load_lanes<T, width>(lanes[sizeof...(I)]);
    }
}
/// A function of the table in the numbers of the nest: its value, and its value in lanes if it has one.
template <class E, int Op>
struct called {
    static constexpr graph::function_record const& record =
        E::P::value.functions[static_cast<std::size_t>(E::template op<Op>.head)];
    static constexpr bool is_narrow = std::is_same_v<typename E::T, float>;

    IVERSON_INLINE static typename E::T value(typename E::T const* u) {
        if constexpr (is_narrow) {
            return record.value32(u);
        } else {
            return record.value64(u);
        }
    }
    static constexpr auto lanes = [] {
        if constexpr (is_narrow) {
            return record.lanes32;
        } else {
            return record.lanes64;
        }
    }();
    static constexpr auto one_register = [] {
        if constexpr (is_narrow) {
            return record.register32;
        } else {
            return record.register64;
        }
    }();
};
template <class E, int Op, use Use, class Block>
IVERSON_INLINE void do_call(Block& b, lane_mask mask) {
    constexpr operation o = E::template op<Op>;
    if constexpr (o.kind == op_kind::power) {
        for_lanes<E, Op, Use>(
            b, mask, [](typename E::T const* u) { return std::pow(u[0], u[1]); },
            std::make_index_sequence<2>{});
    } else {
        using function = called<E, Op>;
        constexpr auto arity = std::make_index_sequence<static_cast<std::size_t>(o.items.size)>{};
        if constexpr (E::varies(Op) && function::one_register != nullptr) {
            for_each_register<E, Op, function>(b, arity);
        } else if constexpr (E::varies(Op) && function::lanes != nullptr) {
            for_registers<E, Op, Use>(b, mask, function::lanes, arity);
        } else {
            for_lanes<E, Op, Use>(b, mask, function::value, arity);
        }
    }
}

template <class E, int Op, class Block>
IVERSON_INLINE void do_index(Block& b) {
    using affine = affine_at<typename E::P, E::template op<Op>.items.first>;
    auto const first = static_cast<typename E::T>(value_of<affine>(b.v));
    if constexpr (!E::varies(Op)) {
        b.scalar[Op - E::self.ops.first] = first;
    } else {
        typename E::T lanes[Block::lanes];
        for (int l = 0; l < Block::lanes; ++l) {
            lanes[l] = first + static_cast<typename E::T>(affine::value.coefficient(E::lane) * l);
        }
        load(b.wide[Op - E::self.ops.first], lanes);
    }
}

template <class E, int Op, class Block>
IVERSON_INLINE void do_guard(Block& b) {
    constexpr operation o = E::template op<Op>;
    if constexpr (!E::varies(Op)) {
        b.scalar[Op - E::self.ops.first] = guards_hold<E, Op>(b.v) ? get<E, o.a>(b) : typename E::T{0};
    } else {
        typename Block::pack_type zero;
        fill(zero, typename E::T{0});
        b.wide[Op - E::self.ops.first] = blend(guard_lanes<E, Op>(b.v), widened<E, o.a>(b), zero);
    }
}
template <class E, int Op, class Block>
IVERSON_INLINE void do_select(Block& b) {
    constexpr operation o = E::template op<Op>;
    constexpr auto how = [](auto const& x, auto const& y) {
        constexpr auto comparison = static_cast<graph::comparison>(E::template op<Op>.head);
        if constexpr (comparison == graph::comparison::equal) {
            return x == y;
        } else if constexpr (comparison == graph::comparison::less) {
            return x < y;
        } else if constexpr (comparison == graph::comparison::less_equal) {
            return x <= y;
        } else {
            return x != y;
        }
    };
    if constexpr (!E::varies(Op)) {
        b.scalar[Op - E::self.ops.first] =
            how(get<E, o.a>(b), get<E, o.b>(b)) ? get<E, o.c>(b) : typename E::T{0};
    } else {
        b.wide[Op - E::self.ops.first] =
            keep_where(how, widened<E, o.a>(b), widened<E, o.b>(b), widened<E, o.c>(b));
    }
}

/// Whether whole registers of the nest's results may be stored past the caches.
template <class E>
constexpr bool can_store_around() {
    return E::lane >= 0 && !E::self.accumulate &&
           E::P::value.buffers[E::self.buffer].kind == buffer_kind::result &&
           kind_of_access(E::P::value, E::self.subscripts, E::layout::value.unit_axis[E::self.buffer],
                          E::lane) == access_kind::forwards;
}
template <class E, class Pack>
IVERSON_INLINE void store_all([[maybe_unused]] typename E::memory_type const& m, typename E::T* p,
                              Pack const& value) {
    if constexpr (can_store_around<E>()) {
        if (m.around_caches[E::self.buffer] &&
            entries_to_alignment<typename E::T, Pack::lanes_of_register>(p) == 0) {
            store_around(p, value);
            return;
        }
    }
    store(p, value);
}

template <class E, use Use, int Result = E::self.result, bool Adds = E::self.accumulate, class Block>
IVERSON_INLINE void do_store(Block& b, lane_mask mask) {
    constexpr auto axes = std::make_index_sequence<static_cast<std::size_t>(E::self.subscripts.size)>{};
    typename E::T* const p = address<E, E::self.buffer, E::self.subscripts.first>(b.m, b.v, axes);
    if constexpr (E::lane < 0) {
        *p = Adds ? *p + get<E, Result>(b) : get<E, Result>(b);
    } else {
        constexpr access_kind kind = kind_of_access(E::P::value, E::self.subscripts,
                                                    E::layout::value.unit_axis[E::self.buffer], E::lane);
        typename Block::pack_type value = widened<E, Result>(b);
        if constexpr (kind == access_kind::forwards && Use != use::all) {
            if constexpr (Adds) {
                typename Block::pack_type old;
                load(old, p, mask);
                value = old + value;
            }
            store(p, value, mask);
        } else if constexpr (kind == access_kind::forwards) {
            if constexpr (Adds) {
                typename Block::pack_type old;
                load(old, p);
                value = old + value;
            }
            store_all<E>(b.m, p, value);
        } else {
            coordinate const step = lane_step<E, E::self.buffer, E::self.subscripts.first>(b.m, axes);
            if constexpr (Adds) {
                typename Block::pack_type old;
                gather<0>(old, p, step, mask);
                value = old + value;
            }
            scatter(p, step, value, mask);
        }
    }
}

}  // namespace iverson::loops
