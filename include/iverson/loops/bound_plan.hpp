// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/refuse.hpp"
#include "freeze.hpp"
#include "make_plan.hpp"
#include "storage.hpp"

#include <type_traits>
#include <utility>

/// The plan of a formula for the names that one where(...) binds, made once by the compiler.
namespace iverson::loops {

template <class Binding>
using data_of = std::remove_cvref_t<decltype(std::declval<Binding&>().data)>;

/// The number of axes of what is bound; -1 for what is no data.
template <class Object>
inline constexpr int axes_of_data = -1;
template <class Object>
    requires requires { storage<Object>::rank; }
inline constexpr int axes_of_data<Object> = storage<Object>::rank;

/// A name of where(...): the tensor's name and role, whether at(...) places it, and the number of axes of its data.
template <fixed_text Name, graph::standing Role, bool Placed, int Rank>
struct argument_key {
    static constexpr std::string_view name = Name.view();
    static constexpr graph::standing role = Role;
    static constexpr bool placed = Placed;
    static constexpr int rank = Rank;
};
template <class Binding>
using key_of = argument_key<fixed_text<Binding::name.size() + 1>{Binding::name.data(), Binding::name.size()},
                            Binding::role, (Binding::placed_axes > 0), axes_of_data<data_of<Binding>>>;

/// The plan of a source for a set of names.
template <class Source, class... Keys>
struct bound_plan {
    static constexpr plan make() {
        graph::formula const f = Source::value.thaw();
        graph::vector<argument> bound;
        graph::text refusal;
        (add<Keys>(f, bound, refusal), ...);
        graph::vector<graph::formula> primals;
        if constexpr (requires { Source::primal; }) {
            primals.push_back(Source::primal.thaw());
        }
        plan result = make_plan(f, bound, primals);
        if (!refusal.empty()) {
            result.message = refusal;
        }
        return result;
    }

  private:
    template <class Key>
    static constexpr void add(graph::formula const& f, graph::vector<argument>& bound, graph::text& refusal) {
        int const tensor = f.find_tensor(Key::name, Key::role);
        graph::text const name = graph::describe(Key::name, Key::role);
        if (tensor < 0) {
            refusal = graph::sentence("the formula has no ", name);
            return;
        }
        int const rank = f.nodes.tensor_at(tensor).rank;
        if (Key::rank >= 0 && Key::rank != rank) {
            refusal = graph::sentence(name, " has ", rank, rank == 1 ? " subscript" : " subscripts",
                                      " in the formula, and is bound to data with ", Key::rank,
                                      Key::rank == 1 ? " axis" : " axes");
        }
        bound.push_back({tensor, Key::placed});
    }
};

/// The sentence of a stage that has no plan.
template <class Kept>
struct plan_message {
    static constexpr std::string_view sentence() {
        return {Kept::stage.message.data(), static_cast<std::size_t>(Kept::stage.message_size)};
    }
};
template <class Make>
struct checked_plan : kept_plan<Make> {
    static_assert(refuse_if_failed<plan_message<kept_plan<Make>>>());
};

}  // namespace iverson::loops
