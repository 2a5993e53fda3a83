// SPDX-License-Identifier: BSL-1.0
#include <iverson/text/diagnostic.hpp>

#include <algorithm>
#include <vector>

namespace iverson {

namespace {

/// The number of characters of a UTF-8 string.
int characters(std::string_view s) {
    return static_cast<int>(std::count_if(
        s.begin(), s.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Each character with the bytes that belong to it.
std::vector<std::string_view> split_characters(std::string_view s) {
    std::vector<std::string_view> result;
    for (std::size_t from = 0; from < s.size();) {
        std::size_t to = from + 1;
        while (to < s.size() && (static_cast<unsigned char>(s[to]) & 0xC0U) == 0x80U) {
            ++to;
        }
        result.push_back(s.substr(from, to - from));
        from = to;
    }
    return result;
}

}  // namespace

diagnostic diagnose(std::string_view source, std::string_view file, int begin, int end, std::string message,
                    std::string hint) {
    auto const size = source.size();
    auto const from = std::min(size, static_cast<std::size_t>(std::max(begin, 0)));
    auto const to = std::min(size, std::max(from, static_cast<std::size_t>(std::max(end, 0))));
    std::size_t const before = from == 0 ? std::string_view::npos : source.rfind('\n', from - 1);
    std::size_t const first = before == std::string_view::npos ? 0 : before + 1;
    std::size_t const last = std::min(size, source.find('\n', from));
    diagnostic d;
    d.file = file;
    d.line = 1 + static_cast<int>(
                     std::count(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(first), '\n'));
    d.column = 1 + characters(source.substr(first, from - first));
    d.width = std::max(1, characters(source.substr(from, std::min(to, last) - from)));
    d.message = std::move(message);
    d.hint = std::move(hint);
    d.source = source.substr(first, last - first);
    if (!d.source.empty() && d.source.back() == '\r') {
        d.source.pop_back();
    }
    return d;
}

std::string diagnostic::str() const {
    // A long line is shown around the place; what a terminal would obey is shown as a question mark.
    auto const all = split_characters(source);
    auto const caret = static_cast<std::size_t>(column - 1);
    constexpr std::size_t most = 160;
    std::size_t const from = all.size() > most && caret > most / 2 ? caret - most / 2 : 0;
    std::string shown;
    std::string below;
    for (std::size_t i = from; i < all.size() && i < from + most; ++i) {
        bool const control = static_cast<unsigned char>(all[i][0]) < 0x20U || all[i][0] == 0x7F;
        bool const tab = all[i] == "\t";
        shown += control && !tab ? "?" : all[i];
        if (i < caret) {
            below += tab ? '\t' : ' ';
        }
    }
    below += std::string(caret - std::min(caret, std::max(all.size(), from)), ' ');
    auto const tail = std::min(static_cast<std::size_t>(width - 1), most);
    below += "^" + std::string(tail, '~');
    std::string result = file + ":" + std::to_string(line) + ":" + std::to_string(column) +
                         ": error: " + message + "\n    " + shown + "\n    " + below + "\n";
    return hint.empty() ? result : result + "  " + hint + "\n";
}

}  // namespace iverson
