// SPDX-License-Identifier: BSL-1.0
#include "tensor_names.hpp"

#include "session.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace iverson::cli {

namespace {

std::string trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    auto const last = text.find_last_not_of(" \t");
    return first == std::string_view::npos ? "" : std::string{text.substr(first, last - first + 1)};
}

/// The first place of the sign outside parentheses, from a place on; npos if there is none.
std::size_t find_outside(std::string_view text, char sign, std::size_t from) {
    int depth = 0;
    for (std::size_t i = from; i < text.size(); ++i) {
        depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
        if (depth <= 0 && text[i] == sign) {
            return i;
        }
    }
    return std::string_view::npos;
}

}  // namespace

std::vector<std::string> split_list(std::string_view list) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= list.size();) {
        std::size_t const end = std::min(find_outside(list, ',', from), list.size());
        parts.push_back(trimmed(list.substr(from, end - from)));
        if (parts.back().empty()) {
            throw failure{"something is missing between the commas of '" + std::string{list} + "'"};
        }
        from = end + 1;
    }
    return parts;
}

std::vector<std::string> split_names(std::string_view list) {
    std::vector<std::string> names = split_list(list);
    for (std::string const& name : names) {
        if (std::count(names.begin(), names.end(), name) > 1) {
            throw failure{name + " stands twice in '" + std::string{list} + "'"};
        }
    }
    return names;
}

std::int64_t whole_number(std::string const& what, std::string const& text) {
    constexpr std::int64_t most = std::int64_t{1} << 40;  // sums and multiples of it stay inside 64 bits
    std::int64_t result = 0;
    char const* const first = text.data() + (text.starts_with('+') ? 1 : 0);
    char const* const last = text.data() + text.size();
    auto const [end, error] = std::from_chars(first, last, result);
    if (error == std::errc::invalid_argument || end != last) {
        throw failure{what + ": " + text + " is no whole number"};
    }
    if (error != std::errc{} || result < -most || result > most) {
        throw failure{what + ": " + text + " is not between -2^40 and 2^40"};
    }
    return result;
}

std::pair<std::string, std::string> split_at(std::string_view text, char sign, std::string const& sentence) {
    std::size_t const at = find_outside(text, sign, 0);
    std::string const left = trimmed(text.substr(0, std::min(at, text.size())));
    if (at == std::string_view::npos || left.empty() || at + 1 == text.size()) {
        throw failure{sentence + ", not '" + std::string{text} + "'"};
    }
    return {left, trimmed(text.substr(at + 1))};
}

}  // namespace iverson::cli
