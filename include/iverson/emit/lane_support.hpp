// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../functions/table.hpp"
#include "identifiers.hpp"
#include "lane_text.hpp"

#include <string>
#include <string_view>
#include <tuple>

/// What source in vectors has for the rows of the table that are computed in lanes: tanh_of_doubles and the like.
namespace iverson::emit {

/// The value of a row, of the arguments u and v.
template <class T, class Row>
lane_text<T> lane_value() {
    using number = functions::lanes::number<T, functions::as_text>;
    number const u{lane_text<T>::argument("u")};
    if constexpr (Row::arity == 1) {
        return Row::value(u).v;
    } else {
        return Row::value(u, number{lane_text<T>::argument("v")}).v;
    }
}
/// The helper that computes it.
template <class T, class Row>
std::string lane_function(std::string const& name) {
    source body{2};
    std::string const result = lane_text_writer{body}.write(*lane_value<T, Row>().its_step());
    body.line("return " + result + ";");
    std::string const vector = std::string{"vector_of<"} + (sizeof(T) == 8 ? "double" : "float") + ">";
    source out;
    out.open("struct " + name);
    for (char const* type : {"numbers", "integers", "bits"}) {
        if (std::string_view{type} == "numbers" || body.text().find(type) != std::string::npos) {
            out.line("using " + std::string{type} + " = " + vector +
                     "::" + (std::string_view{type} == "numbers" ? "type" : type) + ";");
        }
    }
    std::string const second = Row::arity == 1 ? "" : ", numbers const& v";
    out.open("__attribute__((always_inline)) numbers operator()(numbers const& u" + second + ") const");
    out.append(body);
    out.close();
    out.close("};");
    return out.text();
}

/// The rows that are computed in lanes, each with its name for these numbers.
template <class T, class Visit>
void for_lane_rows(Visit const& visit) {
    std::apply(
        [&]<class... Rows>(Rows const&... row) {
            auto const one = [&]<class Row>(Row const& its) {
                if constexpr (Row::has_lanes) {
                    visit(its, std::string{its.name} + (sizeof(T) == 8 ? "_of_doubles" : "_of_floats"));
                }
            };
            (one(row), ...);
        },
        functions::table);
}

/// The helpers of this kind that `body` calls.
template <class T>
std::string lane_functions_of(std::string const& body, std::string const& space) {
    std::string result;
    for_lane_rows<T>([&]<class Row>(Row const&, std::string const& name) {
        if (mentions(body, space + "::" + name)) {
            result += (result.empty() ? "" : "\n") + lane_function<T, Row>(name);
        }
    });
    return result;
}

/// How a row of that name is called for all lanes: the helper that does, and the one that is the function.
struct lane_call {
    std::string how, function;
};
template <class T>
lane_call lane_call_of(std::string_view name) {
    lane_call result;
    for_lane_rows<T>([&]<class Row>(Row const& row, std::string const& function) {
        if (row.name == name) {  // short ones are not worth a call
            result = {Row::is_arithmetic || name == "sqrt" ? "in_registers" : "in_lanes", function};
        }
    });
    return result;
}

}  // namespace iverson::emit
