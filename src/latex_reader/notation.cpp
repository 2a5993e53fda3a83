// SPDX-License-Identifier: BSL-1.0
#include "notation.hpp"

#include <iverson/latex/spelling.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace iverson::latex_reader {

namespace {

using tokens = std::vector<token>;

template <std::size_t Size>
bool one_of(std::array<std::string_view, Size> const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::array<std::string_view, 8> equals = {"triangleq", "equiv",    "coloneqq",   "coloneq",
                                                    "doteq",     "eqqcolon", "vcentcolon", "defeq"};
constexpr std::array<std::string_view, 3> placed = {"overset", "stackrel", "underset"};
constexpr std::array<std::string_view, 10> arrows = {
    "implies",        "impliedby",          "iff",       "Rightarrow", "Longrightarrow",
    "Leftrightarrow", "Longleftrightarrow", "therefore", "because",    "Leftarrow"};
constexpr std::array<std::string_view, 16> fonts = {
    "hat",    "bar",    "tilde",  "mathbf", "mathrm", "mathcal",   "boldsymbol", "vec",
    "mathbb", "mathsf", "mathit", "bm",     "text",   "widetilde", "widehat",    "overline"};

class plain_writer {
  public:
    explicit plain_writer(tokens all) : in_{std::move(all)} {}

    tokens run() {
        while (at_ < in_.size()) {
            bool const done =
                total_d() || relation() || slash_derivative() || bracketed_nabla() || subscripted_operator();
            if (!done) {
                out_.push_back(in_[at_++]);
            }
        }
        return std::move(out_);
    }

  private:
    bool sign(std::size_t i, std::string_view text) const {
        return i < in_.size() && in_[i].kind == token_kind::sign && in_[i].text == text;
    }
    bool command(std::size_t i, std::string_view text) const {
        return i < in_.size() && in_[i].kind == token_kind::command && in_[i].text == text;
    }
    void put(token_kind kind, std::string text, syntax::place at) {
        out_.push_back({kind, at, std::move(text), {}});
    }
    void put(std::size_t from, std::size_t to) {
        out_.insert(out_.end(), in_.begin() + static_cast<std::ptrdiff_t>(from),
                    in_.begin() + static_cast<std::ptrdiff_t>(to));
    }
    /// Behind the group that opens at i; i if none does.
    std::size_t behind_group(std::size_t i) const {
        if (!sign(i, "{")) {
            return i;
        }
        int level = 0;
        for (std::size_t k = i; k < in_.size(); ++k) {
            level += sign(k, "{") ? 1 : sign(k, "}") ? -1 : 0;
            if (level == 0) {
                return k + 1;
            }
        }
        return i;
    }
    /// Behind a name without scripts; i if there is none.
    std::size_t behind_word(std::size_t i) const {
        if (i >= in_.size()) {
            return i;
        }
        bool const font = in_[i].kind == token_kind::command && one_of(fonts, in_[i].text);
        bool const greek =
            in_[i].kind == token_kind::command && (print::is_greek(in_[i].text) || in_[i].text == "ell");
        if (font) {
            std::size_t const group = behind_group(i + 1);
            return group > i + 1 ? group : i + 2 <= in_.size() ? i + 2 : i;
        }
        return in_[i].kind == token_kind::letter || greek ? i + 1 : i;
    }
    /// Behind subscripts and superscripts.
    std::size_t behind_scripts(std::size_t i) const {
        while (sign(i, "_") || sign(i, "^")) {
            std::size_t const group = behind_group(i + 1);
            i = group > i + 1 ? group : i + 2;
        }
        return std::min(i, in_.size());
    }
    std::size_t behind_name(std::size_t i) const {
        std::size_t const word = behind_word(i);
        return word == i ? i : behind_scripts(word);
    }

    /// \frac{\partial above}{\partial below}; above may be empty.
    void fraction(std::size_t above, std::size_t above_end, tokens const& below, syntax::place all) {
        syntax::place const begin{all.begin, all.begin};
        syntax::place const end{all.end, all.end};
        put(token_kind::command, "frac", begin);
        put(token_kind::sign, "{", begin);
        put(token_kind::command, "partial", begin);
        put(above, above_end);
        put(token_kind::sign, "}", begin);
        put(token_kind::sign, "{", begin);
        put(token_kind::command, "partial", begin);
        out_.insert(out_.end(), below.begin(), below.end());
        put(token_kind::sign, "}", end);
    }
    tokens slice(std::size_t from, std::size_t to) const {
        return {in_.begin() + static_cast<std::ptrdiff_t>(from),
                in_.begin() + static_cast<std::ptrdiff_t>(to)};
    }

    /// \mathrm{d} in a derivative.
    bool total_d() {
        bool const upright = command(at_, "mathrm") || command(at_, "operatorname");
        if (!upright || !sign(at_ + 1, "{") || at_ + 3 >= in_.size() || in_[at_ + 2].text != "d" ||
            !sign(at_ + 3, "}")) {
            return false;
        }
        bool const in_fraction = !out_.empty() && out_.back().text == "{";
        if (!in_fraction) {
            return false;
        }
        put(token_kind::letter, "d", {in_[at_].at.begin, in_[at_ + 3].at.end});
        at_ += 4;
        return true;
    }

    bool relation() {
        token const& t = in_[at_];
        if (t.kind != token_kind::command) {
            return false;
        }
        if (one_of(equals, t.text)) {
            put(token_kind::sign, "=", t.at);
            ++at_;
            return true;
        }
        if (one_of(arrows, t.text)) {
            put(token_kind::line_break, "\\", t.at);
            ++at_;
            return true;
        }
        std::size_t const above = one_of(placed, t.text) ? behind_group(at_ + 1) : at_;
        std::size_t const relation = above > at_ + 1 ? behind_group(above) : above;
        if (above > at_ + 1 && relation == above + 3 && sign(above + 1, "=")) {
            put(token_kind::sign, "=", {t.at.begin, in_[above + 2].at.end});
            at_ = relation;
            return true;
        }
        return false;
    }

    bool slash_derivative() {
        if (!command(at_, "partial") || sign(at_ + 1, "_")) {
            return false;
        }
        std::size_t const above = behind_name(at_ + 1);
        if (above == at_ + 1 || !sign(above, "/") || !command(above + 1, "partial")) {
            return false;
        }
        std::size_t const below = behind_name(above + 2);
        if (below == above + 2) {
            return false;
        }
        fraction(at_ + 1, above, slice(above + 2, below), {in_[at_].at.begin, in_[below - 1].at.end});
        at_ = below;
        return true;
    }

    /// [\nabla_x E]_k
    bool bracketed_nabla() {
        bool const opens = sign(at_, "(") || sign(at_, "[");
        if (!opens || !command(at_ + 1, "nabla") || !sign(at_ + 2, "_")) {
            return false;
        }
        bool const braced = sign(at_ + 3, "{");
        std::size_t const begin = at_ + (braced ? 4 : 3);
        std::size_t const by = behind_word(begin);
        std::size_t const above = by + (braced ? 1 : 0);
        std::size_t const above_end = behind_name(above);
        std::size_t const index = above_end + 1;
        bool const fits = by > begin && above_end > above && (!braced || sign(by, "}")) &&
                          (sign(above_end, ")") || sign(above_end, "]")) && sign(index, "_");
        if (!fits) {
            return false;
        }
        std::size_t const end = behind_scripts(index);
        tokens below = slice(begin, by);
        tokens const subscript = slice(index, end);
        below.insert(below.end(), subscript.begin(), subscript.end());
        fraction(above, above_end, below, {in_[at_].at.begin, in_[end - 1].at.end});
        at_ = end;
        return true;
    }

    /// \nabla_{x_k} E, \partial_{x_k} E
    bool subscripted_operator() {
        bool const operates = command(at_, "nabla") || command(at_, "partial");
        if (!operates || !sign(at_ + 1, "_") || !sign(at_ + 2, "{")) {
            return false;
        }
        std::size_t const by_end = behind_name(at_ + 3);
        bool const subscripted = std::any_of(in_.begin() + static_cast<std::ptrdiff_t>(at_) + 3,
                                             in_.begin() + static_cast<std::ptrdiff_t>(by_end),
                                             [](token const& t) { return t.text == "_"; });
        if (!subscripted || !sign(by_end, "}")) {
            return false;
        }
        std::size_t const above = by_end + 1;
        std::size_t const above_end = behind_name(above);
        int const last = (above_end > above ? in_[above_end - 1] : in_[by_end]).at.end;
        fraction(above, above_end, slice(at_ + 3, by_end), {in_[at_].at.begin, last});
        at_ = above_end;
        return true;
    }

    tokens in_;
    std::size_t at_ = 0;
    tokens out_;
};

}  // namespace

std::vector<token> in_plain_notation(std::vector<token> all) { return plain_writer{std::move(all)}.run(); }

}  // namespace iverson::latex_reader
