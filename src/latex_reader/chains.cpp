// SPDX-License-Identifier: BSL-1.0
//
// Chains of equalities: every value is kept, and what cannot be read does not stop the rest.
#include "norms.hpp"
#include "parser.hpp"

#include <algorithm>

namespace iverson::latex_reader {

using syntax::failure;
using syntax::form;
using syntax::place;

void parser::load(display where) {
    tokens_ = tokens_of(source_, where);
    leave_out_text();
    at_ = 0;
    leave_out_arguments();
    alone_.clear();
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        bool const first = i == 0 || tokens_[i - 1].kind == token_kind::line_break;
        if (tokens_[i].kind == token_kind::command && !is_called(i)) {
            alone_.insert(tokens_[i].text);
        }
        bool const is_matrix = is("_", i + 1) && is("{", i + 2) && !is("}", i + 4);
        delta_is_tensor_ = delta_is_tensor_ || (first && is_command("delta", i) && is_matrix);
    }
}

/// A section of a document uses names as it likes.
void parser::begin_section() {
    delta_is_tensor_ = false;
    times_.clear();
    fonts_.clear();
    powered_.clear();
    called_.clear();
}

/// The parenthesis behind a name, if nothing but names and commas stands in it: the place behind it, else 0.
std::size_t parser::end_of_arguments(std::size_t at) const {
    if (at + 2 >= tokens_.size() || tokens_[at].kind != token_kind::letter || tokens_[at + 1].text != "(") {
        return 0;
    }
    std::size_t end = at + 2;
    while (tokens_[end].kind == token_kind::letter ||
           (tokens_[end].kind == token_kind::sign && tokens_[end].text == ",") ||
           (tokens_[end].kind == token_kind::command && starts_name(end - at_))) {
        ++end;
    }
    bool const closed = tokens_[end].kind == token_kind::sign && tokens_[end].text == ")" && end > at + 2;
    return closed ? end + 1 : 0;
}

/// J(w) = ... names its arguments, which the formula shows anyway: J.
void parser::leave_out_arguments() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        bool const first = i == 0 || tokens_[i - 1].kind == token_kind::line_break;
        std::size_t const end = end_of_arguments(i);
        bool const defines = first && end > 0 && tokens_[end].text == "=";
        if (defines) {
            called_.insert(tokens_[i].text);
        }
        if (end > 0 && called_.contains(tokens_[i].text)) {
            tokens_.erase(tokens_.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                          tokens_.begin() + static_cast<std::ptrdiff_t>(end));
        }
    }
}

/// Whether a wide space stands between two tokens, as between two formulas in one row.
bool parser::is_apart(token const& a, token const& b) const {
    bool const goes_on = b.kind == token_kind::sign && (b.text == "+" || b.text == "-" || b.text == "&");
    if (a.text == "=" || b.text == "=" || a.text == "," || b.text == "," || b.kind == token_kind::end ||
        a.kind == token_kind::line_break || goes_on) {
        return false;
    }
    auto const begin = static_cast<std::size_t>(a.at.end);
    std::string_view const between = source_.substr(begin, static_cast<std::size_t>(b.at.begin) - begin);
    return between.find("\\quad") != std::string_view::npos ||
           between.find("\\qquad") != std::string_view::npos;
}

