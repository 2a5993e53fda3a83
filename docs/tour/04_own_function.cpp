// SPDX-License-Identifier: BSL-1.0
//
// Lesson 4: your own function is one row in your own code.
#include <iverson/iverson.hpp>
#include <iverson/verify/gradient.hpp>

#include <iostream>

namespace lesson {

using namespace iverson;

// Name, LaTeX, what is particular to it, value, slope. The slope may use u, the value f, and functions of the table.
inline constexpr auto soft_sign = function(
    "soft_sign", R"(\operatorname{softsign})", {.zero_at_zero = true, .cost = 4},
    [](auto u) {
        using std::abs;
        return u / (1 + abs(u));
    },
    [](auto const& u, auto const&) {
        using std::abs;
        return 1 / ((1 + abs(u)) * (1 + abs(u)));
    });

constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto k = idx<"k">;
constexpr auto x = tensor<"x">;
constexpr auto w = tensor<"w">;
constexpr auto y = tensor<"y">;

constexpr auto layer = (y(j) = soft_sign(sum(i, x(i) * w(i, j))));
constexpr auto dE_dx = gradient<layer>(x(k));

}  // namespace lesson

int main() {
    using namespace lesson;
    std::cout << latex<layer>() << "\n\n" << latex(derivation(dE_dx)) << "\n\n";
    auto const report = verify::gradient<dE_dx>();
    std::cout << report << "\n";
    return report ? 0 : 1;
}
