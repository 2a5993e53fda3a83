// SPDX-License-Identifier: BSL-1.0
//
// Values: sums, implicit products, fractions, powers, parentheses, indicators.
#include "parser.hpp"

#include <algorithm>
#include <array>

namespace iverson::latex_reader {

using syntax::deeper;
using syntax::form;
using syntax::word;

int parser::sum() {
    deeper const guard{depth_, peek().at};
    doubtful_bar_ = doubtful_bar_ && depth_ > 1;
    int const begin = peek().at.begin;
    std::vector<int> terms;
    std::string signs;
    bool const minus = take("-");
    if (!minus) {
        take("+");
    }
    terms.push_back(term());
    signs += minus ? '-' : '+';
    auto const continues = [&] {
        bool const broken =
            peek().kind == token_kind::line_break && peek().text != "display" && (is("+", 1) || is("-", 1));
        at_ += broken ? 1 : 0;
        return is("+") || is("-");
    };
    while (continues()) {
        signs += next().text[0];
        terms.push_back(term());
    }
    if (terms.size() > 1) {
        return made(form::add, begin, std::move(terms), std::move(signs));
    }
    return minus ? made(form::negate, begin, {terms[0]}) : terms[0];
}

bool parser::starts_factor() const {
    token const& t = peek();
    switch (t.kind) {
        case token_kind::letter:
        case token_kind::number: return true;
        case token_kind::sign:
            // A relation in parentheses is the range behind an equation; a bar closes the one that is open.
            return (t.text == "(" && !holds_relation(")")) || t.text == "[" || t.text == "{" ||
                   (t.text == "|" && bars_ == 0 && !bar_is_open_to_doubt());
        case token_kind::command: {
            bool const opens_norm = t.text == "|" && chains_ && norms_ == 0;
            static constexpr std::array<std::string_view, 28> others = {
                "end_cases", "rVert", "cdot",     "times", "le",  "leq",    "leqslant",
                "ge",        "geq",   "geqslant", "ne",    "neq", "lt",     "gt",
                "mid",       "bmod",  "mod",      "}",     "|",   "rfloor", "land",
                "wedge",     "rvert", "substack", "star",  "ast", "in",     "forall"};
            return opens_norm || std::find(others.begin(), others.end(), t.text) == others.end();
        }
        default: return false;
    }
}

/// Factors side by side, or with a dot, a cross, a star or a slash between them.
int parser::term() {
    int const begin = peek().at.begin;
    std::vector<int> factors{factor()};
    std::string signs = "*";
    for (;;) {
        char sign = '*';
        if (take_command("cdot") || take_command("times") || take("*")) {
        } else if (take("/")) {
            sign = '/';
        } else if (take_command("bmod")) {
            sign = '%';
        } else if (!starts_factor()) {
            break;
        } else if (signs.back() == '/') {
            refuse("a product behind / has two meanings", "write \\frac{a}{b} c, or a/(b c)");
        } else if (peek().kind == token_kind::number) {
            bool const after_number = result_[factors.back()].what == form::number;
            if (after_number) {
                refuse("two numbers touch", "write \\cdot between them");
            }
        }
        factors.push_back(factor());
        signs += sign;
    }
    join_means(factors, signs);
    return factors.size() == 1 ? factors[0]
                               : made(form::multiply, begin, std::move(factors), std::move(signs));
}

int parser::factor() {
    deeper const guard{depth_, peek().at};
    return primary();
}

int parser::primary() {
    token const& t = peek();
    int const begin = t.at.begin;
    if (t.kind == token_kind::number) {
        next();
        int const id = made(form::number, begin, {});
        result_[id].value = tokens_[at_ - 1].value;
        return with_power(id, begin);
    }
    if (is("-")) {
        refuse("a sign stands where a factor is expected", "enclose it: (-x)");
    }
    if (is("(") || is("[")) {
        return enclosed(begin);
    }
    if (is("|")) {
        next();
        return absolute("|", begin);
    }
    if (starts_indicator()) {
        return indicator(begin);
    }
    if (t.kind == token_kind::command) {
        static constexpr std::array<std::pair<std::string_view, word>, 4> words = {
            {{"sum", word::sum}, {"prod", word::product}, {"max", word::maximum}, {"min", word::minimum}}};
        for (auto const& [name, what] : words) {
            bool const of_values = what == word::maximum || what == word::minimum;
            if (is_command(name) && (!of_values || is("_", 1))) {
                next();
                return reduction(what, begin);
            }
        }
        if (take_command("arg")) {
            bool const largest = is_command("max");
            if (!largest && !is_command("min")) {
                refuse("expected \\max or \\min behind \\arg");
            }
            next();
            int const id = reduction(largest ? word::maximum : word::minimum, begin);
            result_[id].what = form::chosen;
            return id;
        }
        if (take_command("frac") || take_command("dfrac") || take_command("tfrac")) {
            return fraction(begin);
        }
        if (take_command("sqrt")) {
            return root(begin);
        }
        if (take_command("begin_cases")) {
            return cases(begin);
        }
        if (take_command("lvert")) {
            return absolute("rvert", begin);
        }
        if (chains_ && (is_command("|") || is_command("lVert") || is_command("Vert"))) {
            return norm(begin);
        }
        if (is_command("|") || is_command("lVert") || is_command("Vert")) {
            refuse("a norm is no index notation", "write the sum: \\sqrt{\\sum_i x_i^2}");
        }
        if (is_command("nabla")) {
            refuse("a gradient as a vector is no index notation", "write its entry: [\\nabla_x f]_k");
        }
        if (is_command("lfloor")) {
            refuse("the floor of a value has no meaning here",
                   "\\lfloor i/4 \\rfloor stands in subscripts, of indices");
        }
    }
    if (auto const f = function_here()) {
        return function_call(*f, begin);
    }
    bool const braced_name = is("{") && peek(1).kind == token_kind::letter && is("'", 2) && is("}", 3);
    if (is("{") && !braced_name) {
        next();
        int const inner = sum();
        expect("}", "behind the group");
        return with_power(inner, begin);
    }
    if (starts_name() || braced_name || is_command("dot")) {
        return named(begin);
    }
    refuse("expected a value: a number, a tensor, a function or a parenthesis");
}

/// u^2, u^{a + 1}, behind what is no bare name.
int parser::with_power(int base, int begin) {
    if (is("_")) {
        refuse("a subscript stands behind something that is no tensor");
    }
    if (!take("^")) {
        return base;
    }
    int exponent = 0;
    if (take("{")) {
        exponent = sum();
        expect("}", "behind the exponent");
    } else {
        if (peek().kind == token_kind::number && peek().text.size() > 1) {
            refuse("braces are missing around the exponent", "x^{10}");
        }
        exponent = primary();
    }
    item const& e = result_[exponent];
    if (e.what == form::access && e.parts.empty() && (e.tensor.name == "T" || e.tensor.name == "top")) {
        refuse(e.at, "a transpose is no index notation",
               "write the indices: w_{ji} for the transpose of w_{ij}");
    }
    if (is("^") || is("_")) {
        refuse("a second script stands behind a power", "enclose the power in parentheses");
    }
    return made(form::power, begin, {base, exponent});
}

// -- parentheses ------------------------------------------------------------------------------------------------------------
bool parser::at_relation() const {
    static constexpr std::array<std::string_view, 11> words = {
        "le", "leq", "leqslant", "ge", "geq", "geqslant", "ne", "neq", "lt", "gt", "mid"};
    token const& t = peek();
    return (t.kind == token_kind::sign && (t.text == "=" || t.text == "<" || t.text == ">")) ||
           (t.kind == token_kind::command && std::find(words.begin(), words.end(), t.text) != words.end());
}

/// Whether a relation stands in the parenthesis that is open here, at its level.
bool parser::holds_relation(std::string_view close) const {
    int level = 0;
    for (std::size_t i = at_ + 1; i < tokens_.size(); ++i) {
        token const& t = tokens_[i];
        bool const opens = t.text == "(" || t.text == "[" || t.text == "{";
        bool const closes = t.text == ")" || t.text == "]" || t.text == "}";
        if (t.kind == token_kind::line_break || t.kind == token_kind::end ||
            (level == 0 && t.text == close)) {
            return false;
        }
        level += opens ? 1 : closes ? -1 : 0;
        static constexpr std::array<std::string_view, 15> words = {"=",        "<",  ">",   "le",       "leq",
                                                                   "leqslant", "ge", "geq", "geqslant", "ne",
                                                                   "neq",      "lt", "gt",  "mid",      "in"};
        if (level == 0 && t.kind != token_kind::letter &&
            std::find(words.begin(), words.end(), t.text) != words.end()) {
            return true;
        }
    }
    return false;
}

int parser::enclosed(int begin) {
    bool const square = is("[");
    std::string const close = square ? "]" : ")";
    if (int const found = convolution(begin); found >= 0) {
        return found;
    }
    if (holds_relation(close)) {
        if (!square) {
            refuse("a relation stands in parentheses",
                   "a condition is written [i \\le j] or \\mathbf{1}_{\\{i \\le j\\}}");
        }
        next();
        return with_power(bracket_until("]", begin), begin);
    }
    next();
    int const inner = sum();
    if (is(",")) {
        refuse("expected " + close, "a function of several arguments must be known: g(x_i, b_j)");
    }
    expect(close, "behind the parenthesis");
    bool const which = result_[inner].what == form::chosen && is("_");
    if (which) {
        next();
        take("{");
        if (peek().kind != token_kind::number) {
            refuse("expected the number of an index");
        }
        result_[inner].which = static_cast<int>(std::min<std::int64_t>(next().value.num(), 100)) - 1;
        take("}");
        return inner;
    }
    return with_power(inner, begin);
}

int parser::between_bars() {
    deeper const guard{bars_, peek().at};
    return sum();
}
/// |a - 3| b |c| may be |a - 3 |b| c|: a bar with a factor on either side opens or closes.
bool parser::bar_is_open_to_doubt() const {
    if (doubtful_bar_) {
        refuse("this bar may open or close, and so may one before it", "write \\left| and \\right|");
    }
    return false;
}

int parser::absolute(std::string_view close, int begin) {
    int const inner = close == "|" ? between_bars() : sum();
    if (!(close == "|" ? take("|") : take_command("rvert"))) {
        refuse("expected | behind the absolute value");
    }
    doubtful_bar_ = doubtful_bar_ || (close == "|" && bars_ == 0 && !is("|") && starts_factor());
    int const id = made(form::call, begin, {inner});
    result_[id].name = "abs";
    return with_power(id, begin);
}

int parser::root(int begin) {
    if (is("[")) {
        refuse("a root of another order is written as a power",
               "x^{1/3}, for x > 0, or \\operatorname{cbrt}(x)");
    }
    expect("{", "behind \\sqrt");
    int const inner = sum();
    expect("}", "behind what the root is of");
    int const id = made(form::call, begin, {inner});
    result_[id].name = "sqrt";
    return with_power(id, begin);
}

}  // namespace iverson::latex_reader
