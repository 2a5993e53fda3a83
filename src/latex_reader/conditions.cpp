// SPDX-License-Identifier: BSL-1.0
//
// Indicators and the conditions in them.
#include "parser.hpp"

#include <array>

namespace iverson::latex_reader {

using syntax::form;

/// \mathbf{1}, \mathbb{1}, \mathbbm 1, \mathds{1}, \mathbb{I}
bool parser::starts_indicator() const {
    bool const font = is_command("mathbf") || is_command("mathbb") || is_command("mathbbm") ||
                      is_command("mathds") || is_command("mathbbold");
    std::size_t const at = is("{", 1) ? 2 : 1;
    return font && ((peek(at).kind == token_kind::number && peek(at).text == "1") ||
                    (!is_command("mathbf") && peek(at).kind == token_kind::letter && peek(at).text == "I"));
}

int parser::indicator(int begin) {
    next();
    bool const braced = take("{");
    next();
    if (braced) {
        expect("}", "behind the indicator");
    }
    if (take("_")) {
        bool const group = take("{");
        bool const set = take_command("{");
        if (!group) {
            refuse("expected { and a condition behind the indicator");
        }
        item i;
        comparisons(i.comparisons);
        if (set && !take_command("}")) {
            refuse("expected \\} behind the condition");
        }
        expect("}", "behind the condition");
        int const id = made(form::bracket, begin, {});
        result_[id].comparisons = std::move(i.comparisons);
        return with_power(id, begin);
    }
    if (take_command("{")) {
        item i;
        comparisons(i.comparisons);
        if (!take_command("}")) {
            refuse("expected \\} behind the condition");
        }
        int const id = made(form::bracket, begin, {});
        result_[id].comparisons = std::move(i.comparisons);
        return with_power(id, begin);
    }
    bool const square = is("[");
    if (!square && !is("(")) {
        refuse("expected a condition behind the indicator",
               "\\mathbf{1}_{\\{i = j\\}} or \\mathbb{1}[i = j]");
    }
    next();
    return with_power(bracket_until(square ? "]" : ")", begin), begin);
}

int parser::bracket_until(std::string_view close, int begin) {
    std::vector<syntax::comparison> found;
    comparisons(found);
    expect(close, "behind the condition");
    int const id = made(form::bracket, begin, {});
    result_[id].comparisons = std::move(found);
    return id;
}

std::optional<syntax::comparison> parser::relation() {
    using lowering::sign;
    struct row {
        std::string_view text;
        sign kind;
    };
    static constexpr std::array<row, 11> rows = {{{"le", sign::less_equal},
                                                  {"leq", sign::less_equal},
                                                  {"leqslant", sign::less_equal},
                                                  {"ge", sign::greater_equal},
                                                  {"geq", sign::greater_equal},
                                                  {"geqslant", sign::greater_equal},
                                                  {"ne", sign::different},
                                                  {"neq", sign::different},
                                                  {"lt", sign::less},
                                                  {"gt", sign::greater},
                                                  {"=", sign::equal}}};
    for (row const& r : rows) {
        if (r.text == "=" ? take("=") : take_command(r.text)) {
            return syntax::comparison{r.kind, -1, -1};
        }
    }
    if (take("<")) {
        return syntax::comparison{sign::less, -1, -1};
    }
    if (take(">")) {
        return syntax::comparison{sign::greater, -1, -1};
    }
    return std::nullopt;
}

/// a \le b < c, d = e
void parser::comparisons(std::vector<syntax::comparison>& into) {
    do {
        int left = sum();
        if (take_command("mid")) {
            int const right = sum();
            int const rest = made(form::multiply, result_[right].at.begin, {right, left}, "*%");
            into.push_back({lowering::sign::equal, rest, number(0)});
            continue;
        }
        auto found = relation();
        if (!found) {
            refuse("expected a relation: = \\ne < \\le > \\ge \\mid");
        }
        while (found) {
            found->left = left;
            found->right = left = sum();
            into.push_back(*found);
            found = relation();
        }
    } while (take(",") || take_command("land") || take_command("wedge"));
}

}  // namespace iverson::latex_reader
