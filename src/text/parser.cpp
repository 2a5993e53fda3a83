// SPDX-License-Identifier: BSL-1.0
//
// Lines: equations, declarations, functions, outputs.
#include "parser.hpp"

#include <iverson/text/text.hpp>

#include <array>

namespace iverson::text_reader {

using syntax::failure;
using syntax::form;
using syntax::place;
using syntax::tensor_name;

syntax::document parser::run() {
    while (peek().kind != token_kind::end) {
        if (peek().kind == token_kind::line_end) {
            next();
            continue;
        }
        line();
        if (peek().kind != token_kind::line_end && peek().kind != token_kind::end) {
            refuse("expected + - * / ^ or the end of the line");
        }
    }
    return std::move(result_);
}

void parser::refuse(std::string const& expected) const {
    token const& t = peek();
    std::string const found = t.kind == token_kind::end        ? "the end of the text"
                              : t.kind == token_kind::line_end ? "the end of the line"
                                                               : t.text;
    bool const touching = t.kind == token_kind::name || t.kind == token_kind::number || is("(") || is("[");
    bool const after_value = at_ > 0 && (tokens_[at_ - 1].kind == token_kind::name ||
                                         tokens_[at_ - 1].kind == token_kind::number ||
                                         tokens_[at_ - 1].text == ")" || tokens_[at_ - 1].text == "]");
    throw failure{t.at, expected + ", found " + found,
                  touching && after_value ? "a product needs its sign: *" : ""};
}

void parser::expect(std::string_view sign, std::string const& where) {
    if (!take(sign)) {
        refuse("expected " + std::string{sign} + (where.empty() ? "" : " " + where));
    }
}

std::string parser::expect_name(std::string const& what) {
    if (peek().kind != token_kind::name || is("in")) {
        refuse("expected " + what);
    }
    return next().text;
}

place parser::since(int begin) const { return {begin, at_ == 0 ? begin : tokens_[at_ - 1].at.end}; }

int parser::made(form what, int begin, std::vector<int> parts, std::string signs) {
    syntax::item i;
    i.what = what;
    i.at = since(begin);
    i.parts = std::move(parts);
    i.signs = std::move(signs);
    if (result_.items.size() >= static_cast<std::size_t>(syntax::most_items)) {
        throw failure{i.at,
                      "the text is too large: it has more than " + std::to_string(syntax::most_items) +
                          " terms",
                      {}};
    }
    return result_.add(std::move(i));
}

void parser::line() {
    if (is("function") && peek(1).kind == token_kind::name) {
        return function_line();
    }
    if (is("output") && peek(1).kind == token_kind::name) {
        return output_line();
    }
    std::vector<std::pair<tensor_name, place>> names;
    do {
        if (peek().kind != token_kind::name) {
            refuse("expected an equation, y[i] = ..., or a declaration, x: [N]");
        }
        int const begin = peek().at.begin;
        tensor_name name = tensor();
        names.emplace_back(std::move(name), since(begin));
    } while (take(","));
    if (is(":")) {
        return declaration_line(names);
    }
    if (names.size() > 1) {
        refuse("expected : behind several names, as in x, y: [N]");
    }
    equation_line(names[0].first, names[0].second);
}

void parser::function_line() {
    syntax::written_function f;
    int const begin = next().at.begin;
    f.name = expect_name("the name of a function");
    f.at = since(begin);
    for (syntax::written_function const& other : result_.functions) {
        if (other.name == f.name) {
            throw failure{f.at, "function " + f.name + " is defined twice", {}};
        }
    }
    static constexpr std::array<std::string_view, 10> words = {
        "sum", "prod", "max", "min", "mean", "argmax", "argmin", "function", "output", "pow"};
    auto const table = syntax::function_names();
    if (std::find(words.begin(), words.end(), f.name) != words.end() ||
        std::find(table.begin(), table.end(), f.name) != table.end()) {
        throw failure{f.at, f.name + " has a meaning already", "give the function another name"};
    }
    expect("(", "and the parameters of the function");
    do {
        std::string const name = expect_name("the name of a parameter");
        if (std::find(f.parameters.begin(), f.parameters.end(), name) != f.parameters.end()) {
            throw failure{since(begin), "two parameters of " + f.name + " are called " + name, {}};
        }
        f.parameters.push_back(name);
    } while (take(","));
    expect(")", "behind the parameters");
    if (f.parameters.size() > graph::affine::capacity) {
        throw failure{since(begin), "a function has at most 12 parameters", {}};
    }
    if (take("=")) {
        f.body = sum();
    }
    result_.functions.push_back(std::move(f));
}

void parser::output_line() {
    next();
    do {
        int const begin = peek().at.begin;
        tensor_name name = tensor();
        result_.outputs.emplace_back(std::move(name), since(begin));
    } while (take(","));
}

void parser::declaration_line(std::vector<std::pair<tensor_name, place>> const& names) {
    next();
    expect("[", "and the axes: x: [N], w: [1..d], A: [N, M]");
    std::vector<syntax::written_axis> axes;
    while (!is("]")) {
        if (!axes.empty()) {
            expect(",", "or ] behind an axis");
        }
        axes.push_back(axis());
    }
    next();
    for (auto const& [name, at] : names) {
        result_.declarations.push_back({at, name, axes});
    }
}

/// N, 1..d, N at lo, _
syntax::written_axis parser::axis() {
    syntax::written_axis a;
    int const begin = peek().at.begin;
    if (is("_")) {
        next();
        a.at = since(begin);
        return a;
    }
    a.extent = sum();
    if (take("..")) {
        a.lower = a.extent;
        a.extent = -1;
        a.upper = sum();
    } else if (is("at")) {
        next();
        a.start = expect_name("the name of the first position");
    }
    a.at = since(begin);
    return a;
}

void parser::equation_line(tensor_name left, place left_at) {
    syntax::written_equation e;
    e.left = std::move(left);
    if (take("[")) {
        do {
            e.subscripts.push_back(left_subscript());
        } while (take(","));
        if (take("|")) {
            e.condition = behind_bar();
        }
        expect("]", "behind the subscripts");
    }
    e.left_at = since(left_at.begin);
    if (is("(")) {
        throw failure{peek().at, "expected [ or =, found (",
                      "subscripts stand in brackets: " + syntax::spelled(e.left) +
                          "[i] = ...; a function is defined by function f(u) = ..."};
    }
    if (is("==")) {
        throw failure{peek().at, "expected =, found ==", "an equation has one =; == compares, in brackets"};
    }
    expect("=", "and the right side of the equation");
    e.value = sum();
    e.at = since(left_at.begin);
    result_.equations.push_back(std::move(e));
}

syntax::left_subscript parser::left_subscript() {
    bool const bare =
        peek().kind == token_kind::name && (is(",", 1) || is("]", 1) || is("in", 1) || is("|", 1));
    syntax::left_subscript s;
    s.binds = bare;
    if (bare) {
        s.index = binder();
    } else {
        s.position = sum();
    }
    return s;
}

}  // namespace iverson::text_reader

namespace iverson {

reading parse(std::string_view source, std::string_view file) {
    reading result;
    try {
        syntax::meaning what = syntax::meaning_of(text_reader::parser{source}.run());
        result.formula = std::move(what.formula);
        if (auto const& m = what.misfit) {
            result.misfit = diagnose(source, file, m->at.begin, m->at.end, m->message, m->hint);
        }
    } catch (syntax::failure const& f) {
        result.error = diagnose(source, file, f.at.begin, f.at.end, f.message, f.hint);
    }
    return result;
}

graph::formula parsed(std::string_view source) {
    reading result = parse(source);
    if (result.error) {
        throw syntax_error{*result.error};
    }
    return std::move(result.formula);
}

}  // namespace iverson
