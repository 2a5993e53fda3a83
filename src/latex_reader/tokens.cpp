// SPDX-License-Identifier: BSL-1.0
#include "tokens.hpp"

#include "notation.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace iverson::latex_reader {

namespace {

using syntax::failure;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <std::size_t Size>
bool one_of(std::array<std::string_view, Size> const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::array<std::string_view, 15> environments = {
    "equation", "equation*", "align", "align*",  "gather",   "gather*",     "multline", "multline*",
    "eqnarray", "eqnarray*", "split", "aligned", "gathered", "displaymath", "math"};

/// Commands that change how a formula looks and not what it says.
constexpr std::array<std::string_view, 30> looks = {
    "left",     "right",      "big",          "Big",        "bigg",     "Bigg",     "bigl",  "bigr",
    "Bigl",     "Bigr",       "biggl",        "biggr",      "Biggl",    "Biggr",    "quad",  "qquad",
    "limits",   "nolimits",   "displaystyle", "textstyle",  "nonumber", "notag",    "hfill", "thinspace",
    "medspace", "thickspace", "enspace",      "allowbreak", "middle",   "mathstrut"};

class lexer {
  public:
    lexer(std::string_view source, display where)
        : source_{source.substr(0, static_cast<std::size_t>(where.end))},
          at_{static_cast<std::size_t>(where.begin)} {}

    std::vector<token> run() {
        while (at_ < source_.size()) {
            step();
        }
        add(token_kind::end, at_, "");
        return std::move(result_);
    }

  private:
    char peek(std::size_t ahead = 0) const {
        return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
    }
    syntax::place from(std::size_t begin) const { return {static_cast<int>(begin), static_cast<int>(at_)}; }
    void add(token_kind kind, std::size_t begin, std::string text) {
        result_.push_back({kind, from(begin), std::move(text), {}});
    }

    void step() {
        char const c = peek();
        std::size_t const begin = at_;
        if (c == '%') {
            at_ = std::min(source_.size(), source_.find('\n', at_));
        } else if (std::isspace(static_cast<unsigned char>(c)) != 0 || c == '~' || c == '$') {
            ++at_;
        } else if (c == '&') {
            ++at_;
            if (cases_ > 0) {
                add(token_kind::sign, begin, "&");
            }
        } else if (c == '\\') {
            command();
        } else if (is_letter(c)) {
            ++at_;
            add(token_kind::letter, begin, std::string(1, c));
        } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
            number();
        } else if (std::string_view{"{}()[]^_+-*/=<>,.;:|'!"}.find(c) != std::string_view::npos) {
            ++at_;
            add(token_kind::sign, begin, std::string(1, c));
        } else {
            int size = 1;
            while ((static_cast<unsigned char>(peek(static_cast<std::size_t>(size))) & 0xC0U) == 0x80U) {
                ++size;
            }
            at_ += static_cast<std::size_t>(size);
            throw failure{from(begin), "a character that formulas in LaTeX do not have",
                          "Greek letters are written as commands: \\alpha"};
        }
    }

    void number() {
        std::size_t const begin = at_;
        graph::wide_integer digits = 0;
        graph::wide_integer scale = 1;
        int seen = 0;
        bool point = false;
        while (is_digit(peek()) || (!point && peek() == '.' && is_digit(peek(1)))) {
            if (peek() == '.') {
                point = true;
            } else {
                seen += digits == 0 && peek() == '0' && !point ? 0 : 1;
                if (seen > 30) {
                    throw failure{
                        from(begin), "the number does not fit into a fraction of two 64-bit integers", {}};
                }
                digits = digits * 10 + (peek() - '0');
                scale = point ? scale * 10 : scale;
            }
            ++at_;
        }
        add(token_kind::number, begin, std::string{source_.substr(begin, at_ - begin)});
        result_.back().value = graph::rational{digits, scale};
        if (!result_.back().value.valid()) {
            throw failure{from(begin), "the number does not fit into a fraction of two 64-bit integers", {}};
        }
    }

    void command() {
        std::size_t const begin = at_++;
        char const c = peek();
        if (c == '\\') {
            ++at_;
            at_ += peek() == '*' ? 1 : 0;
            skip_distance();
            add(cases_ > 0 ? token_kind::sign : token_kind::line_break, begin, "\\");
        } else if (!is_letter(c)) {
            ++at_;
            if (c == '{' || c == '}' || c == '|' || c == '_') {
                add(token_kind::command, begin, std::string(1, c));
            } else if (std::string_view{",;:! >-/[]()\n"}.find(c) == std::string_view::npos) {
                throw failure{from(begin), "a command that the reader does not know", {}};
            }
        } else {
            while (is_letter(peek())) {
                ++at_;
            }
            word(begin, std::string{source_.substr(begin + 1, at_ - begin - 1)});
        }
    }
    void word(std::size_t begin, std::string const& name) {
        if (name == "begin" || name == "end") {
            std::string const which = argument(begin);
            if (which == "cases" || which == "dcases") {
                cases_ += name == "begin" ? 1 : -1;
                add(token_kind::command, begin, name + "_cases");
            } else if (!one_of(environments, which)) {
                throw failure{from(begin), "an environment that the reader does not know: " + which,
                              "formulas stand in equation, align, split, aligned, gather"};
            }
        } else if (name == "label" || name == "tag" || name == "hspace" || name == "vspace") {
            at_ += peek() == '*' ? 1 : 0;
            argument(begin);
        } else if (name == "intertext" || name == "shortintertext") {
            at_ = behind_group(begin);
            add(token_kind::line_break, begin, "\\");
        } else if (name == "text" || name == "mbox" || name == "textrm") {
            std::string const content = argument(begin);
            add(token_kind::command, begin, "text");
            result_.push_back({token_kind::letter, from(begin), content, {}});
        } else if (!one_of(looks, name)) {
            add(token_kind::command, begin, name);
        } else if (takes_bar_of(name)) {  // \left|, \bigr|
            add(token_kind::command, begin, name == "left" || name.back() == 'l' ? "lvert" : "rvert");
        } else if ((name == "left" || name == "right") && peek() == '.') {
            throw failure{{static_cast<int>(begin), static_cast<int>(at_) + 1},
                          "a parenthesis that is not shown has no meaning here",
                          {}};
        }
    }
    /// Whether a bar follows what says which side it is; it is taken.
    bool takes_bar_of(std::string_view name) {
        static constexpr std::array<std::string_view, 10> sides = {
            "left", "right", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr"};
        std::size_t ahead = 0;
        while (std::isspace(static_cast<unsigned char>(peek(ahead))) != 0) {
            ++ahead;
        }
        bool const result = one_of(sides, name) && peek(ahead) == '|';
        at_ += result ? ahead + 1 : 0;
        return result;
    }
    /// The place behind a group in braces.
    std::size_t behind_group(std::size_t begin) {
        std::size_t i = std::min(source_.size(), source_.find('{', at_));
        for (int level = 0; i < source_.size(); ++i) {
            level += source_[i] == '{' ? 1 : source_[i] == '}' ? -1 : 0;
            if (level == 0) {
                return i + 1;
            }
        }
        throw failure{from(begin), "expected { and words", {}};
    }
    /// {name}
    std::string argument(std::size_t begin) {
        while (std::isspace(static_cast<unsigned char>(peek())) != 0) {
            ++at_;
        }
        std::size_t const close = source_.find('}', at_);
        if (peek() != '{' || close == std::string_view::npos) {
            throw failure{from(begin), "expected { and a name", {}};
        }
        std::string const result{source_.substr(at_ + 1, close - at_ - 1)};
        at_ = close + 1;
        return result;
    }
    /// [1ex] behind a line break
    void skip_distance() {
        std::size_t const close = source_.find(']', at_);
        if (peek() == '[' && close != std::string_view::npos &&
            (is_digit(peek(1)) || peek(1) == '-' || peek(1) == '.')) {
            std::string_view const inside = source_.substr(at_ + 1, close - at_ - 1);
            bool const length = inside.size() > 2 && is_letter(inside.back()) &&
                                is_letter(inside[inside.size() - 2]) && inside.size() < 10;
            at_ = length ? close + 1 : at_;
        }
    }

    std::string_view source_;
    std::size_t at_;
    int cases_ = 0;  ///< how many of them are open
    std::vector<token> result_;
};

struct opening {
    std::size_t at = std::string_view::npos;
    std::size_t content = 0;
    std::string close;
};

void offer(opening& best, std::size_t at, std::size_t content, std::string close) {
    if (at != std::string_view::npos && at < best.at) {
        best = {at, content, std::move(close)};
    }
}

opening next_display(std::string_view source, std::size_t from, bool inline_too) {
    opening best;
    std::size_t const dollars = source.find("$$", from);
    offer(best, dollars, dollars + 2, "$$");
    std::size_t const bracket = source.find("\\[", from);
    offer(best, bracket, bracket + 2, "\\]");
    for (std::string_view name : environments) {
        std::string const begin = "\\begin{" + std::string{name} + "}";
        std::size_t const at = source.find(begin, from);
        offer(best, at, at, "\\end{" + std::string{name} + "}");
    }
    if (inline_too) {
        std::size_t const one = source.find('$', from);
        offer(best, one, one + 1, "$");
    }
    return best;
}

/// How many arguments in braces a command takes of which TeX lets a single one stand without: \frac12, \sqrt2.
int arguments_of(token const& t) {
    bool const fraction = t.text == "frac" || t.text == "dfrac" || t.text == "tfrac";
    return t.kind != token_kind::command ? 0 : fraction ? 2 : t.text == "sqrt" ? 1 : 0;
}

bool is_sign(token const& t, std::string_view text) { return t.kind == token_kind::sign && t.text == text; }

/// Writes the braces that TeX reads around a single letter, digit or command behind \frac and \sqrt.
class bracer {
  public:
    std::vector<token> run(std::vector<token> const& all) {
        for (token const& t : all) {
            int& wanted = wanted_.back();
            if (is_sign(t, "{")) {
                wanted -= wanted > 0 ? 1 : 0;
                wanted_.push_back(0);
            } else if (is_sign(t, "}") && wanted_.size() > 1) {
                wanted_.pop_back();
            } else if (wanted > 0 && t.kind == token_kind::number) {
                digits(t);
                continue;
            } else if (wanted > 0 && (t.kind == token_kind::letter || t.kind == token_kind::command)) {
                --wanted;
                enclose(t);
                continue;
            } else {
                wanted = arguments_of(t);
            }
            result_.push_back(t);
        }
        return std::move(result_);
    }

  private:
    void enclose(token const& t) {
        result_.push_back({token_kind::sign, {t.at.begin, t.at.begin}, "{", {}});
        result_.push_back(t);
        result_.push_back({token_kind::sign, {t.at.end, t.at.end}, "}", {}});
    }
    /// Each argument takes one digit; the others stand behind.
    void digits(token t) {
        if (t.text.find('.') != std::string::npos) {
            throw failure{t.at, "it is not clear which digits the command takes",
                          "write its braces: \\frac{1}{2}"};
        }
        for (int& wanted = wanted_.back(); wanted > 0 && !t.text.empty(); --wanted) {
            token first = t;
            first.text.resize(1);
            first.at.end = first.at.begin + 1;
            first.value = graph::rational{t.text[0] - '0'};
            enclose(first);
            t.text.erase(0, 1);
            ++t.at.begin;
        }
        if (!t.text.empty()) {
            throw failure{t.at, "it is not clear which digits the command takes",
                          "write its braces: \\frac{1}{2}"};
        }
    }

    std::vector<int> wanted_ = std::vector<int>(1, 0);  ///< arguments, at each level of braces
    std::vector<token> result_;
};

}  // namespace

std::vector<display> displays_of(std::string_view source) {
    if (source.size() > static_cast<std::size_t>(syntax::longest_source)) {
        throw failure{{}, "the text is too large: more than 1 MiB", {}};
    }
    for (bool inline_too : {false, true}) {
        std::vector<display> result;
        for (std::size_t at = 0;;) {
            opening const o = next_display(source, at, inline_too);
            if (o.at == std::string_view::npos) {
                break;
            }
            std::size_t const close = source.find(o.close, o.content);
            if (close == std::string_view::npos) {
                throw failure{{static_cast<int>(o.at), static_cast<int>(o.at) + 2},
                              "the display that opens here is not closed",
                              {}};
            }
            bool const environment = o.close.size() > 2;
            std::size_t const end = environment ? close + o.close.size() : close;
            result.push_back({static_cast<int>(o.content), static_cast<int>(end)});
            at = close + o.close.size();
        }
        if (!result.empty()) {
            return result;
        }
    }
    return {{0, static_cast<int>(source.size())}};
}

std::string environment_close(std::string_view source, std::size_t at) {
    for (std::string_view name : environments) {
        std::string const begin = "\\begin{" + std::string{name} + "}";
        if (source.substr(at, begin.size()) == begin) {
            return "\\end{" + std::string{name} + "}";
        }
    }
    return {};
}

std::vector<token> tokens_of(std::string_view source, display where) {
    return in_plain_notation(bracer{}.run(lexer{source, where}.run()));
}

}  // namespace iverson::latex_reader
