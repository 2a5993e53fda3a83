// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

/// The text that is being written.
namespace iverson::emit {

/// A formula that has no C++; the message is the sentence that says why.
class refusal : public std::invalid_argument {
  public:
    using std::invalid_argument::invalid_argument;
};

/// Lines of C++ with the indentation of the block that they stand in.
class source {
  public:
    explicit source(int depth = 0) : depth_{depth} {}

    void line(std::string_view text = {}) {
        if (!text.empty()) {
            text_.append(static_cast<std::size_t>(4 * depth_), ' ');
            text_ += text;
        }
        text_ += '\n';
    }
    /// `head {`, and what follows inside it.
    void open(std::string_view head) {
        line(head.empty() ? std::string{"{"} : std::string{head} + " {");
        ++depth_;
    }
    void close(std::string_view tail = "}") {
        --depth_;
        line(tail);
    }
    /// `} else {`: ends one block and begins the next.
    void reopen(std::string_view between) {
        close(between);
        ++depth_;
    }
    void indent() { ++depth_; }
    void outdent() { --depth_; }
    int depth() const { return depth_; }
    /// Puts something else in the place of the last `word` before a place of the text.
    void replace(std::string_view word, std::string_view by, std::size_t before) {
        text_.replace(text_.rfind(word, before - word.size()), word.size(), by);
    }
    void append(source const& other) { append(other.text_); }
    void append(std::string_view text) { text_ += text; }
    std::string const& text() const { return text_; }

  private:
    std::string text_;
    int depth_ = 0;
};

/// A string of the formula as a literal.
inline std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
        }
        result += c;
    }
    return result + "\"";
}

}  // namespace iverson::emit
