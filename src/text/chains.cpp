// SPDX-License-Identifier: BSL-1.0
//
// Chains of equalities in text: every value is kept, and a line that cannot be read does not stop the rest.
#include "chains.hpp"

#include "parser.hpp"

namespace iverson::text_reader {

using syntax::failure;
using syntax::form;
using syntax::passage;
using syntax::written_chain;
using syntax::written_value;

syntax::written_derivation parser::run_chains(std::vector<syntax::place> const& headings) {
    chains_ = true;
    syntax::written_derivation result;
    std::size_t next_heading = 0;
    while (peek().kind != token_kind::end) {
        if (peek().kind == token_kind::line_end) {
            next();
            continue;
        }
        for (; next_heading < headings.size() && headings[next_heading].begin < peek().at.begin;
             ++next_heading) {
            result.passages.push_back({passage::kind::heading, headings[next_heading], {}, {}});
        }
        passage p;
        int const begin = peek().at.begin;
        try {
            chain_line(p);
        } catch (failure const& f) {
            p.unread = f.message;
            skip_line();
        }
        p.at = since(begin);
        result.passages.push_back(std::move(p));
    }
    result.items = std::move(result_);
    return result;
}

void parser::skip_line() {
    while (peek().kind != token_kind::line_end && peek().kind != token_kind::end) {
        next();
    }
}

/// A declaration or a function says something of the whole text, anything else is a chain.
void parser::chain_line(passage& into) {
    bool const function = is("function") && peek(1).kind == token_kind::name;
    if (function) {
        return function_line();
    }
    std::size_t const start = at_;
    if (peek().kind == token_kind::name && (is(",", 1) || is(":", 1))) {
        std::vector<std::pair<syntax::tensor_name, syntax::place>> names;
        do {
            int const begin = peek().at.begin;
            syntax::tensor_name name = tensor();
            names.emplace_back(std::move(name), since(begin));
        } while (take(","));
        if (is(":")) {
            return declaration_line(names);
        }
        at_ = start;
    }
    into.chains.push_back(chain());
}

written_chain parser::chain() {
    written_chain c;
    int const begin = peek().at.begin;
    c.goes_on = is("=");
    c.left_at = {begin, begin};
    if (!c.goes_on) {
        chain_left(c);
        c.left_at = since(begin);
    }
    while (begins_next_value()) {
        c.values.push_back(chain_value());
    }
    if (peek().kind != token_kind::line_end && peek().kind != token_kind::end) {
        refuse("expected = or the end of the line");
    }
    c.at = since(begin);
    return c;
}

/// An entry of a tensor, in which indices may be given ranges, or any value.
void parser::chain_left(written_chain& into) {
    std::size_t const start = at_;
    std::size_t const items = result_.items.size();
    int const begin = peek().at.begin;
    bool const entry = peek().kind == token_kind::name && !(is("d") && is("(", 1)) &&
                       !(is("(", 1) && (is_reduction(peek().text) || !starts_tensor_role()));
    if (entry) {
        try {
            syntax::tensor_name name = tensor();
            into.left = left_access(std::move(name), begin, into.notes);
            into.defines = result_[into.left].what == form::access;
            if (is("=") || peek().kind == token_kind::line_end || peek().kind == token_kind::end) {
                return;
            }
        } catch (failure const&) {
            into.notes.clear();
        }
        into.notes.clear();
        result_.items.resize(items);
        at_ = start;
    }
    into.defines = false;
    into.left = sum();
    syntax::item const& i = result_[into.left];
    into.defines = i.what == form::add && i.signs[0] == '+' && result_[i.parts[0]].what == form::access;
}

/// y[t in Z, i in 1..d]: the access, and what is told of its indices.
int parser::left_access(syntax::tensor_name name, int begin, std::vector<syntax::binder>& notes) {
    std::vector<int> parts;
    if (take("[")) {
        do {
            int const own = peek().at.begin;
            syntax::left_subscript s = left_subscript();
            if (s.binds) {
                s.position = made(form::access, own, {});
                result_[s.position].tensor.name = s.index.name;
                bool const told = s.index.kind != syntax::told::nothing || s.index.lower >= 0;
                if (told) {
                    notes.push_back(s.index);
                }
            }
            parts.push_back(s.position);
        } while (take(","));
        expect("]", "behind the subscripts");
    }
    int const id = made(form::access, begin, std::move(parts));
    result_[id].tensor = std::move(name);
    return as_derivative(id);
}

/// jacobian(y, x)[i, k] is the derivative of y[i] by x[k]; how many subscripts y has is told by what defines it.
int parser::as_derivative(int access) {
    syntax::item const whole = result_[access];
    if (whole.tensor.kind != graph::role::jacobian) {
        return access;
    }
    std::size_t rank = whole.parts.size();
    for (syntax::item const& i : result_.items) {
        bool const same = i.what == form::access && i.tensor.kind == graph::role::plain &&
                          i.tensor.name == whole.tensor.of[0].name;
        rank = same ? i.parts.size() : rank;
        if (same) {
            break;
        }
    }
    if (rank >= whole.parts.size()) {
        refuse("expected the definition of " + whole.tensor.of[0].name + " before its derivative");
    }
    auto const middle = whole.parts.begin() + static_cast<std::ptrdiff_t>(rank);
    int const above = made(form::access, whole.at.begin, {whole.parts.begin(), middle});
    result_[above].tensor = whole.tensor.of[0];
    int const below = made(form::access, whole.at.begin, {middle, whole.parts.end()});
    result_[below].tensor = whole.tensor.of[1];
    result_[above].at = result_[below].at = {-1, -1};
    return made(form::partial, whole.at.begin, {above, below});
}

/// Goes to the next = of the chain, which may stand in the next line.
bool parser::begins_next_value() {
    std::size_t const start = at_;
    while (peek().kind == token_kind::line_end) {
        next();
    }
    if (take("=")) {
        return true;
    }
    at_ = start;
    return false;
}

written_value parser::chain_value() {
    written_value v;
    int const begin = peek().at.begin;
    try {
        v.item = sum();
        if (!is("=") && peek().kind != token_kind::line_end && peek().kind != token_kind::end) {
            refuse("expected + - * / ^ = or the end of the line");
        }
    } catch (failure const& f) {
        v.item = -1;
        v.why = f.message;
        skip_line();
    }
    v.at = since(begin);
    return v;
}

int parser::whole_value() {
    int const value = sum();
    while (peek().kind == token_kind::line_end) {
        next();
    }
    if (peek().kind != token_kind::end) {
        refuse("expected the end of the value");
    }
    return value;
}

syntax::written_derivation read_derivation(std::string_view source) {
    if (source.size() > static_cast<std::size_t>(syntax::longest_source)) {
        throw failure{{}, "the text is too large: more than 1 MiB", {}};
    }
    std::vector<syntax::place> headings;
    for (std::size_t at = 0; at < source.size();) {
        std::size_t const end = std::min(source.size(), source.find('\n', at));
        if (source.substr(at, 2) == "##") {
            headings.push_back({static_cast<int>(at), static_cast<int>(end)});
        }
        at = end + 1;
    }
    return parser{source}.run_chains(headings);
}

int read_value(std::string_view text, syntax::document& into) {
    try {
        parser reader{text};
        int const value = reader.whole_value();
        return syntax::add_all(into, std::move(reader.items().items), value);
    } catch (failure const&) {
        return -1;
    }
}

}  // namespace iverson::text_reader
