// SPDX-License-Identifier: BSL-1.0
//
// Fractions, and the derivatives that are written as fractions.
#include "parser.hpp"

#include <algorithm>
#include <array>

namespace iverson::latex_reader {

using syntax::form;
using syntax::word;

/// \frac{\sum_i x_i}{\sum_i 1}
bool parser::is_mean(int above, int below) const {
    item const& a = result_[above];
    item const& b = result_[below];
    auto const sum = [](item const& i) { return i.what == form::reduce && i.operation == word::sum; };
    return sum(a) && sum(b) && result_[b.parts[0]].what == form::number &&
           result_[b.parts[0]].value.is_one() && a.condition < 0 && b.condition < 0 &&
           std::equal(
               a.binders.begin(), a.binders.end(), b.binders.begin(), b.binders.end(),
               [](auto const& x, auto const& y) { return x.name == y.name && x.lower < 0 && y.lower < 0; });
}

/// The argument of \frac12 and \frac1n that stands without braces: one digit, or one name.
int parser::digit_or_name() {
    if (take("{")) {
        int const group = sum();
        expect("}", "behind the group");
        return group;
    }
    token& t = tokens_[at_];
    int const begin = t.at.begin;
    if (t.kind != token_kind::number) {
        if (!starts_name()) {
            refuse("expected { behind \\frac");
        }
        std::string const n = name();
        int const id = made(form::access, begin, {});
        result_[id].tensor.name = n;
        return id;
    }
    char const digit = t.text.front();
    if (digit < '0' || digit > '9' || t.text.find('.') != std::string::npos) {
        refuse("expected { behind \\frac");
    }
    int const id = number(digit - '0');
    result_[id].at = {begin, begin + 1};
    if (t.text.size() == 1) {
        next();
        return id;
    }
    std::int64_t rest = 0;
    for (char c : t.text.substr(1)) {
        rest = rest * 10 + (c - '0');
    }
    t.text.erase(0, 1);
    t.value = graph::rational{rest};
    ++t.at.begin;
    return id;
}

int parser::fraction(int begin) {
    if (!is("{")) {
        int const numerator = digit_or_name();
        int const denominator = digit_or_name();
        return with_power(made(form::multiply, begin, {numerator, denominator}, "*/"), begin);
    }
    expect("{", "behind \\frac");
    bool const twice = chains_ && is_command("partial") && is("^", 1);
    if (twice) {
        return second_derivative(begin);
    }
    if (is_command("partial")) {
        return derivative(begin, 'p');
    }
    // \frac{d E}{d x_k}: a d above and a d below.
    if (peek().kind == token_kind::letter && peek().text == "d") {
        int level = 0;
        for (std::size_t i = at_; i + 2 < tokens_.size(); ++i) {
            level += tokens_[i].text == "{" ? 1 : tokens_[i].text == "}" ? -1 : 0;
            if (level < 0) {
                bool const below = tokens_[i + 1].text == "{" && tokens_[i + 2].text == "d" &&
                                   tokens_[i + 2].kind == token_kind::letter && tokens_[i + 3].text != "}";
                if (below) {
                    return derivative(begin, 'd');
                }
                break;
            }
        }
    }
    int const above = sum();
    expect("}", "behind the numerator");
    expect("{", "and the denominator");
    int const below = sum();
    expect("}", "behind the denominator");
    if (is_mean(above, below)) {
        result_[above].operation = word::mean;
        return with_power(above, begin);
    }
    return with_power(made(form::multiply, begin, {above, below}, "*/"), begin);
}

/// \frac{\partial^2 E}{\partial x_k \partial x_l}, the derivative by x_k of that by x_l; and the operator.
int parser::second_derivative(int begin) {
    at_ += 2;
    bool const braced = take("{");
    if (peek().kind != token_kind::number || next().text != "2" || (braced && !take("}"))) {
        refuse("higher derivatives are written as derivatives of derivatives");
    }
    bool const operates = is("}");
    int const above = operates ? -1 : named(peek().at.begin);
    expect("}", "behind what is differentiated");
    expect("{", "and by what");
    std::array<int, 2> by{};
    for (int& one : by) {
        if (!take_command("partial")) {
            refuse("expected \\partial", "\\frac{\\partial^2 E}{\\partial x_k \\partial x_l}");
        }
        one = named(peek().at.begin);
    }
    expect("}", "behind by what is differentiated");
    int const body = operates ? factor() : above;
    int const inner = made(form::partial, begin, {body, by[1]});
    return made(form::partial, begin, {inner, by[0]});
}

/// \frac{\partial E}{\partial x_k}, \frac{\partial y_t}{\partial x_k}, and the operator \frac{\partial}{\partial x_k} u.
int parser::derivative(int begin, char letter) {
    auto const d = [&] {
        bool const found = letter == 'p' ? take_command("partial") : (next().text == "d");
        if (!found) {
            refuse("expected \\partial");
        }
        if (is("^")) {
            refuse("higher derivatives are written as derivatives of derivatives");
        }
    };
    d();
    bool const operates = is("}");
    int const above = operates ? -1 : named(peek().at.begin);
    expect("}", "behind what is differentiated");
    expect("{", "and by what");
    d();
    int const below = named(peek().at.begin);
    expect("}", "behind by what is differentiated");
    if (operates) {
        if (letter == 'd') {
            refuse("a total derivative is of a scalar: \\frac{d E}{d x_k}");
        }
        int const body = factor();
        return made(form::partial, begin, {body, below});
    }
    item const top = result_[above];
    bool const scalar =
        top.what == form::access && top.parts.empty() && top.tensor.kind == graph::role::plain;
    if (result_[below].what != form::access || top.what != form::access) {
        refuse(since(begin), "a derivative is of an entry of a tensor by an entry of a tensor");
    }
    if (!scalar && !left_) {
        return made(form::partial, begin, {above, below});
    }
    int const id = made(form::access, begin, {});
    if (!scalar) {
        result_[id].tensor.kind = graph::role::jacobian;
        jacobian_parts_[id] = {above, below};
        return id;
    }
    result_[id].tensor.kind = letter == 'd' && !chains_ ? graph::role::total : graph::role::adjoint;
    if (chains_) {  // in a derivation every scalar may stand above, and names of time stay indices
        item const& by = result_[below];
        result_[id].tensor.name = by.tensor.name;
        result_[id].tensor.of = {by.tensor, top.tensor};
        result_[id].parts = by.parts;
        adjoint_parts_[id] = below;
        return id;
    }
    bool const given = std::any_of(lines_.begin(), lines_.end(), [&](line const& l) {
        return result_[l.left].tensor.name == top.tensor.name &&
               result_[l.left].tensor.kind == graph::role::plain;
    });
    if (given) {
        result_[id].tensor.of.push_back(top.tensor);
    } else if (top.tensor.name != "E") {
        refuse(top.at,
               "the derivative is of " + top.tensor.name + ", which no equation before this one defines",
               "E stands for a scalar that depends on everything");
    }
    adjoint_parts_[id] = below;
    return id;
}

}  // namespace iverson::latex_reader
