// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "vector.hpp"

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace iverson::graph {

/// A string that lives at compile time too (std::string of libstdc++ 12 does not under Clang).
class text {
  public:
    constexpr text() = default;
    constexpr text(std::string_view s) : chars_(s.begin(), s.end()) {}  // NOLINT: a string is a text
    constexpr text(char const* s) : text(std::string_view{s}) {}        // NOLINT: a string is a text

    constexpr operator std::string_view() const { return {chars_.data(), chars_.size()}; }  // NOLINT
    constexpr std::string_view view() const { return *this; }
    constexpr bool empty() const { return chars_.empty(); }

    constexpr text& operator+=(std::string_view s) {
        chars_.insert(chars_.end(), s.begin(), s.end());
        return *this;
    }
    constexpr text& operator+=(std::int64_t value) {
        char digits[20] = {};
        int size = 0;
        std::uint64_t rest =
            value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
        do {
            digits[size++] = static_cast<char>('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (value < 0) {
            chars_.push_back('-');
        }
        while (size > 0) {
            chars_.push_back(digits[--size]);
        }
        return *this;
    }
    friend constexpr bool operator==(text const& a, text const& b) { return a.view() == b.view(); }

  private:
    vector<char> chars_;
};

/// One sentence out of strings and numbers.
template <class... Parts>
constexpr text sentence(Parts const&... parts) {
    text result;
    auto const append = [&]<class Part>(Part const& part) {
        if constexpr (std::is_integral_v<Part>) {
            result += static_cast<std::int64_t>(part);
        } else {
            result += std::string_view{part};
        }
    };
    (append(parts), ...);
    return result;
}

}  // namespace iverson::graph
