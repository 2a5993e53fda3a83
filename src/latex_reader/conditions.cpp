// SPDX-License-Identifier: BSL-1.0
//
// Indicators and the conditions in them.
#include "parser.hpp"

#include <algorithm>
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

/// \begin{cases} u & \text{if } i = j \\ v & \text{otherwise} \end{cases}: the first condition that holds says which.
int parser::cases(int begin) {
    std::vector<int> terms;
    std::vector<int> none_before;
    while (!take_command("end_cases")) {
        int const own = peek().at.begin;
        int const value = sum();
        std::vector<syntax::comparison> const condition = condition_of_case();
        std::vector<int> factors = none_before;
        if (!condition.empty()) {
            none_before.push_back(opposite(condition, own));
            int const id = made(form::bracket, own, {});
            result_[id].comparisons = condition;
            factors.push_back(id);
        }
        factors.push_back(value);
        std::size_t const count = factors.size();
        terms.push_back(made(form::multiply, own, std::move(factors), std::string(count, '*')));
        if (!take("\\") && !is_command("end_cases")) {
            refuse("expected \\\\ or the end of the cases");
        }
    }
    if (terms.empty()) {
        refuse(since(begin), "no case stands here");
    }
    std::size_t const count = terms.size();
    return with_power(made(form::add, begin, std::move(terms), std::string(count, '+')), begin);
}

/// Behind a value: & \text{if } x_i > 0 \text{ and } i = j; nothing for \text{otherwise}.
std::vector<syntax::comparison> parser::condition_of_case() {
    static constexpr std::array<std::string_view, 5> joined = {"if", "for", "when", "and", "where"};
    static constexpr std::array<std::string_view, 3> rest = {"otherwise", "else", "sonst"};
    auto const trimmed = [](std::string_view words) {
        std::size_t const first = std::min(words.size(), words.find_first_not_of(' '));
        std::size_t const last = words.find_last_not_of(" .,");
        return last == std::string_view::npos ? std::string_view{} : words.substr(first, last + 1 - first);
    };
    std::vector<syntax::comparison> result;
    take(",");
    take("&");
    for (;;) {
        std::string const words = is_command("text") ? peek(1).text : "";
        bool const is_rest = std::ranges::find(rest, trimmed(words)) != rest.end();
        bool const is_joined = std::ranges::find(joined, trimmed(words)) != joined.end();
        if (is_rest || is_joined) {
            at_ += 2;
        } else if (!take(",") && !take(".") && !take_command("land")) {
            if (is("\\") || is_command("end_cases")) {
                return result;
            }
            comparisons(result);
        }
    }
}

/// What is 1 where the condition does not hold.
int parser::opposite(std::vector<syntax::comparison> const& condition, int begin) {
    using lowering::sign;
    int const id = made(form::bracket, begin, {});
    result_[id].comparisons = condition;
    if (condition.size() > 1) {
        int const one = number(1);
        return made(form::add, begin, {one, id}, "+-");
    }
    auto const other = [](sign s) {
        switch (s) {
            case sign::equal: return sign::different;
            case sign::different: return sign::equal;
            case sign::less: return sign::greater_equal;
            case sign::less_equal: return sign::greater;
            case sign::greater: return sign::less_equal;
            case sign::greater_equal: return sign::less;
        }
        return s;
    };
    result_[id].comparisons[0].kind = other(condition[0].kind);
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
    } while ((is(",") && !is("\\", 1) && !is_command("end_cases", 1) && take(",")) || take_command("land") ||
             take_command("wedge"));
}

}  // namespace iverson::latex_reader
