// SPDX-License-Identifier: BSL-1.0
//
// Functions: which of the table a command or word means, and their arguments.
#include "parser.hpp"

#include <iverson/functions/table.hpp>
#include <iverson/latex/spelling.hpp>

#include <algorithm>
#include <array>
#include <cctype>

namespace iverson::latex_reader {

using syntax::form;

namespace {

/// The name in the table of the function that the command means; empty if it means none.
std::string function_of_command(std::string_view command) {
    std::string result;
    std::string const latex = "\\" + std::string{command};
    std::apply(
        [&](auto const&... row) {
            ((row.latex == latex && !std::remove_cvref_t<decltype(row)>::is_constant ? void(result = row.name)
                                                                                     : void()),
             ...);
        },
        functions::table);
    if (command == "ln") {
        return "log";
    }
    return result == "maximum" || result == "minimum" || command == "psi" ? "" : result;
}

std::string lower_case(std::string s) {
    std::transform(s.begin(), s.end(), s.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return s;
}

/// The function that is written \operatorname{word}.
std::string function_of_word(std::string const& word) {
    std::string result;
    std::apply(
        [&](auto const&... row) {
            ((row.latex == "\\operatorname{" + word + "}" ||
                      lower_case(std::string{row.name}) == lower_case(word)
                  ? void(result = row.name)
                  : void()),
             ...);
        },
        functions::table);
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> others = {
        {{"sgn", "sign"},
         {"ln", "log"},
         {"arcsinh", "asinh"},
         {"arccosh", "acosh"},
         {"arctanh", "atanh"},
         {"LeakyReLU", "leaky_relu"},
         {"swish", "silu"},
         {"H", ""}}};
    for (auto const& [from, to] : others) {
        result = word == from ? std::string{to} : result;
    }
    return result;
}

}  // namespace

/// The function that stands here, its name not yet taken.
std::optional<std::string> parser::function_here() const {
    token const& t = peek();
    if (t.kind == token_kind::letter) {
        std::size_t behind = 1;
        while (is("'", behind)) {
            ++behind;
        }
        bool const unknown = std::find(functions_.begin(), functions_.end(), t.text) != functions_.end();
        return unknown && (is("(", behind) || is("_", behind) || is("^", behind)) ? std::optional{t.text}
                                                                                  : std::nullopt;
    }
    if (t.kind != token_kind::command) {
        return std::nullopt;
    }
    if ((t.text == "max" || t.text == "min") && !is("_", 1)) {
        return t.text + "imum";
    }
    if (t.text == "psi" &&
        ((is("^", 1) && is("{", 2) && is("(", 3)) || (is("_", 1) && peek(2).text == "1" && is("(", 3)))) {
        return is("^", 1) ? "polygamma" : "trigamma";
    }
    if (t.text == "operatorname" || t.text == "mathrm" || t.text == "text") {
        std::string word;
        std::size_t i = is("{", 1) ? 2 : 1;
        for (; i < 40 && (peek(i).kind == token_kind::letter || peek(i).kind == token_kind::number); ++i) {
            word += peek(i).text;
        }
        i += is("}", i) ? 1 : 0;
        bool const unknown = std::find(functions_.begin(), functions_.end(), word) != functions_.end();
        std::string const known = function_of_word(word);
        bool const called = is("(", i) || is("^", i) || is("{", i);
        if (unknown || (!known.empty() && (t.text == "operatorname" || called))) {
            return unknown ? word : known;
        }
        if (t.text == "operatorname") {
            std::string const near = syntax::nearest(word, syntax::function_names());
            refuse(t.at, "unknown function " + word,
                   near.empty() ? "name it among the unknown functions to derive and print it"
                                : "did you mean " + near + "?");
        }
        return std::nullopt;
    }
    std::string const found = t.text == "psi" ? "digamma" : function_of_command(t.text);
    if (found.empty() || !print::is_greek(t.text)) {
        return found.empty() ? std::nullopt : std::optional{found};
    }
    // A Greek letter is a function only before its argument, and then everywhere.
    if (!is_called(at_)) {
        return std::nullopt;
    }
    if (alone_.contains(t.text)) {
        refuse(t.at, "\\" + t.text + " stands before a parenthesis here and alone elsewhere",
               "a product needs its sign: \\" + t.text +
                   " \\cdot (...); the function may be written \\operatorname{" + found + "}");
    }
    return found;
}

/// Whether an argument in parentheses follows the token, behind an exponent that is a number.
bool parser::is_called(std::size_t at) const {
    auto const sign = [&](std::size_t i, std::string_view text) {
        return i < tokens_.size() && tokens_[i].kind == token_kind::sign && tokens_[i].text == text;
    };
    ++at;
    if (sign(at, "^") && at + 1 < tokens_.size()) {
        bool const braced = sign(at + 1, "{");
        std::size_t const number = at + (braced ? 2 : 1);
        bool const is_number = number < tokens_.size() && tokens_[number].kind == token_kind::number;
        at = is_number ? number + (braced ? 2 : 1) : tokens_.size();
    }
    return sign(at, "(");
}

int parser::function_call(std::string const& name, int begin) {
    token const head = next();
    if (head.kind == token_kind::command &&
        (head.text == "operatorname" || head.text == "mathrm" || head.text == "text")) {
        braced_word();
    }
    int primes = 0;
    while (take("'")) {
        ++primes;
    }
    std::vector<int> arguments;
    std::string marked = name;
    int exponent = -1;
    if (name == "trigamma") {
        at_ += 2;
    } else if (name == "polygamma") {
        at_ += 3;
        arguments.push_back(sum());
        expect(")", "behind the order");
        expect("}", "behind the order");
    } else if (is("_")) {
        next();
        bool const braced = take("{");
        if (peek().kind != token_kind::number ||
            std::find(functions_.begin(), functions_.end(), name) == functions_.end()) {
            refuse("a function has no subscript",
                   "a logarithm to another base is a quotient: \\log x / \\log 2");
        }
        marked += "_" + next().text;
        if (braced) {
            expect("}", "behind the subscript");
        }
    } else if (take("^")) {
        bool const braced = take("{");
        if (peek().kind != token_kind::number || !peek().value.is_integer()) {
            refuse("expected a positive integer: \\tanh^2 u is (\\tanh u)^2",
                   "an inverse function has a name: \\operatorname{artanh}");
        }
        next();
        exponent = number(tokens_[at_ - 1].value.num());
        if (braced) {
            expect("}", "behind the exponent");
        }
    }
    bool const group = is("(") || is("{") || is_command("{") || (is("[") && !holds_relation("]"));
    if (group) {
        std::string const close = is("(") ? ")" : is("[") ? "]" : "}";
        bool const set = is_command("{");
        next();
        do {
            arguments.push_back(sum());
        } while (take(","));
        if (!(set ? take_command("}") : take(close))) {
            refuse("expected " + close + " behind the arguments of " + name);
        }
    } else {
        arguments.push_back(argument(name));
    }
    int const call = kept_call(marked, std::move(arguments), exponent, begin);
    int const id = result_[call].what == form::power ? result_[call].parts[0] : call;
    result_[id].primes = primes;
    return exponent < 0 ? with_power(call, begin) : call;
}

/// \log x_i: one factor, if it is clear where it ends.
int parser::argument(std::string const& name) {
    int const begin = peek().at.begin;
    std::vector<int> factors;
    if (peek().kind == token_kind::number) {
        factors.push_back(factor());
    }
    if (factors.empty() || starts_factor()) {
        factors.push_back(factor());
    }
    if (starts_factor()) {
        refuse("it is not clear where the argument of " + name + " ends", "enclose it: \\" + name + "(...)");
    }
    return factors.size() == 1 ? factors[0] : made(form::multiply, begin, std::move(factors), "**");
}

int parser::kept_call(std::string const& name, std::vector<int> arguments, int exponent, int begin) {
    std::string const own = name.substr(0, name.find('_'));
    bool const unknown = std::find(functions_.begin(), functions_.end(), own) != functions_.end();
    bool const declared = std::any_of(result_.functions.begin(), result_.functions.end(),
                                      [&](auto const& f) { return f.name == own; });
    if (unknown && !declared) {
        syntax::written_function f;
        f.name = own;
        f.parameters.resize(arguments.size(), "u");
        result_.functions.push_back(std::move(f));
    }
    int const id = made(form::call, begin, std::move(arguments));
    result_[id].name = name;
    return exponent < 0 ? id : made(form::power, begin, {id, exponent});
}

}  // namespace iverson::latex_reader
