// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace random_formulas {

/// Draws small numbers. Not the distributions of std, which differ from one standard library to the next. Nor are two numbers drawn
/// as arguments of one call, whose order differs from one compiler to the next: a seed is one formula everywhere.
class dice {
  public:
    explicit dice(std::uint64_t seed) : engine_{seed} {}
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool one_in(int n) { return between(1, n) == 1; }
    bool percent(int p) { return between(1, 100) <= p; }
    template <class T>
    T const& pick(std::vector<T> const& all) {
        return all[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(all.size()) - 1))];
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace random_formulas
