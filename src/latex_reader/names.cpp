// SPDX-License-Identifier: BSL-1.0
//
// Names: letters and words, and tensors with their scripts.
#include "parser.hpp"

#include <iverson/latex/spelling.hpp>

#include <algorithm>
#include <array>

namespace iverson::latex_reader {

using syntax::deeper;
using syntax::form;
using syntax::tensor_name;

namespace {

constexpr std::array<std::string_view, 12> fonts = {"mathbf", "boldsymbol", "bm",   "mathcal",
                                                    "mathbb", "mathfrak",   "vec",  "mathsf",
                                                    "mathit", "mathrm",     "text", "operatorname"};
constexpr std::array<std::string_view, 5> accents = {"hat", "bar", "tilde", "widehat", "overline"};
constexpr std::array<std::string_view, 8> variants = {"varepsilon", "vartheta", "varphi", "varrho",
                                                      "varsigma",   "varpi",    "ell",    "omicron"};

}  // namespace

bool parser::starts_name(std::size_t ahead) const {
    token const& t = peek(ahead);
    if (t.kind == token_kind::letter) {
        return true;
    }
    auto const in = [&](auto const& list) {
        return std::find(list.begin(), list.end(), t.text) != list.end();
    };
    return t.kind == token_kind::command &&
           (print::is_greek(t.text) || in(fonts) || in(accents) || in(variants));
}

/// {hidden}, with its letters put together again.
std::string parser::braced_word() {
    bool const braced = take("{");
    std::string result;
    do {
        token const& t = peek();
        bool const underscore = t.kind == token_kind::command && t.text == "_";
        if (t.kind != token_kind::letter && t.kind != token_kind::number && !underscore) {
            refuse("expected a name");
        }
        result += underscore ? "_" : t.text;
        next();
    } while (braced && !is("}"));
    if (braced) {
        expect("}", "behind the name");
    }
    for (char const c : result) {
        bool const fits =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        if (!fits) {
            refuse(since(peek().at.begin), "text stands where a name is expected: " + result);
        }
    }
    return result;
}

std::string parser::name() {
    deeper const guard{depth_, peek().at};
    int const begin = peek().at.begin;
    if (peek().kind == token_kind::letter) {
        std::string const result = next().text;
        if (result.size() == 1 && fonts_.try_emplace(result, "").first->second != "") {
            refuse(since(begin), result + " stands here in another font than elsewhere",
                   "two tensors need two names, one tensor one font");
        }
        return result;
    }
    std::string const command = next().text;
    if (print::is_greek(command) || std::find(variants.begin(), variants.end(), command) != variants.end()) {
        return command;
    }
    if (std::find(accents.begin(), accents.end(), command) != accents.end()) {
        bool const braced = take("{");
        std::string const inner = name();
        if (braced) {
            expect("}", "behind the name");
        }
        return inner + "_" + (command == "widehat" ? "hat" : command == "overline" ? "bar" : command);
    }
    bool const braced = is("{");
    bool const greek =
        peek(braced ? 1 : 0).kind == token_kind::command && print::is_greek(peek(braced ? 1 : 0).text);
    std::string result;
    if (greek) {
        at_ += braced ? 1 : 0;
        result = next().text;
        if (braced) {
            expect("}", "behind the name");
        }
    } else {
        result = braced_word();
    }
    bool const upright =
        command == "mathrm" || command == "text" || command == "operatorname" || command == "mathit";
    if (result.size() == 1 &&
        fonts_.try_emplace(result, upright ? "" : command).first->second != (upright ? "" : command)) {
        refuse(since(begin), result + " stands here in another font than elsewhere",
               "two tensors need two names, one tensor one font");
    }
    return result;
}

// -- tensors ----------------------------------------------------------------------------------------------------------------
parser::scripts parser::read_scripts() {
    scripts s;
    while (is("_") || is("^") || is("'")) {
        if (take("'")) {
            ++s.primes;
        } else if (take("_")) {
            if (s.has_sub) {
                refuse("a second subscript stands here",
                       "indices of one tensor stand in one subscript: w_{ij}");
            }
            s.has_sub = true;
            s.sub = subscripts();
        } else {
            s.super_at = peek().at;
            next();
            if (is_command("top") || is_command("intercal") ||
                (is("{") && (is_command("top", 1) || is_command("intercal", 1)))) {
                refuse(s.super_at, "a transpose is no index notation",
                       "write the indices: w_{ji} for the transpose of w_{ij}");
            }
            if (s.super >= 0) {
                refuse("a second superscript stands here", "enclose the first: (x^t)^2");
            }
            if (take_command("prime")) {
                ++s.primes;
                continue;
            }
            if (!is("{")) {
                if (peek().kind == token_kind::number && peek().text.size() > 1) {
                    refuse("braces are missing around the superscript", "x^{10}");
                }
                deeper const guard{depth_, peek().at};
                int const begin = peek().at.begin;
                if (starts_name()) {
                    std::string const up = name();
                    s.super = made(form::access, begin, {});
                    result_[s.super].tensor.name = up;
                } else if (peek().kind == token_kind::number) {
                    s.super = index_atom(true);
                } else {
                    s.super = factor();
                }
                s.super_at = since(s.super_at.begin);
                continue;
            }
            next();
            if (is_command("prime")) {
                while (take_command("prime")) {
                    ++s.primes;
                }
                expect("}", "behind the primes");
                continue;
            }
            s.enclosed = is("(");
            std::size_t const before = at_;
            s.super = sum();
            s.enclosed = s.enclosed && tokens_[at_ - 1].text == ")" && before + 1 < at_;
            expect("}", "behind the superscript");
            s.super_at = since(s.super_at.begin);
        }
    }
    return s;
}

bool parser::known(std::string const& name) const {
    return std::find(scope_.begin(), scope_.end(), name) != scope_.end();
}

bool parser::mentions_known(int id) const {
    item const& i = result_[id];
    if (i.what == form::access && i.parts.empty()) {
        return known(i.tensor.name);
    }
    return std::any_of(i.parts.begin(), i.parts.end(), [&](int part) { return mentions_known(part); });
}

/// Whether the item is made of names, integers, + and - only; with_entries: also of entries p_i.
bool parser::is_index(int id, bool with_entries) const {
    item const& i = result_[id];
    bool const all = std::ranges::all_of(i.parts, [&](int part) { return is_index(part, with_entries); });
    switch (i.what) {
        case form::number: return i.value.is_integer();
        case form::access:
            return i.tensor.kind == graph::role::plain && (i.parts.empty() || (with_entries && all));
        case form::add:
        case form::negate:
        case form::multiply: return i.signs.find('/') == std::string::npos && all;
        default: return false;
    }
}

int parser::named(int begin) {
    tensor_name t;
    bool const braced = take("{");
    if (take_command("dot")) {
        bool const group = take("{");
        tensor_name of;
        of.name = name();
        if (group) {
            expect("}", "behind the name");
        }
        t.kind = graph::role::rate;
        t.name = of.name;
        t.of.push_back(of);
    } else {
        if (!starts_name()) {
            refuse("expected the name of a tensor");
        }
        t.name = name();
    }
    if (braced && is("'")) {
        next();
        t.name += "_prime";
    }
    if (braced) {
        expect("}", "behind the name");
    }
    // \Theta(x)_j, the transition function
    if (t.name == "Theta" && is("(") && starts_name(1) && is(")", 2) && is("_", 3)) {
        next();
        tensor_name of;
        of.name = name();
        next();
        t.kind = graph::role::transition;
        t.name = of.name;
        t.of.push_back(of);
    }
    scripts const s = read_scripts();
    return access(std::move(t), s, begin);
}

int parser::access(tensor_name t, scripts const& s, int begin) {
    if (s.primes > 1) {
        refuse(since(begin), "two primes: x' is the next state of x");
    }
    if (s.primes == 1) {
        tensor_name next;
        next.kind = graph::role::next;
        next.name = t.name;
        next.of.push_back(t);
        t = next;
    }
    bool const delta = t.name == "delta" && t.kind == graph::role::plain && s.sub.size() == 2 &&
                       s.super < 0 && !delta_is_tensor_;
    if (delta) {
        int const id = made(form::bracket, begin, {});
        result_[id].comparisons.push_back({lowering::sign::equal, s.sub[0], s.sub[1]});
        return id;
    }
    if (t.name == "pi" && !s.has_sub && t.kind == graph::role::plain && s.super < 0) {
        int const id = made(form::access, begin, {});
        result_[id].tensor = t;
        return id;
    }
    std::vector<int> parts = s.sub;
    bool raised = false;
    bool power = false;
    if (s.super >= 0) {
        item const& up = result_[s.super];
        bool const transpose = up.what == form::access &&
                               (up.tensor.name == "T" || up.tensor.name == "top") && !known(up.tensor.name);
        if (transpose && !left_) {
            refuse(s.super_at, "a transpose is no index notation",
                   "write the indices: w_{ji} for the transpose of w_{ij}");
        }
        bool const number_up = up.what == form::number && up.value.is_integer();
        bool const index = is_index(s.super, s.enclosed) && !number_up;
        raised = (number_up && (s.enclosed || left_)) ||
                 (index && (left_ || s.enclosed || mentions_known(s.super)));
        power = !raised;
        if (left_ && power) {
            refuse(s.super_at, "a power stands on the left side");
        }
        if (s.enclosed && power) {
            refuse(s.super_at, "a superscript in parentheses is a time: an index or an integer");
        }
        if (raised) {
            parts.insert(parts.begin(), s.super);
        }
    }
    bool const exponential = power && t.name == "e" && !s.has_sub && t.kind == graph::role::plain;
    if (exponential) {
        int const id = made(form::call, begin, {s.super});
        result_[id].name = "exp";
        return id;
    }
    int const id = made(form::access, begin, parts);
    result_[id].tensor = t;
    if (raised) {
        raised_.insert(id);
        if (s.enclosed && result_[s.super].what == form::number) {
            constants_up_.insert(id);
        }
    }
    if (!power) {
        return id;
    }
    powered_.try_emplace(t.name, s.super_at);
    result_[id].at.end = std::max(begin + 1, s.super_at.begin);
    return made(form::power, begin, {id, s.super});
}

}  // namespace iverson::latex_reader