/// Words beside a formula say why it holds: \text{by the chain rule}. A comma stands for them.
void parser::leave_out_text() {
    std::vector<token> kept;
    int level = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        level += tokens_[i].text == "{" || tokens_[i].text == "(" || tokens_[i].text == "[" ? 1 : 0;
        level -= tokens_[i].text == "}" || tokens_[i].text == ")" || tokens_[i].text == "]" ? 1 : 0;
        if (i > 0 && level == 0 && is_apart(tokens_[i - 1], tokens_[i])) {
            token comma = tokens_[i];
            comma.kind = token_kind::sign;
            comma.text = ",";
            kept.push_back(comma);
        }
        bool const text = tokens_[i].kind == token_kind::command && tokens_[i].text == "text" &&
                          i + 1 < tokens_.size() && tokens_[i + 1].kind == token_kind::letter;
        std::string const words = text ? tokens_[i + 1].text : "";
        bool const is_name = std::all_of(words.begin(), words.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        });
        static constexpr std::string_view said[] = {"for", "where", "with", "and",
                                                    "if",  "since", "by",   "all"};
        bool const is_said = std::find(std::begin(said), std::end(said), words) != std::end(said);
        if (text && (!is_name || is_said)) {
            token comma = tokens_[i];
            comma.kind = token_kind::sign;
            comma.text = ",";
            kept.push_back(comma);
            ++i;
        } else if (tokens_[i].kind == token_kind::sign && tokens_[i].text == ":" && i + 1 < tokens_.size() &&
                   tokens_[i + 1].text == "=") {
            continue;  // := is =
        } else {
            kept.push_back(tokens_[i]);
        }
    }
    tokens_ = std::move(kept);
}

/// The left side as an entry or a derivative if it is one, else as any value.
int parser::chain_left(written_chain& into) {
    std::size_t const start = at_;
    std::size_t const items = result_.items.size();
    int const begin = peek().at.begin;
    try {
        left_ = true;
        int const whole = sum();
        left_ = false;
        if (is("=")) {
            into.left_at = since(begin);
            item const i = result_[whole];
            if (auto const parts = jacobian_parts_.find(whole); parts != jacobian_parts_.end()) {
                bind_left(whole);
                result_[whole] = {};  // what it means is the derivative
                return made(form::partial, begin, {parts->second.first, parts->second.second});
            }
            // A derivative beside other terms is a value, which is read below.
            bool const derives =
                std::any_of(jacobian_parts_.begin(), jacobian_parts_.end(),
                            [&](auto const& p) { return p.first >= static_cast<int>(items); });
            bool const moves = !derives && i.what == form::add && i.signs[0] == '+' &&
                               result_[i.parts[0]].what == form::access;
            if (i.what == form::access || moves) {
                bind_left(i.what == form::access ? whole : i.parts[0]);
                into.defines = true;
                return whole;
            }
        }
    } catch (failure const&) {
        left_ = false;
    }
    result_.items.resize(items);
    std::erase_if(raised_, [&](int id) { return id >= static_cast<int>(items); });
    std::erase_if(jacobian_parts_, [&](auto const& p) { return p.first >= static_cast<int>(items); });
    std::erase_if(adjoint_parts_, [&](auto const& p) { return p.first >= static_cast<int>(items); });
    at_ = start;
    int const value = sum();
    into.left_at = since(begin);
    return value;
}

/// Goes to the next = of the chain, which may stand in the next row.
bool parser::begins_next_value() {
    std::size_t const start = at_;
    while (is(",") || is(".") || is(";") || peek().kind == token_kind::line_break) {
        next();
    }
    if (take("=")) {
        return true;
    }
    at_ = start;
    return false;
}

/// Whether the tokens are one entry of a tensor or one derivative, and no condition of a range.
bool parser::is_left_side(std::size_t from, std::size_t to) const {
    bool const derivative = tokens_[from].kind == token_kind::command && tokens_[from].text == "frac";
    bool subscripted = false;
    int level = 0;
    for (std::size_t i = from; i < to; ++i) {
        token const& t = tokens_[i];
        level += t.text == "{" || t.text == "(" ? 1 : t.text == "}" || t.text == ")" ? -1 : 0;
        bool const above = level == 0 && (t.text == "_" || t.text == "^");
        subscripted = subscripted || above;
        if (level == 0 && (t.text == "," || t.text == "in" || t.text == "le" || t.text == "<")) {
            return false;
        }
    }
    return derivative || subscripted;
}

