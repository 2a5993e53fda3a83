// SPDX-License-Identifier: BSL-1.0
// expect: a name is bound twice in one where(...)
#include <iverson/formula/formula.hpp>

#include <array>

void bind(std::array<double, 3> const& data) {
    constexpr auto w = iverson::tensor<"w">;
#ifdef PASS
    static_cast<void>(iverson::where(w = data, adjoint(w) = data));
#else
    static_cast<void>(iverson::where(w = data, w = data));
#endif
}
