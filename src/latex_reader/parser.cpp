// SPDX-License-Identifier: BSL-1.0
//
// Displays and lines: equations, chains of equalities, notes on ranges.
#include "parser.hpp"

#include <iverson/text/text.hpp>

#include <algorithm>

namespace iverson::latex_reader {

using syntax::failure;
using syntax::form;
using syntax::place;

parser::parser(std::string_view source, std::vector<std::string> unknown_functions)
    : source_{source}, functions_{std::move(unknown_functions)} {
    for (display const& d : displays_of(source)) {
        std::vector<token> const more = tokens_of(source, d);
        tokens_.insert(tokens_.end(), more.begin(), more.end());
        tokens_.back().kind = token_kind::line_break;
        tokens_.back().text = "display";
    }
    token last;
    last.at = {static_cast<int>(source.size()), static_cast<int>(source.size())};
    tokens_.push_back(last);
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        bool const first = i == 0 || tokens_[i - 1].kind == token_kind::line_break;
        if (tokens_[i].kind == token_kind::command && !is_called(i)) {
            alone_.insert(tokens_[i].text);
        }
        delta_is_tensor_ = delta_is_tensor_ || (first && is_command("delta", i));
    }
}

bool parser::take(std::string_view sign) {
    bool const found = is(sign);
    at_ += found ? 1 : 0;
    return found;
}
bool parser::take_command(std::string_view name) {
    bool const found = is_command(name);
    at_ += found ? 1 : 0;
    return found;
}
std::string parser::shown(token const& t) const {
    return t.kind == token_kind::end || (t.kind == token_kind::line_break && t.text == "display")
               ? "the end of the formula"
           : t.kind == token_kind::line_break ? "\\\\"
           : t.kind == token_kind::command    ? "\\" + t.text
                                              : t.text;
}
void parser::refuse(place at, std::string message, std::string hint) {
    throw failure{at, std::move(message), std::move(hint)};
}
void parser::refuse(std::string message, std::string hint) const {
    refuse(peek().at, message + ", found " + shown(peek()), std::move(hint));
}
void parser::expect(std::string_view sign, std::string const& where) {
    if (!take(sign)) {
        refuse("expected " + std::string{sign} + " " + where);
    }
}
place parser::since(int begin) const { return {begin, at_ == 0 ? begin : tokens_[at_ - 1].at.end}; }

int parser::made(form what, int begin, std::vector<int> parts, std::string signs) {
    item i;
    i.what = what;
    i.at = since(begin);
    i.parts = std::move(parts);
    i.signs = std::move(signs);
    if (result_.items.size() >= static_cast<std::size_t>(syntax::most_items)) {
        refuse(i.at,
               "the text is too large: it has more than " + std::to_string(syntax::most_items) + " terms");
    }
    return result_.add(std::move(i));
}
int parser::number(std::int64_t value) {
    int const id = made(form::number, peek().at.begin, {});
    result_[id].value = graph::rational{value};
    return id;
}

// -- lines ------------------------------------------------------------------------------------------------------------------
bool parser::at_line_end() const {
    return peek().kind == token_kind::line_break || peek().kind == token_kind::end;
}

void parser::skip_separators() {
    while (peek().kind == token_kind::line_break || is(",") || is(".") || is(";")) {
        next();
    }
}

syntax::document parser::run() {
    for (skip_separators(); peek().kind != token_kind::end; skip_separators()) {
        equation();
    }
    tell_time();
    for (line const& l : lines_) {
        result_.equations.push_back(written(l));
    }
    return std::move(result_);
}

/// left = value = value ...: the first value is the formula, the others are steps that follow from it.
void parser::equation() {
    line l;
    int const begin = peek().at.begin;
    scope_.clear();
    left_side(l);
    bind_left(l.left);
    expect("=", "and the right side of the equation");
    l.value = sum();
    l.at = since(begin);
    note(l);
    auto const goes_on = [&] {
        bool const broken = peek().kind == token_kind::line_break && peek().text != "display";
        return is("=", broken ? 1 : 0);
    };
    while (goes_on()) {
        next();
        take("=");
        sum();
    }
    note(l);
    while (is(",") || is(".") || is(";")) {
        next();
    }
    if (!at_line_end()) {
        refuse("expected + or - or the end of the formula");
    }
    lines_.push_back(std::move(l));
}

/// An entry of a tensor, or a sum of which it is the first term.
void parser::left_side(line& into) {
    left_ = true;
    int const begin = peek().at.begin;
    int const whole = sum();
    left_ = false;
    item const& i = result_[whole];
    if (i.what == form::access) {
        into.left = whole;
        return;
    }
    bool const moves = i.what == form::add && i.signs[0] == '+' && result_[i.parts[0]].what == form::access;
    if (!moves) {
        refuse(since(begin), "the left side of an equation is an entry of a tensor", "y_i = ..., or E = ...");
    }
    into.left = i.parts[0];
    into.moved.assign(i.parts.begin() + 1, i.parts.end());
    into.moved_signs = i.signs.substr(1);
}

