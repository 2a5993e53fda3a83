// SPDX-License-Identifier: BSL-1.0
// expect: where(...) takes names with data, such as w = wv; this is an equation
#include <iverson/formula/formula.hpp>

#include <array>

void bind(std::array<double, 3> const& data) {
    constexpr auto w = iverson::tensor<"w">;
#ifdef PASS
    static_cast<void>(iverson::where(w = data));
#else
    constexpr auto i = iverson::idx<"i">;
    static_cast<void>(iverson::where(w(i) = w(i) + static_cast<int>(data.size())));
#endif
}
