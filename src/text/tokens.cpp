// SPDX-License-Identifier: BSL-1.0
#include "tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace iverson::text_reader {

namespace {

using syntax::failure;
using syntax::place;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// How signs that papers have are written here; nothing for others.
std::string written_here(std::string_view sign) {
    static constexpr std::pair<std::string_view, std::string_view> signs[] = {
        {"−", "-"},         {"–", "-"},       {"·", "*"},          {"×", "*"},
        {"∗", "*"},         {"⋅", "*"},       {"÷", "/"},          {"≤", "<="},
        {"≥", ">="},        {"≠", "!="},      {"²", "^2"},         {"³", "^3"},
        {"∑", "sum(i, u)"}, {"√", "sqrt(u)"}, {"∏", "prod(i, u)"}, {"′", "' (next state)"},
        {"{", "( or ["},    {"}", ") or ]"}};
    for (auto const& [from, to] : signs) {
        if (from == sign) {
            return std::string{to};
        }
    }
    return {};
}

class lexer {
  public:
    explicit lexer(std::string_view source) : source_{source} {}

    std::vector<token> run() {
        while (at_ < source_.size()) {
            step();
        }
        add(token_kind::line_end, at_);
        add(token_kind::end, at_);
        return joined_lines();
    }

  private:
    char peek(std::size_t ahead = 0) const {
        return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
    }
    void add(token_kind kind, std::size_t begin) {
        place const at{static_cast<int>(begin), static_cast<int>(at_)};
        result_.push_back({kind, at, std::string{source_.substr(begin, at_ - begin)}, {}});
    }

