// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/refuse.hpp"
#include "freeze.hpp"
#include "make_plan.hpp"

/// The plan of a formula for the names that one where(...) binds, made once by the compiler.
namespace iverson::loops {

/// A name of where(...): the tensor's name and role, and whether at(...) places it.
template <fixed_text Name, graph::standing Role, bool Placed>
struct argument_key {
    static constexpr std::string_view name = Name.view();
    static constexpr graph::standing role = Role;
    static constexpr bool placed = Placed;
};
template <class Binding>
using key_of = argument_key<fixed_text<Binding::name.size() + 1>{Binding::name.data(), Binding::name.size()},
                            Binding::role, (Binding::placed_axes > 0)>;

/// The plan of a source for a set of names.
template <class Source, class... Keys>
struct bound_plan {
    static constexpr plan make() {
        graph::formula const f = Source::value.thaw();
        std::vector<argument> bound;
        graph::text unknown;
        (add<Keys>(f, bound, unknown), ...);
        std::vector<graph::formula> primals;
        if constexpr (requires { Source::primal; }) {
            primals.push_back(Source::primal.thaw());
        }
        plan result = make_plan(f, bound, primals);
        if (!unknown.empty()) {
            result.message = unknown;
        }
        return result;
    }

  private:
    template <class Key>
    static constexpr void add(graph::formula const& f, std::vector<argument>& bound, graph::text& unknown) {
        int const tensor = f.find_tensor(Key::name, Key::role);
        if (tensor >= 0) {
            bound.push_back({tensor, Key::placed});
        } else {
            unknown = graph::sentence("the formula has no ", graph::describe(Key::name, Key::role));
        }
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
