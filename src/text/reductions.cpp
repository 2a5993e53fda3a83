// SPDX-License-Identifier: BSL-1.0
//
// Reductions and the indices that they bind.
#include "parser.hpp"

#include <array>

namespace iverson::text_reader {

using syntax::failure;
using syntax::form;
using syntax::word;

namespace {

struct reduction_word {
    std::string_view name;
    word operation;
    bool chosen;
};
constexpr std::array<reduction_word, 7> reductions = {{{"sum", word::sum, false},
                                                       {"prod", word::product, false},
                                                       {"max", word::maximum, false},
                                                       {"min", word::minimum, false},
                                                       {"mean", word::mean, false},
                                                       {"argmax", word::maximum, true},
                                                       {"argmin", word::minimum, true}}};

reduction_word const* find_reduction(std::string_view name) {
    for (reduction_word const& w : reductions) {
        if (w.name == name) {
            return &w;
        }
    }
    return nullptr;
}

}  // namespace

bool parser::is_reduction(std::string_view name) { return find_reduction(name) != nullptr; }

bool parser::starts_binder() const {
    return peek().kind == token_kind::name && (is(",", 1) || is("in", 1) || is("|", 1));
}

/// i, s in Z, r in 0..2, t in Z in 0..3, i in axes
syntax::binder parser::binder() {
    syntax::binder b;
    int const begin = peek().at.begin;
    b.name = expect_name("the name of an index");
    bool first = true;
    while (take("in")) {
        if (first && (is("Z") || is("axes")) && !is("..", 1)) {
            b.kind = is("Z") ? syntax::told::integer : syntax::told::ranged;
            next();
        } else {
            b.lower = sum();
            expect("..", "and the end of the range, as in " + b.name + " in 0..2");
            b.upper = sum();
            break;
        }
        first = false;
    }
    b.at = since(begin);
    return b;
}

/// i <= j and j % 2 == 0: a comma ends it.
int parser::behind_bar() {
    syntax::item c;
    int const from = peek().at.begin;
    do {
        int left = sum();
        auto sign = sign_here();
        if (!sign) {
            refuse("expected a comparison, == != < <= > or >=");
        }
        while (sign) {
            sign->left = left;
            sign->right = left = sum();
            c.comparisons.push_back(*sign);
            sign = sign_here();
        }
    } while (take("&&") || take("and"));
    int const condition = made(form::bracket, from, {});
    result_[condition].comparisons = std::move(c.comparisons);
    return condition;
}

int parser::reduction(std::string const& name, int begin) {
    deeper const guard{depth_, peek().at};
    reduction_word const& found = *find_reduction(name);
    next();
    next();
    syntax::item i;
    while (starts_binder()) {
        i.binders.push_back(binder());
        if (!is("|")) {
            expect(",", "and what is reduced");
        } else {
            break;
        }
    }
    if (i.binders.empty()) {
        bool const pair = name == "max" || name == "min";
        throw failure{peek().at, name + " reduces over an index, and none stands here",
                      pair ? "of two values: " + name + "imum(a, b); over an index: " + name + "(i, x[i])"
                           : "as in " + name + "(i, x[i]) or " + name + "(r in 0..2, x[r])"};
    }
    int condition = -1;
    if (take("|")) {
        condition = behind_bar();
        expect(",", "and what is reduced");
    }
    int const body = sum();
    if (is(",") && (name == "max" || name == "min")) {
        throw failure{peek().at, name + " reduces over indices, and one value follows them",
                      "of two values: " + name + "imum(a, b)"};
    }
    expect(")", "behind what is reduced");
    int which = 0;
    if (found.chosen && is("[") && peek(1).kind == token_kind::number && is("]", 2)) {
        next();
        which = peek().value.is_integer() && peek().value.num() < 100 ? static_cast<int>(peek().value.num())
                                                                      : 100;
        at_ += 2;
    }
    int const id = made(found.chosen ? form::chosen : form::reduce, begin, {body});
    syntax::item& out = result_[id];
    out.operation = found.operation;
    out.binders = std::move(i.binders);
    out.condition = condition;
    out.which = which;
    return id;
}

}  // namespace iverson::text_reader