    void step() {
        char const c = peek();
        std::size_t const begin = at_;
        if (c == '#') {
            at_ = std::min(source_.size(), source_.find('\n', at_));
        } else if (c == '\n' || c == ';') {
            ++at_;
            if (open_.empty()) {
                add(token_kind::line_end, begin);
            } else if (c == ';') {
                refuse_open();
            }
        } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            ++at_;
        } else if (is_letter(c)) {
            while (is_letter(peek()) || is_digit(peek())) {
                ++at_;
            }
            add(token_kind::name, begin);
        } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
            number();
        } else {
            sign();
        }
    }

    void number() {
        std::size_t const begin = at_;
        graph::wide_integer digits = 0;
        int places = 0;
        int seen = 0;
        auto const take = [&] {
            digits = seen < 30 ? digits * 10 + (peek() - '0') : digits;
            seen += digits == 0 ? 0 : 1;
            ++at_;
        };
        while (is_digit(peek())) {
            take();
        }
        if (peek() == '.' && is_digit(peek(1))) {
            ++at_;
            for (; is_digit(peek()); ++places) {
                take();
            }
        }
        bool const exponent =
            (peek() == 'e' || peek() == 'E') &&
            (is_digit(peek(1)) || ((peek(1) == '-' || peek(1) == '+') && is_digit(peek(2))));
        int power = 0;
        if (exponent) {
            ++at_;
            bool const negative = peek() == '-';
            at_ += negative || peek() == '+' ? 1 : 0;
            for (; is_digit(peek()); ++at_) {
                power = std::min(power * 10 + (peek() - '0'), 1000);
            }
            power = negative ? -power : power;
        }
        add(token_kind::number, begin);
        result_.back().value = scaled(digits, seen, power - places);
        if (!result_.back().value.valid()) {
            throw failure{
                result_.back().at, "the number does not fit into a fraction of two 64-bit integers", {}};
        }
        if (is_letter(peek())) {
            throw failure{{static_cast<int>(at_), static_cast<int>(at_) + 1},
                          "a name touches the number before it",
                          "a product needs its sign: " + result_.back().text + "*" + std::string(1, peek())};
        }
    }
    static graph::rational scaled(graph::wide_integer digits, int seen, int power) {
        if (digits == 0) {
            return {0};
        }
        if (seen > 30 || power > 30 || power < -30) {
            return {0, 0};
        }
        graph::wide_integer scale = 1;
        for (int i = 0; i < power || i < -power; ++i) {
            scale *= 10;
        }
        if (power > 0) {
            return seen + power > 30 ? graph::rational{0, 0} : graph::rational{digits * scale, 1};
        }
        return {digits, scale};
    }

    void sign() {
        static constexpr std::array<std::string_view, 6> pairs = {"==", "!=", "<=", ">=", "&&", ".."};
        static constexpr std::string_view singles = "+-*/%^()[],=<>:|'@";
        std::size_t const begin = at_;
        bool const pair = std::find(pairs.begin(), pairs.end(), source_.substr(at_, 2)) != pairs.end();
        if (!pair && singles.find(peek()) == std::string_view::npos) {
            refuse_character();
        }
        at_ += pair ? 2 : 1;
        add(token_kind::sign, begin);
        char const c = source_[begin];
        if (c == '(' || c == '[') {
            open_.push_back(result_.back());
        } else if (c == ')' || c == ']') {
            close(c);
        }
    }
    void close(char c) {
        place const at = result_.back().at;
        if (open_.empty()) {
            throw failure{at, std::string{"nothing is open that "} + c + " could close", {}};
        }
        if ((open_.back().text == "(") != (c == ')')) {
            throw failure{at,
                          "expected " + std::string(1, open_.back().text == "(" ? ')' : ']') + ", found " + c,
                          "what it would close opens as " + open_.back().text};
        }
        open_.pop_back();
    }
    [[noreturn]] void refuse_open() const {
        throw failure{open_.back().at, "this " + open_.back().text + " is not closed", {}};
    }
    [[noreturn]] void refuse_character() const {
        auto const c = static_cast<unsigned char>(peek());
        int size = 1;
        while (c >= 0x80 &&
               (static_cast<unsigned char>(peek(static_cast<std::size_t>(size))) & 0xC0U) == 0x80U) {
            ++size;
        }
        std::string const sign = written_here(source_.substr(at_, static_cast<std::size_t>(size)));
        throw failure{{static_cast<int>(at_), static_cast<int>(at_) + size},
                      "a character that the notation does not have",
                      !sign.empty() ? "here it is written " + sign
                      : c >= 0x80 || c == '\\'
                          ? "names are Latin letters, digits and _; for LaTeX there is the LaTeX reader"
                          : ""};
    }

    /// A line goes on where it ends in a sign that needs a right side, or the next one starts with one.
    std::vector<token> joined_lines() {
        if (!open_.empty()) {
            refuse_open();
        }
        static constexpr std::array<std::string_view, 11> open_ended = {"+", "-", "*",  "/",  "%", "^",
                                                                        "=", ",", "&&", "..", "|"};
        static constexpr std::array<std::string_view, 6> starts = {"+", "-", "*", "/", "%", "^"};
        auto const one_of = [](auto const& list, token const& t) {
            return t.kind == token_kind::sign && std::find(list.begin(), list.end(), t.text) != list.end();
        };
        std::vector<token> joined;
        for (std::size_t i = 0; i < result_.size(); ++i) {
            token const& t = result_[i];
            if (t.kind == token_kind::line_end) {
                std::size_t next = i;
                while (next < result_.size() && result_[next].kind == token_kind::line_end) {
                    ++next;
                }
                bool const last = next >= result_.size() || result_[next].kind == token_kind::end;
                bool const goes_on = !joined.empty() && ((!last && one_of(open_ended, joined.back())) ||
                                                         (!last && one_of(starts, result_[next])));
                i = next - 1;
                if (goes_on || joined.empty()) {
                    continue;
                }
            }
            joined.push_back(t);
        }
        return joined;
    }

    std::string_view source_;
    std::size_t at_ = 0;
    std::vector<token> result_;
    std::vector<token> open_;
};

}  // namespace

std::vector<token> tokens_of(std::string_view source) {
    if (source.size() > static_cast<std::size_t>(syntax::longest_source)) {
        throw failure{{}, "the text is too large: more than 1 MiB", {}};
    }
    return lexer{source}.run();
}

}  // namespace iverson::text_reader
