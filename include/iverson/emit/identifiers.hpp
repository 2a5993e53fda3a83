// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Names of the formula as names of C++.
namespace iverson::emit {

constexpr bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Keywords of C++ up to C++20, and macros that common compilers and <cmath> define under names a formula may have.
inline constexpr std::string_view reserved_words[] = {
    "alignas",     "alignof",   "and",        "and_eq",    "asm",      "auto",         "bitand",
    "bitor",       "bool",      "break",      "case",      "catch",    "char",         "char8_t",
    "char16_t",    "char32_t",  "class",      "compl",     "concept",  "const",        "consteval",
    "constexpr",   "constinit", "const_cast", "continue",  "co_await", "co_return",    "co_yield",
    "decltype",    "default",   "delete",     "do",        "double",   "dynamic_cast", "else",
    "enum",        "explicit",  "export",     "extern",    "false",    "float",        "for",
    "friend",      "goto",      "if",         "inline",    "int",      "long",         "mutable",
    "namespace",   "new",       "noexcept",   "not",       "not_eq",   "nullptr",      "operator",
    "or",          "or_eq",     "private",    "protected", "public",   "register",     "reinterpret_cast",
    "requires",    "return",    "short",      "signed",    "sizeof",   "static",       "static_assert",
    "static_cast", "struct",    "switch",     "template",  "this",     "thread_local", "throw",
    "true",        "try",       "typedef",    "typeid",    "typename", "union",        "unsigned",
    "using",       "virtual",   "void",       "volatile",  "wchar_t",  "while",        "xor",
    "xor_eq",      "std",       "NAN",        "INFINITY",  "HUGE_VAL", "NULL",         "EOF",
    "errno",       "assert",    "linux",      "unix",      "I",        "M_PI",         "M_E",
    "DOMAIN",      "OVERFLOW",  "UNDERFLOW",  "EDOM",      "ERANGE"};

inline bool is_reserved(std::string_view name) {
    return std::find(std::begin(reserved_words), std::end(reserved_words), name) != std::end(reserved_words);
}

/// The nearest valid identifier: adjoint(y) is adjoint_y, dE/dx is dE_dx.
inline std::string identifier(std::string_view name) {
    std::string result;
    for (char c : name) {
        bool const separates = !is_name_character(c) || c == '_';
        if (!separates) {
            result += c;
        } else if (!result.empty() && result.back() != '_') {
            result += '_';
        }
    }
    while (!result.empty() && result.back() == '_') {
        result.pop_back();
    }
    bool const starts_badly = result.empty() || (result[0] >= '0' && result[0] <= '9');
    return starts_badly ? "v" + result : result;
}

/// Names in use: no two things get one name.
class names {
  public:
    /// The name wanted, or that name with a number after it. The names made of it by a suffix are taken with it.
    std::string claim(std::string_view wanted, std::vector<std::string> const& suffixes = {}) {
        std::string const start = identifier(wanted);
        std::string result = start;
        for (int n = 2; !is_free(result, suffixes); ++n) {
            result = start + "_" + std::to_string(n);
        }
        take(result);
        for (std::string const& suffix : suffixes) {
            take(result + suffix);
        }
        return result;
    }
    void take(std::string const& name) { taken_.insert(name); }
    /// Where the block of these names has ended they are free again.
    void release(std::vector<std::string> const& ended) {
        for (std::string const& name : ended) {
            taken_.erase(name);
        }
    }

  private:
    bool is_free(std::string const& name, std::vector<std::string> const& suffixes) const {
        bool result = !is_reserved(name) && taken_.count(name) == 0;
        for (std::string const& suffix : suffixes) {
            result = result && taken_.count(name + suffix) == 0;
        }
        return result;
    }

    std::set<std::string> taken_;
};

/// Source text without its string literals.
inline std::string without_literals(std::string_view source) {
    std::string result;
    bool inside = false;
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (inside && source[i] == '\\') {
            ++i;
        } else if (source[i] == '"') {
            inside = !inside;
        } else if (!inside) {
            result += source[i];
        }
    }
    return result;
}

/// Whether the source text has `name`, which may be qualified, outside of string literals.
inline bool mentions(std::string_view text, std::string_view name) {
    std::string const source = without_literals(text);
    for (std::size_t at = source.find(name); at != std::string::npos; at = source.find(name, at + 1)) {
        std::size_t const end = at + name.size();
        bool const starts = at == 0 || !is_name_character(source[at - 1]);
        if (starts && (end == source.size() || !is_name_character(source[end]))) {
            return true;
        }
    }
    return false;
}

/// The names in a source text, outside of string literals: for looking up many.
class words {
  public:
    explicit words(std::string_view text) {
        std::string const source = without_literals(text);
        auto const is_part = [](char c) { return is_name_character(c); };
        for (auto at = source.begin(); at != source.end();) {
            auto const first = std::find_if(at, source.end(), is_part);
            at = std::find_if_not(first, source.end(), is_part);
            found_.emplace(first, at);
        }
    }
    bool have(std::string const& name) const { return found_.count(name) > 0; }

  private:
    std::set<std::string> found_;
};

}  // namespace iverson::emit
