// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "freeze.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

namespace iverson {

/// A string as a template argument: the name of an index, the sentence of an error.
template <std::size_t Size>
struct fixed_text {
    char chars[Size]{};

    constexpr fixed_text() = default;
    constexpr fixed_text(char const (&literal)[Size]) {  // NOLINT: a literal is a text
        for (std::size_t i = 0; i < Size; ++i) {
            chars[i] = literal[i];
        }
    }
    constexpr fixed_text(char const* first, std::size_t length) {
        for (std::size_t i = 0; i < length; ++i) {
            chars[i] = first[i];
        }
        chars[length] =
            '\0';  // written, not left to initialization: Clang prints only such an array as a string
    }
    constexpr std::string_view view() const { return {chars, Size - 1}; }
    constexpr operator std::string_view() const { return view(); }  // NOLINT: a text is a string
    friend constexpr bool operator==(fixed_text const&, fixed_text const&) = default;
};

/// Stops the compiler and makes it say the sentence: both compilers print the template arguments of what failed.
/// Clang shortens a string argument of more than 36 characters, hence several.
template <fixed_text... Sentence>
struct refused {
    static_assert(sizeof...(Sentence) == 0,
                  "the formula is refused; the reason stands in the angle brackets of refused<...>");
};

namespace refusal {

#ifdef __clang__
inline constexpr std::size_t longest_line = 36;
#else
inline constexpr std::size_t longest_line = 4096;
#endif

/// Where the line that starts at `from` ends: behind its last blank, if the sentence goes on.
constexpr std::size_t line_end(std::string_view sentence, std::size_t from) {
    if (sentence.size() - from <= longest_line) {
        return sentence.size();
    }
    std::size_t const blank = sentence.substr(from, longest_line).rfind(' ');
    return blank == std::string_view::npos ? from + longest_line : from + blank + 1;
}
constexpr std::size_t line_start(std::string_view sentence, std::size_t line) {
    std::size_t from = 0;
    while (line-- > 0) {
        from = line_end(sentence, from);
    }
    return from;
}
constexpr std::size_t line_count(std::string_view sentence) {
    std::size_t lines = 0;
    for (std::size_t from = 0; from < sentence.size(); from = line_end(sentence, from)) {
        ++lines;
    }
    return lines;
}

template <class Source, std::size_t Line>
constexpr auto line_of() {
    constexpr std::size_t from = line_start(Source::sentence(), Line);
    constexpr std::size_t length = line_end(Source::sentence(), from) - from;
    return fixed_text<length + 1>{Source::sentence().data() + from, length};
}

template <class Source, std::size_t... Line>
constexpr bool say(std::index_sequence<Line...>) {
    return sizeof(refused<line_of<Source, Line>()...>) > 0;
}

}  // namespace refusal

/// Instantiates `refused` with the lines of Source::sentence(), a constexpr std::string_view; nothing if it is empty.
template <class Source>
constexpr bool refuse_if_failed() {
    if constexpr (!Source::sentence().empty()) {
        return refusal::say<Source>(std::make_index_sequence<refusal::line_count(Source::sentence())>{});
    }
    return true;
}

namespace graph {

/// The sentence of a frozen formula, which is the first thing in its words; empty if it has not failed.
template <class Kept>
struct message_of {
    static constexpr auto size = static_cast<std::size_t>(Kept::value.words[0]);
    static constexpr auto chars = [] {
        std::array<char, size + 1> result{};
        for (std::size_t i = 0; i < size; ++i) {
            result[i] = static_cast<char>(Kept::value.words[i + 1]);
        }
        return result;
    }();
    static constexpr std::string_view sentence() { return {chars.data(), size}; }
};

/// `kept<Make>`, but a formula that has failed stops the compiler with its sentence.
template <class Make>
struct checked {
    static_assert(refuse_if_failed<message_of<kept<Make>>>());
    static constexpr auto const& value = kept<Make>::value;
};

}  // namespace graph

}  // namespace iverson
