// SPDX-License-Identifier: BSL-1.0
//
// Values: sums, products, powers, calls, accesses, brackets, reductions.
#include "parser.hpp"

#include <array>

namespace iverson::text_reader {

using syntax::failure;
using syntax::form;
using syntax::tensor_name;

namespace {

constexpr std::array<std::pair<std::string_view, graph::role>, 7> roles = {
    {{"next", graph::role::next},
     {"rate", graph::role::rate},
     {"transition", graph::role::transition},
     {"tangent", graph::role::tangent},
     {"adjoint", graph::role::adjoint},
     {"total", graph::role::total},
     {"jacobian", graph::role::jacobian}}};

}  // namespace

int parser::sum() {
    deeper const guard{depth_, peek().at};
    int const begin = peek().at.begin;
    std::vector<int> terms;
    std::string signs;
    bool minus = take("-");
    if (!minus) {
        take("+");
    }
    terms.push_back(product());
    signs += minus ? '-' : '+';
    while (is("+") || is("-")) {
        signs += next().text[0];
        terms.push_back(product());
    }
    if (terms.size() > 1) {
        return made(form::add, begin, std::move(terms), std::move(signs));
    }
    return minus ? made(form::negate, begin, {terms[0]}) : terms[0];
}

int parser::product() {
    int const begin = peek().at.begin;
    std::vector<int> factors{unary()};
    std::string signs = "*";
    while (is("*") || is("/") || is("%")) {
        signs += next().text[0];
        factors.push_back(unary());
    }
    return factors.size() == 1 ? factors[0]
                               : made(form::multiply, begin, std::move(factors), std::move(signs));
}

int parser::unary() {
    int const begin = peek().at.begin;
    bool minus = false;
    while (is("-") || is("+")) {
        minus = minus != (next().text == "-");
    }
    int const operand = power();
    return minus ? made(form::negate, begin, {operand}) : operand;
}

int parser::power() {
    int const begin = peek().at.begin;
    int const base = primary();
    if (!take("^")) {
        return base;
    }
    deeper const guard{depth_, peek().at};
    int const exponent = unary();
    return made(form::power, begin, {base, exponent});
}

int parser::primary() {
    token const& t = peek();
    if (t.kind == token_kind::number) {
        int const id = made(form::number, t.at.begin, {});
        result_[id].value = t.value;
        result_[id].at = t.at;
        next();
        return id;
    }
    if (is("(")) {
        return enclosed();
    }
    if (is("[")) {
        return bracket();
    }
    if (t.kind == token_kind::name && !is("in") && !is("function")) {
        return named();
    }
    refuse("expected a value: a number, a tensor, a function or a parenthesis");
}

int parser::enclosed() {
    next();
    int const inner = sum();
    if (is(",")) {
        refuse("expected )");
    }
    expect(")", "");
    return inner;
}

int parser::bracket() {
    deeper const guard{depth_, peek().at};
    int const begin = next().at.begin;
    syntax::item i;
    i.what = form::bracket;
    comparisons(i);
    expect("]", "behind the condition");
    int const id = made(form::bracket, begin, {});
    result_[id].comparisons = std::move(i.comparisons);
    return id;
}

std::optional<syntax::comparison> parser::sign_here() {
    using lowering::sign;
    struct row {
        std::string_view text;
        sign kind;
    };
    static constexpr std::array<row, 6> signs = {{{"==", sign::equal},
                                                  {"!=", sign::different},
                                                  {"<", sign::less},
                                                  {"<=", sign::less_equal},
                                                  {">", sign::greater},
                                                  {">=", sign::greater_equal}}};
    for (row const& r : signs) {
        if (take(r.text)) {
            return syntax::comparison{r.kind, -1, -1};
        }
    }
    return std::nullopt;
}

/// a <= b < c and d == e; a comma joins as `and` does.
void parser::comparisons(syntax::item& into) {
    do {
        int left = sum();
        bool any = false;
        while (auto found = sign_here()) {
            found->left = left;
            found->right = left = sum();
            into.comparisons.push_back(*found);
            any = true;
        }
        if (!any) {
            bool const single = is("=");
            throw failure{peek().at,
                          "expected a comparison, == != < <= > or >=, found " +
                              (peek().kind == token_kind::sign || peek().kind == token_kind::name
                                   ? peek().text
                                   : "something else"),
                          single ? "a bracket compares with =="
                                 : "a bracket [i <= j] is 1 where the condition holds; subscripts follow "
                                   "their tensor without a sign"};
        }
    } while (take("&&") || take("and") || (is(",") && !is("|") && take(",")));
}

// -- names ----------------------------------------------------------------------------------------------------------------
bool parser::starts_tensor_role() const {
    return is("(", 1) && std::any_of(roles.begin(), roles.end(), [&](auto const& r) { return is(r.first); });
}

tensor_name parser::tensor() {
    deeper const guard{depth_, peek().at};
    tensor_name result;
    if (starts_tensor_role()) {
        for (auto const& [name, role] : roles) {
            if (is(name)) {
                result.kind = role;
            }
        }
        next();
        next();
        result.of.push_back(tensor());
        if ((result.kind == graph::role::jacobian || result.kind == graph::role::adjoint ||
             result.kind == graph::role::total) &&
            take(",")) {
            result.of.push_back(tensor());
        } else if (result.kind == graph::role::jacobian) {
            refuse("expected , and the tensor by which is differentiated");
        }
        result.name = result.of[0].name;
        expect(")", "behind the tensor");
    } else {
        result.name = expect_name("the name of a tensor");
    }
    if (is("'")) {
        next();
        if (is("'")) {
            refuse("expected one ': x' is the next state of x");
        }
        tensor_name primed;
        primed.kind = graph::role::next;
        primed.name = result.name;
        primed.of.push_back(std::move(result));
        return primed;
    }
    if (is("@") && peek(1).kind == token_kind::number && peek(1).value.is_integer() &&
        peek(1).value.num() < 1000000) {
        next();
        tensor_name state;
        state.kind = graph::role::state;
        state.name = result.name;
        state.time = static_cast<int>(next().value.num());
        state.of.push_back(std::move(result));
        return state;
    }
    return result;
}

int parser::named() {
    int const begin = peek().at.begin;
    std::string const name = peek().text;
    if (starts_tensor_role()) {
        return access(tensor(), begin);
    }
    if (is("(", 1) && is_reduction(name)) {
        return reduction(name, begin);
    }
    if (name == "d" && is("(", 1)) {
        return differentiated(begin);
    }
    std::size_t primes = 0;
    while (is("'", 1 + primes)) {
        ++primes;
    }
    if (is("(", 1 + primes)) {
        at_ += 1 + primes;
        return call(name, static_cast<int>(std::min<std::size_t>(primes, 100)), begin);
    }
    return access(tensor(), begin);
}

int parser::access(tensor_name t, int begin) {
    std::vector<int> subscripts;
    bool const has = take("[");
    if (has) {
        deeper const guard{depth_, peek().at};
        do {
            subscripts.push_back(sum());
        } while (take(","));
        expect("]", "or , behind a subscript");
    }
    int const id = made(form::access, begin, std::move(subscripts));
    result_[id].tensor = std::move(t);
    return chains_ ? as_derivative(id) : id;
}

int parser::call(std::string const& name, int primes, int begin) {
    deeper const guard{depth_, peek().at};
    next();
    std::vector<int> arguments;
    do {
        arguments.push_back(sum());
    } while (take(","));
    expect(")", "or , behind an argument");
    int const id = made(form::call, begin, std::move(arguments));
    result_[id].name = name;
    result_[id].primes = primes;
    return id;
}

/// d(u)/d(x[i])
int parser::differentiated(int begin) {
    deeper const guard{depth_, peek().at};
    next();
    next();
    int const body = sum();
    expect(")", "");
    if (!is("/") || !is("d", 1) || !is("(", 2)) {
        refuse("expected /d(...): d(u)/d(x[i]) is a derivative");
    }
    at_ += 3;
    int const by = sum();
    expect(")", "");
    syntax::item const above = result_[body];
    syntax::item const below = result_[by];
    bool const of_scalar = chains_ && above.what == form::access && above.parts.empty() &&
                           above.tensor.kind == graph::role::plain && below.what == form::access;
    if (of_scalar) {
        int const gradient = made(form::access, begin, below.parts);
        result_[gradient].tensor.name = below.tensor.name;
        result_[gradient].tensor.kind = graph::role::adjoint;
        result_[gradient].tensor.of = {below.tensor, above.tensor};
        return gradient;
    }
    return made(form::partial, begin, {body, by});
}

}  // namespace iverson::text_reader
