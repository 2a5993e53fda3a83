// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "expression.hpp"

namespace iverson {

template <class T>
struct is_equation : std::false_type {};
template <class Left, class Right>
struct is_equation<expression<yap::expr_kind::assign, hana::tuple<Left, Right>>> : std::true_type {};

/// Several equations, in any order; the last one is the output.
template <class... Equations>
struct equations {
    hana::tuple<Equations...> members;
};

template <Expression... Equations>
constexpr equations<Equations...> system(Equations... members) {
    static_assert((is_equation<Equations>::value && ...),
                  "a system consists of equations: system(y(i) = ..., E = ...)");
    return {hana::tuple<Equations...>{std::move(members)...}};
}

}  // namespace iverson
