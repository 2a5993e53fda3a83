// SPDX-License-Identifier: BSL-1.0
#include "write.hpp"

#include <iverson/functions/table.hpp>
#include <iverson/latex/spelling.hpp>

#include <algorithm>

namespace iverson::check {

namespace {

/// Whether parentheses of all kinds close in the text that they open in.
bool balanced(std::string_view s) {
    int level = 0;
    for (char c : s) {
        level += c == '(' || c == '{' || c == '[' ? 1 : c == ')' || c == '}' || c == ']' ? -1 : 0;
        if (level < 0) {
            return false;
        }
    }
    auto const count = [&](std::string_view word) {
        int n = 0;
        for (std::size_t at = s.find(word); at != std::string_view::npos; at = s.find(word, at + 1)) {
            ++n;
        }
        return n;
    };
    return level == 0 && count("\\left(") + count("\\left[") == count("\\right)") + count("\\right]");
}

}  // namespace

std::string spelled_name(std::string const& name) {
    if (print::is_greek(name)) {
        return "\\" + name;
    }
    for (char const* accent : {"hat", "bar", "tilde"}) {
        std::string const tail = "_" + std::string{accent};
        if (name.size() > tail.size() && name.ends_with(tail)) {
            return "\\" + std::string{accent} + "{" +
                   spelled_name(name.substr(0, name.size() - tail.size())) + "}";
        }
    }
    return name.size() == 1 ? name : "\\mathrm{" + name + "}";
}

namespace {

std::string function_name(std::string const& name) {
    std::string result = "\\operatorname{" + name + "}";
    functions::visit_row(functions::table, name, [&](auto const& row) { result = row.latex; });
    return result;
}

}  // namespace

std::string in_one_line(std::string_view source) {
    std::string result;
    for (std::size_t i = 0; i < source.size(); ++i) {
        bool const row = source[i] == '\\' && i + 1 < source.size() && source[i + 1] == '\\';
        bool const space = row || source[i] == '&' || source[i] == ' ' || source[i] == '\n' ||
                           source[i] == '\t' || source[i] == '\r';
        i += row ? 1 : 0;
        if (!space) {
            result += source[i];
        } else if (!result.empty() && result.back() != ' ') {
            result += ' ';
        }
    }
    while (!result.empty() && result.back() == ' ') {
        result.pop_back();
    }
    return result;
}

std::string writer::quoted(item const& i) const {
    bool const stands =
        i.at.begin >= 0 && i.at.end > i.at.begin && i.at.end <= static_cast<int>(source_.size());
    if (!stands) {
        return {};
    }
    std::string const text = in_one_line(source_.substr(static_cast<std::size_t>(i.at.begin),
                                                        static_cast<std::size_t>(i.at.end - i.at.begin)));
    return balanced(text) ? text : std::string{};
}

/// around: 0 nothing, 1 a sum, 2 a product, 3 a power or the argument of an operator.
std::string writer::value(int id, int around) const {
    item const& i = d_[id];
    std::string text = quoted(i);
    text = text.empty() ? written(i) : text;
    bool const weak = i.what == form::add || i.what == form::negate;
    bool const product = i.what == form::multiply || i.what == form::reduce || i.what == form::partial;
    bool const fraction = i.what == form::multiply && i.signs == "*/";
    bool const enclosed =
        text.front() == '(' && text.back() == ')' && balanced(text.substr(1, text.size() - 2));
    bool const needs = (weak && around >= 1 && (around >= 2 || i.what == form::negate)) ||
                       (product && !fraction && around >= 3) || (i.what == form::power && around >= 4);
    return needs && !enclosed ? "(" + text + ")" : text;
}

std::string writer::written(item const& i) const {
    switch (i.what) {
        case form::number: {
            std::string const num = std::to_string(i.value.num());
            return i.value.is_integer() ? num : "\\frac{" + num + "}{" + std::to_string(i.value.den()) + "}";
        }
        case form::access: return access(i);
        case form::call: return call(i, "");
        case form::reduce:
        case form::chosen: return reduction(i);
        case form::bracket: {
            std::string result = "\\mathbf{1}_{\\{";
            for (std::size_t k = 0; k < i.comparisons.size(); ++k) {
                result += (k == 0 ? "" : ", ") + comparison(i.comparisons[k]);
            }
            return result + "\\}}";
        }
        case form::add: return sum(i);
        case form::multiply: return product(i);
        case form::power: {
            item const& base = d_[i.parts[0]];
            std::string const exponent = value(i.parts[1], 0);
            if (base.what == form::call && base.name != "abs" && base.name != "sqrt") {
                return call(base, exponent);
            }
            bool const bare = base.what == form::number ||
                              (base.what == form::access && quoted(base).find('^') == std::string::npos);
            return (bare ? value(i.parts[0], 4) : "(" + value(i.parts[0], 0) + ")") + "^{" + exponent + "}";
        }
        case form::negate: return "-" + value(i.parts[0], 2);
        case form::partial:
            return "\\frac{\\partial}{\\partial " + value(i.parts[1], 0) + "} " + value(i.parts[0], 3);
    }
    return {};
}

std::string writer::comparison(syntax::comparison const& c) const {
    using lowering::sign;
    static constexpr std::array<std::pair<sign, char const*>, 6> signs = {{{sign::equal, " = "},
                                                                           {sign::different, " \\ne "},
                                                                           {sign::less, " < "},
                                                                           {sign::less_equal, " \\le "},
                                                                           {sign::greater, " > "},
                                                                           {sign::greater_equal, " \\ge "}}};
    for (auto const& [kind, text] : signs) {
        if (kind == c.kind) {
            return value(c.left, 0) + text + value(c.right, 0);
        }
    }
    return {};
}

std::string writer::name(item const& i) const {
    using graph::role;
    syntax::tensor_name const& t = i.tensor;
    return t.kind == role::next ? spelled_name(t.name) + "'" : spelled_name(t.name);
}

std::string writer::access(item const& i) const {
    auto const scripts = [&] {
        std::string result;
        bool letters = true;
        for (int part : i.parts) {
            letters = letters && d_[part].what == form::access && d_[part].parts.empty() &&
                      d_[part].tensor.name.size() == 1;
        }
        for (std::size_t k = 0; k < i.parts.size(); ++k) {
            result += (k == 0 || letters ? "" : ", ") + value(i.parts[k], 0);
        }
        return result.empty() ? result : "_{" + result + "}";
    };
    // x_j^t: the superscript of an access that is copied stands first among its subscripts.
    if (i.at.end == -2 && !i.parts.empty()) {
        item below = i;
        below.at = {-1, -1};
        below.parts.erase(below.parts.begin());
        return access(below) + "^{" + value(i.parts[0], 0) + "}";
    }
    if (i.tensor.kind == graph::role::adjoint) {
        std::string const by = i.tensor.of.size() > 1 ? i.tensor.of[1].name : "E";
        return "\\frac{\\partial " + spelled_name(by) + "}{\\partial " + name(i) + scripts() + "}";
    }
    return name(i) + scripts();
}

std::string writer::call(item const& i, std::string const& power) const {
    std::string arguments;
    for (int part : i.parts) {
        arguments += (arguments.empty() ? "" : ", ") + value(part, 0);
    }
    if (i.name == "abs" && power.empty()) {
        return "|" + arguments + "|";
    }
    if (i.name == "sqrt" && power.empty()) {
        return "\\sqrt{" + arguments + "}";
    }
    bool const square = power == "2";
    return function_name(i.name) +
           (power.empty() ? ""
            : square      ? "^2"
                          : "^{" + power + "}") +
           "(" + arguments + ")";
}

std::string writer::reduction(item const& i) const {
    using syntax::word;
    std::string head = i.what == form::chosen         ? "\\arg\\max"
                       : i.operation == word::sum     ? "\\sum"
                       : i.operation == word::product ? "\\prod"
                       : i.operation == word::maximum ? "\\max"
                       : i.operation == word::minimum ? "\\min"
                                                      : "\\operatorname{mean}";
    std::string below;
    std::string above;
    for (syntax::binder const& b : i.binders) {
        below += (below.empty() ? "" : ", ") + spelled_name(b.name);
        below += b.kind == syntax::told::integer ? " \\in \\mathbb{Z}" : "";
        if (b.lower >= 0 && b.upper >= 0) {
            below += "=" + value(b.lower, 0);
            above = value(b.upper, 0);
        }
    }
    if (i.condition >= 0) {
        for (syntax::comparison const& c : d_[i.condition].comparisons) {
            below += ", " + comparison(c);
        }
    }
    return head + "_{" + below + "}" + (above.empty() ? "" : "^{" + above + "}") + " " + value(i.parts[0], 2);
}

std::string writer::product(item const& i) const {
    std::string result;
    for (std::size_t k = 0; k < i.parts.size(); ++k) {
        bool const last = k + 1 == i.parts.size();
        item const& part = d_[i.parts[k]];
        bool const open = part.what == form::reduce && !last;  // a sum takes all that follows
        std::string const text = open ? "(" + value(i.parts[k], 0) + ")" : value(i.parts[k], 2);
        if (k == 0) {
            result = text;
        } else if (i.signs[k] == '/') {
            result = "\\frac{" + result + "}{" + value(i.parts[k], 0) + "}";
        } else {
            bool const digit = text.front() >= '0' && text.front() <= '9';
            result += (i.signs[k] == '%' ? " \\bmod " : digit ? " \\cdot " : " ") + text;
        }
    }
    return result;
}

std::string writer::sum(item const& i) const {
    std::string result;
    for (std::size_t k = 0; k < i.parts.size(); ++k) {
        bool const minus = i.signs[k] == '-';
        std::string const text = value(i.parts[k], minus ? 2 : 1);
        result += k == 0 ? (minus ? "-" : "") : minus ? " - " : " + ";
        result += text;
    }
    return result;
}

}  // namespace iverson::check
