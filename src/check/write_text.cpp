// SPDX-License-Identifier: BSL-1.0
//
// Parts of a line in the notation of docs/text.md.
#include "write.hpp"

#include <array>

namespace iverson::check {

/// around: 0 nothing, 1 a sum, 2 a product, 3 a divisor, 4 the base of a power.
std::string writer::in_text(int id, int around) const {
    item const& i = d_[id];
    std::string text = quoted(i);
    text = text.empty() ? text_of(i) : text;
    bool const number = i.what == form::number && (!i.value.is_integer() || i.value.num() < 0);
    int const own = i.what == form::add || i.what == form::negate ? 1
                    : i.what == form::multiply || number          ? 2
                    : i.what == form::power                       ? 3
                                                                  : 9;
    return own < around || (i.what == form::negate && around == 1) ? "(" + text + ")" : text;
}

std::string writer::text_of(item const& i) const {
    auto const list = [&](std::vector<int> const& parts) {
        std::string result;
        for (int part : parts) {
            result += (result.empty() ? "" : ", ") + in_text(part, 0);
        }
        return result;
    };
    switch (i.what) {
        case form::number:
            return std::to_string(i.value.num()) +
                   (i.value.is_integer() ? "" : "/" + std::to_string(i.value.den()));
        case form::access: return text_of_name(i.tensor) + (i.parts.empty() ? "" : "[" + list(i.parts) + "]");
        case form::call: return i.name + "(" + list(i.parts) + ")";
        case form::reduce:
        case form::chosen: return text_of_reduction(i);
        case form::bracket: return "[" + text_of_conditions(i.comparisons, ", ") + "]";
        case form::negate: return "-" + in_text(i.parts[0], 2);
        case form::power: return in_text(i.parts[0], 4) + "^" + in_text(i.parts[1], 4);
        case form::partial: return "d(" + in_text(i.parts[0], 0) + ")/d(" + in_text(i.parts[1], 0) + ")";
        case form::add:
        case form::multiply: break;
    }
    std::string result;
    bool const sum = i.what == form::add;
    for (std::size_t k = 0; k < i.parts.size(); ++k) {
        char const sign = i.signs[k];
        bool const first = k == 0;
        int const around = sum ? (sign == '-' ? 2 : 1) : (first || sign == '*' ? 2 : 3);
        std::string const between = sum ? (first ? (sign == '-' ? "-" : "") : std::string{" "} + sign + " ")
                                        : (first ? "" : std::string(1, sign));
        result += between + in_text(i.parts[k], around);
    }
    return result;
}

std::string writer::text_of_name(syntax::tensor_name const& t) const {
    if (t.kind != graph::role::adjoint) {
        return syntax::spelled(t);
    }
    std::string const by = t.of.size() > 1 ? ", " + syntax::spelled(t.of[1]) : "";
    return "adjoint(" + syntax::spelled(t.of[0]) + by + ")";
}

std::string writer::text_of_reduction(item const& i) const {
    static constexpr std::array<char const*, 5> words = {"sum", "prod", "max", "min", "mean"};
    std::string head = words[static_cast<std::size_t>(i.operation)];
    head = (i.what == form::chosen ? "arg" : "") + head + "(";
    for (std::size_t k = 0; k < i.binders.size(); ++k) {
        syntax::binder const& b = i.binders[k];
        head += (k == 0 ? "" : ", ") + b.name + (b.kind == syntax::told::integer ? " in Z" : "");
        if (b.lower >= 0 && b.upper >= 0) {
            head += " in " + in_text(b.lower, 1) + ".." + in_text(b.upper, 1);
        }
    }
    std::string const condition =
        i.condition < 0 ? "" : " | " + text_of_conditions(d_[i.condition].comparisons, " and ");
    std::string const which = i.which > 0 ? "[" + std::to_string(i.which) + "]" : "";
    return head + condition + ", " + in_text(i.parts[0], 0) + ")" + which;
}

std::string writer::text_of_conditions(std::vector<syntax::comparison> const& all,
                                       char const* between) const {
    static constexpr std::array<char const*, 6> signs = {" == ", " != ", " < ", " <= ", " > ", " >= "};
    using lowering::sign;
    static constexpr std::array<sign, 6> kinds = {sign::equal,      sign::different, sign::less,
                                                  sign::less_equal, sign::greater,   sign::greater_equal};
    std::string result;
    for (syntax::comparison const& c : all) {
        result += result.empty() ? "" : between;
        for (std::size_t k = 0; k < kinds.size(); ++k) {
            result += c.kind == kinds[k] ? in_text(c.left, 1) + signs[k] + in_text(c.right, 1) : "";
        }
    }
    return result;
}

}  // namespace iverson::check