/// A comma, and an entry of a tensor or a derivative with = behind it: E = ..., \qquad y_t = ...
bool parser::begins_other_equation() const {
    if (!is(",") || !(starts_name(1) || is_command("frac", 1))) {
        return false;
    }
    int level = 0;
    std::size_t relation = 0;
    bool dots = false;
    for (std::size_t i = at_ + 1; i < tokens_.size(); ++i) {
        token const& t = tokens_[i];
        if (t.kind == token_kind::line_break || t.kind == token_kind::end) {
            break;
        }
        bool const sign = t.kind == token_kind::sign;
        level += sign && (t.text == "{" || t.text == "(")   ? 1
                 : sign && (t.text == "}" || t.text == ")") ? -1
                                                            : 0;
        relation = relation == 0 && level == 0 && sign && t.text == "=" ? i : relation;
        dots = dots || t.text == "dots" || t.text == "ldots" || t.text == "cdots";
    }
    if (relation == 0) {
        return false;
    }
    return is_left_side(at_ + 1, relation) || !dots;  // without dots i = 1 is no range
}

written_value parser::chain_value(written_chain& into) {
    written_value v;
    int const begin = peek().at.begin;
    try {
        v.item = sum();
        v.at = since(begin);
        line noted;
        noted.notes = into.notes;
        while (is(",") && (is(",", 1) || peek(1).kind == token_kind::line_break)) {
            next();
        }
        if (begins_other_equation()) {
            return v;
        }
        note(noted);
        into.notes = noted.notes;
        while (is(",") || is(".") || is(";")) {
            next();
        }
        if (!at_line_end() && !is("=")) {
            refuse("expected + or - or the end of the formula");
        }
    } catch (failure const& f) {
        v.item = -1;
        v.why = f.message + (f.hint.empty() ? "" : "; " + f.hint);
        while (!at_line_end()) {
            next();
        }
        v.at = since(begin);
    }
    return v;
}

written_chain parser::chain() {
    written_chain c;
    int const begin = peek().at.begin;
    scope_ = times_;
    if (is("=")) {
        c.goes_on = true;
        c.left_at = {begin, begin};
    } else {
        c.left = chain_left(c);
        take(",");
        take(".");
        if (at_line_end()) {  // a value alone: what follows may go on from it
            c.at = since(begin);
            return c;
        }
    }
    if (!take("=")) {
        refuse("expected = and the right side of the equation");
    }
    do {
        c.values.push_back(chain_value(c));
    } while (begins_next_value());
    c.at = since(begin);
    return c;
}

void parser::read_passage(display where, std::vector<written_chain>& into) {
    load(where);
    for (skip_separators(); peek().kind != token_kind::end; skip_separators()) {
        into.push_back(chain());
        for (int id : raised_) {
            item const& up = result_[result_[id].parts[0]];
            std::string const& name =
                up.what == form::add ? result_[up.parts[0]].tensor.name : up.tensor.name;
            if (!name.empty() && std::find(times_.begin(), times_.end(), name) == times_.end()) {
                times_.push_back(name);
            }
        }
    }
}

int parser::read_value(std::vector<std::string> const& indices, bool delta_is_tensor) {
    load({0, static_cast<int>(source_.size())});
    delta_is_tensor_ = delta_is_tensor;
    scope_ = indices;
    int const value = sum();
    if (peek().kind != token_kind::end) {
        refuse("expected + or - or the end of the formula");
    }
    return value;
}

int read_value(std::string_view text, std::vector<std::string> const& indices, syntax::document& into) {
    parser reader{text};
    int value = -1;
    try {
        bool const delta = std::any_of(into.items.begin(), into.items.end(), [](syntax::item const& i) {
            return i.what == form::access && i.tensor.name == "delta" && i.parts.size() == 2;
        });
        value = reader.read_value(indices, delta);
    } catch (failure const&) {
        return -1;
    }
    return syntax::add_all(into, std::move(reader.items().items), value);
}

written_derivation read_derivation(std::string_view source) {
    written_derivation result;
    result.passages = passages_of(source);
    parser reader{source};
    for (passage& p : result.passages) {
        if (p.what == passage::kind::heading) {
            reader.begin_section();
            continue;
        }
        try {
            reader.read_passage(p.at, p.chains);
        } catch (failure const& f) {
            p.unread = f.message;
        }
    }
    result.items = std::move(reader.items());
    write_out_norms(result.items);
    return result;
}

}  // namespace iverson::latex_reader
