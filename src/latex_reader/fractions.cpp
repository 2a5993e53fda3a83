// SPDX-License-Identifier: BSL-1.0
//
// Fractions, and the derivatives that are written as fractions.
#include "parser.hpp"

#include <algorithm>

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

/// Takes the number of the sum's terms out of the product `below`, of which nothing is left as -1. Whether it stands there.
bool parser::take_count(int sum, int& below) {
    if (is_mean(sum, below)) {
        below = -1;
        return true;
    }
    item& product = result_[below];
    if (product.what != form::multiply || product.signs.find('/') != std::string::npos) {
        return false;
    }
    for (std::size_t k = 0; k < product.parts.size(); ++k) {
        if (is_mean(sum, product.parts[k])) {
            product.parts.erase(product.parts.begin() + static_cast<std::ptrdiff_t>(k));
            product.signs.erase(k, 1);
            below = product.parts.size() == 1 ? product.parts[0] : below;
            return true;
        }
    }
    return false;
}

/// \frac{a}{\sum_i 1} \sum_i x_i is a times the mean: nothing else tells over what the i below ranges.
void parser::join_means(std::vector<int>& factors, std::string& signs) {
    for (std::size_t k = 0; k < factors.size(); ++k) {
        item const& left = result_[factors[k]];
        if (left.what != form::multiply || left.signs != "*/" || signs[k] != '*') {
            continue;
        }
        int const above = left.parts[0];
        int below = left.parts[1];
        for (std::size_t sum = k + 1; sum < factors.size() && below >= 0; ++sum) {
            if (signs[sum] == '*' && take_count(factors[sum], below)) {
                result_[factors[sum]].operation = word::mean;
            }
        }
        if (below >= 0) {
            result_[factors[k]].parts[1] = below;
            continue;
        }
        factors[k] = above;
        if (result_[above].what == form::number && result_[above].value.is_one()) {
            factors.erase(factors.begin() + static_cast<std::ptrdiff_t>(k));
            signs.erase(k + 1, 1);
            --k;  // the next factor stands there now
        }
    }
}

int parser::fraction(int begin) {
    expect("{", "behind \\frac");
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

/// \frac{\partial E}{\partial x_k}, \frac{\partial y_t}{\partial x_k}, and the operator \frac{\partial}{\partial x_k} u.
int parser::derivative(int begin, char letter) {
    auto const d = [&] {
        bool const found = letter == 'p' ? take_command("partial") : (next().text == "d");
        if (!found) {
            refuse("expected \\partial");
        }
    };
    d();
    int const order = order_of_derivative();
    bool const operates = is("}");
    int const above = operates ? -1 : named(peek().at.begin);
    expect("}", "behind what is differentiated");
    expect("{", "and by what");
    d();
    int const below = named(peek().at.begin);
    if (order > 1) {
        return higher_derivative(begin, order, above, below);
    }
    expect("}", "behind by what is differentiated");
    if (operates) {
        if (letter == 'd' && !chains_) {
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

/// The 2 of \partial^2; 1 if there is none.
int parser::order_of_derivative() {
    if (!take("^")) {
        return 1;
    }
    if (left_ && !chains_) {
        refuse("the left side of an equation is no higher derivative", "iverson check reads derivations");
    }
    bool const braced = take("{");
    auto const order = peek().value;
    if (peek().kind != token_kind::number || !order.is_integer() || order.num() < 2 || order.num() > 9) {
        refuse("expected the order of the derivative, 2 to 9");
    }
    next();
    if (braced) {
        expect("}", "behind the order of the derivative");
    }
    return static_cast<int>(order.num());
}

/// \frac{\partial^2 E}{\partial x_i \partial x_j}, \frac{\partial^2}{\partial x_i^2} u: a derivative of a derivative.
int parser::higher_derivative(int begin, int order, int above, int first) {
    std::vector<int> by;
    for (int below = first;;) {
        bool const power = result_[below].what == form::power;
        item const& exponent = result_[power ? result_[below].parts[1] : below];
        bool const counted = power && exponent.what == form::number && exponent.value.is_integer();
        std::int64_t const times = counted ? exponent.value.num() : 1;
        int const access = power ? result_[below].parts[0] : below;
        if ((power && !counted) || times < 1 || times > order || result_[access].what != form::access) {
            refuse(since(begin), "a derivative is by an entry of a tensor");
        }
        by.insert(by.end(), static_cast<std::size_t>(times), access);
        if (!take_command("partial")) {
            break;
        }
        below = named(peek().at.begin);
    }
    expect("}", "behind by what is differentiated");
    if (by.size() != static_cast<std::size_t>(order)) {
        refuse(since(begin), "the derivative is of order " + std::to_string(order) + ", and by " +
                                 std::to_string(by.size()) + " entries");
    }
    int result = above < 0 ? factor() : above;
    for (std::size_t i = by.size(); i-- > 0;) {
        result = made(form::partial, begin, {result, by[i]});
    }
    return result;
}

}  // namespace iverson::latex_reader
