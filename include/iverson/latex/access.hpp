// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "indices.hpp"
#include "time.hpp"

#include <algorithm>
#include <span>
#include <string>

namespace iverson::print {

/// Braces where LaTeX needs them: x_i, x_{ij}, x_\alpha.
inline std::string grouped(std::string const& s) { return s.size() == 1 ? s : "{" + s + "}"; }

/// Writes accesses in LaTeX: x_{t-s}, w_{ij}, x_j^{t-1}, \frac{\partial E}{\partial y_t}.
class access_printer {
  public:
    access_printer(graph::graph const& g, index_printer const& indices, naming const& names,
                   time_marks const& marks)
        : graph_{g}, indices_{indices}, names_{names}, marks_{marks} {}

    std::string operator()(int tensor, std::span<int const> positions) const {
        auto const& t = graph_.tensor_at(tensor);
        if (t.kind == graph::role::adjoint || t.kind == graph::role::total) {
            std::string const d = t.kind == graph::role::adjoint ? "\\partial " : "d ";
            return fraction(t.by < 0 ? "E" : whole(t.by), (*this)(t.of, positions), d);
        }
        if (t.kind == graph::role::tangent) {
            return "d" + (*this)(t.of, positions);
        }
        if (t.kind == graph::role::jacobian) {
            auto const split =
                std::min(positions.size(), static_cast<std::size_t>(graph_.tensor_at(t.of).rank));
            return fraction((*this)(t.of, positions.first(split)), (*this)(t.by, positions.subspan(split)));
        }
        bool const up = marks_.raised.contains(tensor) && !positions.empty();
        std::string const high = up ? raised(graph_.affine_at(positions[0])) : state_time(tensor);
        std::string const low = subscripts(up ? positions.subspan(1) : positions);
        std::string name = plain_name(tensor);
        if (!high.empty() && name.back() == '\'') {
            name = "{" + name + "}";
        }
        return name + (low.empty() ? "" : "_" + grouped(low)) + (high.empty() ? "" : "^" + grouped(high));
    }

    /// The tensor as a whole: w, \frac{\partial E}{\partial y}.
    std::string whole(int tensor) const { return (*this)(tensor, {}); }

    /// \frac{\partial <above>}{\partial <below>}
    static std::string fraction(std::string const& above, std::string const& below,
                                std::string const& d = "\\partial ") {
        return "\\frac{" + d + above + "}{" + d + below + "}";
    }

    /// Whether the access already has something up, so that a power of it needs parentheses.
    bool holds_superscript(int tensor) const {
        auto const kind = graph_.tensor_at(tensor).kind;
        return kind != graph::role::plain || marks_.raised.contains(tensor) ||
               marks_.states.contains(tensor) || marks_.starts.contains(tensor) ||
               plain_name(tensor).back() == '\'';
    }

    /// ij if all are bare letters, else i+j,k.
    std::string subscripts(std::span<int const> positions) const {
        std::vector<std::string> parts;
        bool letters = true;
        for (int position : positions) {
            auto const& e = graph_.affine_at(position);
            letters = letters && e.bare_symbol() >= 0 && !indices_.is_shown_as_entry(e.bare_symbol()) &&
                      is_letter(names_.of(e.bare_symbol()));
            parts.push_back(indices_(e));
        }
        if (!letters) {
            return joined(parts, ",");
        }
        std::string result;
        bool after_command = false;
        for (std::string const& part : parts) {
            result += (after_command ? " " : "") + part;
            after_command = part[0] == '\\';
        }
        return result;
    }

  private:
    std::string plain_name(int tensor) const {
        auto const& t = graph_.tensor_at(tensor);
        switch (t.kind) {
            case graph::role::next:
            case graph::role::state: return plain_name(t.of);
            case graph::role::rate: return "\\dot{" + plain_name(t.of) + "}";
            case graph::role::transition: return "\\Theta(" + plain_name(t.of) + ")";
            default: return spelled(t.name.view());
        }
    }
    std::string state_time(int tensor) const {
        auto const& t = graph_.tensor_at(tensor);
        std::string const time = spelled(names_.time());
        switch (t.kind) {
            case graph::role::next: return marks_.states.contains(t.of) ? time : "\\prime";
            case graph::role::state: return "(" + std::to_string(t.by) + ")";
            default:
                return marks_.states.contains(tensor)   ? time + "-1"
                       : marks_.starts.contains(tensor) ? "(0)"
                                                        : "";
        }
    }
    /// A time that is a number or holds an entry is put in parentheses: without them it is a power.
    std::string raised(graph::affine const& time) const {
        bool const is_power = time.is_constant() || std::any_of(time.begin(), time.end(), [&](auto const& t) {
                                  return indices_.is_shown_as_entry(t.symbol);
                              });
        return is_power ? "(" + indices_(time) + ")" : indices_(time);
    }

    graph::graph const& graph_;
    index_printer const& indices_;
    naming const& names_;
    time_marks const& marks_;
};

}  // namespace iverson::print
