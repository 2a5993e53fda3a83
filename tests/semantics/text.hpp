// SPDX-License-Identifier: BSL-1.0
//
// The small words of the format of docs/semantics.md: a place in a line, names, numbers and nested lists.
#ifndef IVERSON_TESTS_SEMANTICS_TEXT_HPP
#define IVERSON_TESTS_SEMANTICS_TEXT_HPP

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace semantics {

/// Numbers on a box: axis a has the positions lo[a] .. lo[a] + extents[a] - 1; values are row-major. Rank 0 is a scalar.
struct tensor {
    std::vector<long> lo;
    std::vector<long> extents;
    std::vector<double> values;
};

/// A case that breaks the format; the message names the line.
struct malformed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

namespace detail {

/// A place in one line of text.
class cursor {
  public:
    cursor(std::string_view text, std::size_t line) : text_{text}, line_{line} {}

    [[noreturn]] void fail(std::string const& why) const {
        throw malformed{"docs/semantics.md, line " + std::to_string(line_) + ": " + why +
                        " in: " + std::string{text_}};
    }
    bool done() const { return at_ == text_.size(); }
    bool sees(std::string_view token) const { return text_.substr(at_).starts_with(token); }
    bool take(std::string_view token) {
        bool const seen = sees(token);
        if (seen) at_ += token.size();
        return seen;
    }
    void expect(std::string_view token) {
        if (!take(token)) fail("expected '" + std::string{token} + "' at column " + std::to_string(at_ + 1));
    }
    void expect_end() const {
        if (!done()) fail("text left over at column " + std::to_string(at_ + 1));
    }
    std::string until(char stop) {
        auto const end = text_.find(stop, at_);
        if (end == std::string_view::npos || end == at_)
            fail(std::string{"expected text before '"} + stop + "'");
        auto const found = std::string{text_.substr(at_, end - at_)};
        at_ = end;
        return found;
    }
    std::string rest() { return std::string{text_.substr(std::exchange(at_, text_.size()))}; }
    std::string name() {
        auto const end = std::min(text_.find_first_not_of(letters, at_), text_.size());
        if (end == at_) fail("expected a name at column " + std::to_string(at_ + 1));
        auto const begin = std::exchange(at_, end);
        return std::string{text_.substr(begin, end - begin)};
    }
    template <class Number>
    Number number() {
        Number found{};
        auto const [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), found);
        if (error != std::errc{}) fail("expected a number at column " + std::to_string(at_ + 1));
        at_ = static_cast<std::size_t>(end - text_.data());
        return found;
    }
    std::size_t line() const { return line_; }

  private:
    static constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    std::string_view text_;
    std::size_t line_;
    std::size_t at_ = 0;
};

/// Reads nested lists, and refuses ragged ones.
class list_reader {
  public:
    explicit list_reader(cursor& in) : in_{in} { list(0); }
    tensor take() { return {std::vector<long>(extents_.size(), 0), extents_, values_}; }

  private:
    void list(std::size_t depth) {
        if (leaf_ == depth) in_.fail("a list where others have a number");
        bool const first = depth == extents_.size();
        if (first) extents_.push_back(0);
        in_.expect("[");
        long count = 0;
        if (!in_.take("]")) {
            do {
                element(depth + 1);
                ++count;
            } while (in_.take(", "));
            in_.expect("]");
        }
        if (!first && extents_[depth] != count) in_.fail("rows of different length");
        extents_[depth] = count;
    }
    void element(std::size_t depth) {
        if (in_.sees("[")) return list(depth);
        if (!leaf_ && extents_.size() == depth) leaf_ = depth;
        if (leaf_ != depth) in_.fail("a number where others have a list");
        values_.push_back(in_.number<double>());
    }

    cursor& in_;
    std::optional<std::size_t> leaf_;  // the depth of the numbers, once one is seen
    std::vector<long> extents_;
    std::vector<double> values_;
};

/// empty(0, 3): a tensor of these extents, one of which is 0.
inline tensor empty_tensor(cursor& in) {
    tensor found;
    do {
        found.extents.push_back(in.number<long>());
    } while (in.take(", "));
    in.expect(")");
    if (std::ranges::find(found.extents, 0L) == found.extents.end())
        in.fail("empty(...) without an extent 0");
    found.lo.assign(found.extents.size(), 0);
    return found;
}

/// A number, a nested list or empty(...).
inline tensor literal(cursor& in) {
    if (in.sees("[")) return list_reader{in}.take();
    if (in.take("empty(")) return empty_tensor(in);
    return {{}, {}, {in.number<double>()}};
}

/// at(-1, 0, [[1, 2], [3, 4]]): one start per axis, then the list.
inline tensor placed_literal(cursor& in) {
    std::vector<long> lo;
    while (!in.sees("[")) {
        lo.push_back(in.number<long>());
        in.expect(", ");
    }
    auto found = literal(in);
    in.expect(")");
    if (lo.size() != found.extents.size()) in.fail("at(...) needs one start per axis");
    found.lo = lo;
    return found;
}

}  // namespace detail

}  // namespace semantics

#endif
