// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../loops/allocations.hpp"
#include "kernel.hpp"

#include <iverson/evaluate.hpp>

#include <algorithm>
#include <tuple>
#include <type_traits>
#include <utility>

/// From a description of a workload to its kernels.
namespace workloads {

/// Memory of which the type knows that the last axis has stride 1, or the first.
template <class T, int Rank, order Order>
struct view : iverson::strided<T, Rank> {};
template <class T, int Rank, order Order>
using view_of = std::conditional_t<Order == order::any, iverson::strided<T, Rank>, view<T, Rank, Order>>;

/// What an evaluation is given beside its arguments.
struct alone {
    static constexpr option with = option::none;
    static auto options(iverson::loops::team const*) { return std::tuple{}; }
};
struct in_threads {
    static constexpr option with = option::threads;
    static auto options(iverson::loops::team const* team) { return std::tie(*team); }
};

/// A workload is a type with its name, formula, the ranks of inputs and results, and `given(inputs...)`, which binds them.
template <int... Rank>
using ranks = std::integer_sequence<int, Rank...>;

template <class W, class T, order Order, class Option>
class evaluated {
    template <int Rank, class Number>
    static auto view_at(array const& a) {
        view_of<Number, Rank, Order> result;
        result.first = static_cast<Number*>(a.first);
        std::copy_n(a.extents.begin(), Rank, result.extents.begin());
        std::copy_n(a.strides.begin(), Rank, result.strides.begin());
        return result;
    }
    template <class Number, int... Rank, std::size_t... I>
    static auto views(array const* arrays, ranks<Rank...>, std::index_sequence<I...>) {
        return std::tuple{view_at<Rank, Number>(arrays[I])...};
    }
    template <class Number, class Ranks>
    static auto views(array const* arrays) {
        return views<Number>(arrays, Ranks{}, std::make_index_sequence<Ranks::size()>{});
    }

  public:
    static long run(array const* arrays, iverson::loops::team const* team) {
        auto const inputs = views<T const, typename W::inputs>(arrays);
        auto results = views<T, typename W::results>(arrays + W::inputs::size());
        auto const given = std::apply([](auto const&... each) { return W::given(each...); }, inputs);
        auto step = std::apply(
            [&](auto const&... each) { return iverson::prepare<W::formula>(results, given, each...); },
            Option::options(team));
        long asked = 0;
        for (int turn = 0; turn < 2; ++turn) {
            long const before = allocations();
            step();
            asked = allocations() - before;
        }
        return asked;
    }
};

template <class T, order Order, class Option = alone>
struct variant {
    template <class W>
    static kernel of() {
        return {W::name, std::is_same_v<T, float>, Order, Option::with, evaluated<W, T, Order, Option>::run};
    }
};
/// The variants of all workloads of a file.
template <class... Variant>
struct in_variants {
    template <class... W>
    static bool add() {
        (add_workload<W>(), ...);
        return true;
    }

  private:
    template <class W>
    static void add_workload() {
        (kernels().push_back(Variant::template of<W>()), ...);
    }
};

}  // namespace workloads

namespace iverson::loops {

template <class T, int Rank, workloads::order Order>
struct storage<workloads::view<T, Rank, Order>> : storage<strided<T, Rank>> {
    static constexpr int inner_axis = Order == workloads::order::rows ? Rank - 1 : 0;
    static constexpr bool contiguous = true;
};

}  // namespace iverson::loops