void parser::bind_left(int left) {
    if (auto const found = jacobian_parts_.find(left); found != jacobian_parts_.end()) {
        bind_left(found->second.first);
        return bind_left(found->second.second);
    }
    if (auto const found = adjoint_parts_.find(left); found != adjoint_parts_.end()) {
        return bind_left(found->second);
    }
    for (int part : result_[left].parts) {
        item const& i = result_[part];
        if (i.what == form::access && i.parts.empty()) {
            scope_.push_back(i.tensor.name);
        } else if (i.what == form::add && raised_.contains(left)) {
            for (int inner : i.parts) {
                scope_.push_back(result_[inner].tensor.name);
            }
        }
    }
}

/// The ranges of free indices behind an equation: (1 \le j \le d), or j = 1, \dots, d, or t \in \mathbb{Z}.
void parser::note(line& into) {
    take(",");
    while (is("(") || (is(",") && starts_name(1)) || (starts_name() && (is("=", 1) || is_command("in", 1))) ||
           take_command("forall")) {
        bool const open = take("(");
        do {
            item found;
            std::vector<syntax::comparison> rest;
            std::vector<std::string> const outside = scope_;
            scope_.clear();
            bool const listed = starts_name() && is("=", 1);
            if (listed) {
                syntax::binder b;
                b.at = peek().at;
                b.name = name();
                next();
                b.lower = sum();
                expect(",", "and the end of the range, as in j = 1, \\dots, d");
                bool const dots = take_command("dots") || take_command("ldots") || take_command("cdots");
                if (!dots) {
                    refuse("expected \\dots");
                }
                expect(",", "and the end of the range");
                b.upper = sum();
                found.binders.push_back(b);
            } else {
                chain_of_range(found, rest);
            }
            scope_ = outside;
            if (found.binders.empty() || !rest.empty()) {
                refuse("expected a range of an index, as in (1 \\le j \\le d)");
            }
            for (syntax::binder const& b : found.binders) {
                // t \in \mathbb{Z}, 0 \le t \le 3: both are said of one index
                auto const same = std::find_if(into.notes.begin(), into.notes.end(),
                                               [&](auto const& n) { return n.name == b.name; });
                if (same == into.notes.end()) {
                    into.notes.push_back(b);
                } else if (b.kind == syntax::told::integer || same->lower >= 0) {
                    refuse(b.at, "the range of " + b.name + " is told twice");
                } else {
                    same->lower = b.lower;
                    same->upper = b.upper;
                }
            }
        } while (!(is(",") && (peek(1).kind == token_kind::line_break || peek(1).kind == token_kind::end)) &&
                 take(","));
        if (open) {
            expect(")", "behind the ranges");
        }
    }
}

syntax::written_equation parser::written(line const& l) {
    syntax::written_equation e;
    item const& left = result_[l.left];
    e.at = l.at;
    e.left = left.tensor;
    e.left_at = left.at;
    std::vector<syntax::binder> notes = l.notes;
    for (int part : left.parts) {
        item const& i = result_[part];
        syntax::left_subscript s;
        s.binds = i.what == form::access && i.parts.empty();
        s.position = part;
        if (s.binds) {
            s.index.name = i.tensor.name;
            s.index.at = i.at;
            for (std::size_t k = 0; k < notes.size(); ++k) {
                if (notes[k].name == s.index.name) {
                    s.index = notes[k];
                    notes.erase(notes.begin() + static_cast<std::ptrdiff_t>(k));
                    break;
                }
            }
        }
        e.subscripts.push_back(std::move(s));
    }
    if (!notes.empty()) {
        refuse(notes[0].at, "the range is of " + notes[0].name + ", which is no index of the left side");
    }
    e.value = l.value;
    if (!l.moved.empty()) {
        std::vector<int> parts{l.value};
        std::string signs = "+";
        for (std::size_t k = 0; k < l.moved.size(); ++k) {
            parts.push_back(l.moved[k]);
            signs += l.moved_signs[k] == '-' ? '+' : '-';
        }
        e.value = made(form::add, l.at.begin, std::move(parts), std::move(signs));
        result_[e.value].at = l.at;
    }
    return e;
}

}  // namespace iverson::latex_reader

namespace iverson {

reading parse_latex(std::string_view source, std::string_view file,
                    std::vector<std::string> const& unknown_functions) {
    reading result;
    try {
        syntax::meaning what = syntax::meaning_of(latex_reader::parser{source, unknown_functions}.run());
        result.formula = std::move(what.formula);
        if (auto const& m = what.misfit) {
            result.misfit = diagnose(source, file, m->at.begin, m->at.end, m->message, m->hint);
        }
    } catch (syntax::failure const& f) {
        result.error = diagnose(source, file, f.at.begin, f.at.end, f.message, f.hint);
    }
    return result;
}

graph::formula parsed_latex(std::string_view source) {
    reading result = parse_latex(source);
    if (result.error) {
        throw syntax_error{*result.error};
    }
    return std::move(result.formula);
}

}  // namespace iverson
