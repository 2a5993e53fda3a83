// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/binding_error.hpp"
#include "identifiers.hpp"
#include "integers.hpp"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// What stands before the loops: how extents follow from those of the arguments, and what is checked.
namespace iverson::emit {

/// The names that all parts of the emitted source agree on.
struct vocabulary {
    loops::plan const& plan;
    std::string function;
    std::string scalar;
    names taken;
    integers index;
    std::vector<std::string> buffers;  ///< the name of each buffer

    vocabulary(loops::plan const& p, std::string name, std::string type, std::string const& space)
        : plan{p}, function{std::move(name)}, scalar{std::move(type)}, index{p, space} {}

    std::string const& buffer(int i) const { return buffers[static_cast<std::size_t>(i)]; }
    std::string extent(int b, int axis) const { return buffer(b) + "_extent" + std::to_string(axis); }
    std::string stride(int b, int axis) const { return buffer(b) + "_stride" + std::to_string(axis); }
    std::string first(int b, int axis) const { return buffer(b) + "_first" + std::to_string(axis); }
    std::string helper(std::string const& name) const { return index.space() + "::" + name; }
    auto axes(int b) const { return loops::slice(plan.axes, plan.buffers[static_cast<std::size_t>(b)].axes); }
    /// The buffers of one kind.
    std::vector<int> of(loops::buffer_kind kind) const {
        std::vector<int> result;
        for (std::size_t i = 0; i < plan.buffers.size(); ++i) {
            if (plan.buffers[i].kind == kind) {
                result.push_back(static_cast<int>(i));
            }
        }
        return result;
    }
};

/// A piece without bounds has no values: conditions that exclude one another leave none.
inline bool is_contradiction(loops::piece const& part) {
    return part.values.lowers.size == 0 || part.values.uppers.size == 0;
}

/// A parameter, its name in a comment where the body has no use for it.
inline std::string parameter(std::string const& type, std::string const& name, words const& body) {
    return type + " " + (body.have(name) ? name : "/*" + name + "*/");
}

/// Writes the struct of sizes and the function that computes it.
class binding_writer {
  public:
    /// `placed` tells of each argument whether its first positions are parameters.
    binding_writer(vocabulary& v, std::vector<char> const& placed) : v_{v}, p_{v.plan}, placed_{placed} {}

    void write(source& out) {
        name_symbols();
        write_sizes(out);
        out.line();
        source body{1};
        write_extent_check(body);
        for (loops::setting const& s : own_) {
            body.line("std::ptrdiff_t const " + v_.index.name(s.symbol) + " = " + value(s, body) + ";");
        }
        for (loops::check const& c : p_.checks) {
            write_check(c, body);
        }
        write_return(body);
        out.line("/// The sizes for arguments of these extents.");
        out.line("/// Errors: std::invalid_argument, with a sentence, where they do not fit together.");
        out.line("inline " + v_.function + "_sizes " + v_.function + "_bind(" +
                 parameters(words{body.text()}) + ") {");
        out.append(body);
        out.line("}");
    }
    /// The arguments of a call of the function from where the parameters of the loops are known.
    std::string arguments() const {
        std::string result;
        for_each_axis([&](int b, int axis) {
            result += (result.empty() ? "" : ", ") + v_.extent(b, axis);
            result += placed(b) ? ", " + v_.first(b, axis) : "";
        });
        return result;
    }

    /// The settings whose symbols have names of their own, members of the sizes.
    std::vector<loops::setting> const& own() const { return own_; }

  private:
    bool placed(int b) const { return placed_[static_cast<std::size_t>(b)] != 0; }
    template <class Visit>
    void for_each_axis(Visit const& visit) const {
        for (int b : v_.of(loops::buffer_kind::argument)) {
            for (int axis = 0; axis < p_.buffers[static_cast<std::size_t>(b)].rank; ++axis) {
                visit(b, axis);
            }
        }
    }
    std::string parameters(words const& body) const {
        std::string result;
        for_each_axis([&](int b, int axis) {
            result += (result.empty() ? "" : ", ") + parameter("std::ptrdiff_t", v_.extent(b, axis), body);
            result += placed(b) ? ", " + parameter("std::ptrdiff_t", v_.first(b, axis), body) : "";
        });
        return result;
    }
    /// What is a number is written as that number, what is the extent of an argument as that; the rest gets a name.
    void name_symbols() {
        for (loops::setting const& s : p_.settings) {
            graph::affine const rest = v_.index.known(s.rest);
            bool const is_start = s.from == loops::setting::source::zero ||
                                  (s.from == loops::setting::source::relation && s.axis == 0) ||
                                  (s.from == loops::setting::source::lower && !placed(s.buffer));
            if (is_start && rest.is_constant()) {
                v_.index.set_value(s.symbol, -s.sign * rest.constant());
            } else if (s.from == loops::setting::source::extent && s.sign == 1 && s.divisor == 1 &&
                       rest.is_zero()) {
                v_.index.set_name(s.symbol, v_.extent(s.buffer, s.axis));
            } else if (s.from == loops::setting::source::lower && s.sign == 1 && rest.is_zero()) {
                v_.index.set_name(s.symbol, v_.first(s.buffer, s.axis));
            } else {
                own_.push_back(s);
                if (!name_by_result(s.symbol)) {
                    v_.index.set_name(s.symbol, v_.taken.claim(v_.index.name(s.symbol)));
                    members_.push_back(s.symbol);
                }
            }
        }
    }
    /// The first position or the extent of a result, if the symbol is one.
    bool name_by_result(int symbol) {
        for (int b : v_.of(loops::buffer_kind::result)) {
            for (std::size_t d = 0; d < v_.axes(b).size(); ++d) {
                loops::axis_bounds const a = v_.axes(b)[d];
                int const axis = static_cast<int>(d);
                // Where a support is empty, the caller hears of 0..-1, and the loops count from the symbol.
                bool const is_first = !a.of_support && a.lower.bare_symbol() == symbol;
                bool const is_extent =
                    v_.index.known(a.upper - a.lower + graph::affine{1}).bare_symbol() == symbol;
                if ((is_first || is_extent) && result_names_.insert({b, axis, is_first}).second) {
                    v_.index.set_name(symbol, is_first ? v_.first(b, axis) : v_.extent(b, axis));
                    return true;
                }
            }
        }
        return false;
    }

    void write_sizes(source& out) const {
        out.line("/// The extents in the formula, and where its results stand.");
        out.open("struct " + v_.function + "_sizes");
        for (int symbol : members_) {
            out.line("std::ptrdiff_t " + v_.index.name(symbol) + ";");
        }
        for (int b : v_.of(loops::buffer_kind::result)) {
            for (std::size_t d = 0; d < v_.axes(b).size(); ++d) {
                int const axis = static_cast<int>(d);
                out.line("std::ptrdiff_t " + v_.first(b, axis) +
                         ";   ///< the position of the first entry of " + v_.buffer(b) + " along axis " +
                         std::to_string(axis));
                out.line("std::ptrdiff_t " + v_.extent(b, axis) + ";  ///< the number of entries there");
            }
        }
        out.close("};");
    }
    void write_return(source& out) const {
        std::string members;
        auto const add = [&](std::string const& value) { members += (members.empty() ? "" : ", ") + value; };
        for (int symbol : members_) {
            add(v_.index.name(symbol));
        }
        for (int b : v_.of(loops::buffer_kind::result)) {
            for (loops::axis_bounds const& a : v_.axes(b)) {
                std::string const first = v_.index(a.lower);
                std::string const extent = v_.index.extent(a.lower, a.upper);
                // The empty hull of a support is 0..-1.
                add(a.of_support && first != "0" ? "(" + extent + " > 0 ? " + first + " : 0)" : first);
                add(extent);
            }
        }
        out.line("return {" + members + "};");
    }
    std::string value(loops::setting const& s, source& out) {
        auto const solved = [&](std::string const& from) {
            std::string const rest = v_.index.added(-s.rest);
            return s.sign > 0 ? from + rest : "-(" + from + rest + ")";
        };
        switch (s.from) {
            case loops::setting::source::extent: {
                std::string const times = solved(v_.extent(s.buffer, s.axis));
                std::string const value = s.divisor == 1 ? times
                                                         : v_.helper("floor_div") + "(" + times + ", " +
                                                               std::to_string(s.divisor) + ")";
                return s.at_least_zero ? "std::max<std::ptrdiff_t>(0, " + value + ")" : value;
            }
            case loops::setting::source::lower:
                return solved(placed(s.buffer) ? v_.first(s.buffer, s.axis) : "0");
            case loops::setting::source::zero: return "0";
            case loops::setting::source::relation: {
                graph::affine const e = s.sign > 0 ? -s.rest : s.rest;
                return s.axis == 0 ? v_.index(e) : "std::max<std::ptrdiff_t>(0, " + v_.index(e) + ")";
            }
            case loops::setting::source::hull_lower: return hull(s.pieces, out) + ".first";
            case loops::setting::source::hull_extent: return hull(s.pieces, out) + ".extent()";
        }
        return "0";
    }
    /// The name of the interval that holds the pieces.
    std::string hull(loops::range pieces, source& out) {
        std::string& name = hulls_[{pieces.first, pieces.size}];
        if (!name.empty()) {
            return name;
        }
        name = v_.taken.claim("reached");
        out.line(v_.helper("interval") + " " + name + ";");
        for (loops::piece const& part : loops::slice(p_.pieces, pieces)) {
            if (is_contradiction(part)) {
                continue;
            }
            std::string const condition = v_.index.all(part.conditions);
            if (!condition.empty()) {
                out.open("if (" + condition + ")");
            } else if (part.is_narrowed()) {
                out.open("");
            }
            out.line(name + ".widen(" + ends_of(part, out) + ");");
            if (!condition.empty() || part.is_narrowed()) {
                out.close();
            }
        }
        return name;
    }
    /// The first and the last value of a piece: its bounds, less what has no witness at their ends.
    std::string ends_of(loops::piece const& part, source& out) {
        std::string const ends =
            v_.index.lower(part.values.lowers) + ", " + v_.index.upper(part.values.uppers);
        if (!part.is_narrowed()) {
            return ends;
        }
        names taken = v_.taken;
        auto const claim = [&](int symbol) {
            v_.index.set_name(symbol, taken.claim(v_.index.name(symbol)));
            return v_.index.name(symbol);
        };
        std::string const narrow = taken.claim("narrow");
        std::string const counts = taken.claim("counts");
        std::string const value = claim(part.values.symbol);
        bool const speaks = speak_of(part.witnesses, part.values.symbol);
        out.open("auto const " + counts + " = [&](std::ptrdiff_t" + (speaks ? " " + value : "") + ")");
        auto const return_true_inside = [&](loops::range of_loops, auto const& condition) {
            for (loops::loop const& l : loops::slice(p_.loops, of_loops)) {
                std::string const index = claim(l.symbol);
                out.open("for (std::ptrdiff_t " + index + " = " + v_.index.lower(l.lowers) + "; " + index +
                         " <= " + v_.index.upper(l.uppers) + "; ++" + index + ")");
            }
            out.line(condition() + "return true;");
            for (int i = 0; i < of_loops.size; ++i) {
                out.close();
            }
        };
        return_true_inside(part.witnesses, [&]() -> std::string {
            if (part.missing.size == 0) {
                return "";
            }
            std::string const have_step = taken.claim("have_step");
            out.open("auto const " + have_step + " = [&]");
            return_true_inside(part.missing, [] { return std::string{}; });
            out.line("return false;");
            out.close("};");
            return "if (!" + have_step + "()) ";
        });
        out.line("return false;");
        out.close("};");
        out.line(v_.helper("interval") + " const " + narrow + " = " + v_.helper("narrowed") + "({" + ends +
                 "}, " + counts + ");");
        return narrow + ".first, " + narrow + ".last";
    }

    bool speak_of(loops::range of_loops, int symbol) const {
        for (loops::loop const& l : loops::slice(p_.loops, of_loops)) {
            for (loops::range const bounds : {l.lowers, l.uppers}) {
                for (loops::bound const& b : loops::slice(p_.bounds, bounds)) {
                    if (b.expression.mentions(symbol)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    void write_extent_check(source& out) const {
        std::string all;
        for_each_axis([&](int b, int axis) { all += (all.empty() ? "" : ", ") + v_.extent(b, axis); });
        if (!all.empty()) {
            out.line(v_.helper("need_extents") + "({" + all + "});");
        }
    }
    std::string text(loops::range characters) const { return emit::quoted(loops::name_of(p_, characters)); }
    std::string axis(std::string const& tensor, int number, std::string const& first,
                     std::string const& extent) const {
        return "{" + tensor + ", " + std::to_string(number) + ", " + first + ", " + extent + "}";
    }
    void write_check(loops::check const& c, source& out) {
        std::string const first = v_.index(c.lower);
        switch (c.what) {
            case loops::check::kind::axis: return write_axis_check(c, first, out);
            case loops::check::kind::equal: return write_equal_check(c, first, out);
            case loops::check::kind::entries: return;  // where the data are: in the function
            case loops::check::kind::inside: {
                std::string const reached = open_if_outside(c, first, out);
                out.line(v_.helper("access_leaves") + "(" + text(c.access) + ", " +
                         axis(text(c.tensor), c.axis, first, v_.index.extent(c.lower, c.upper)) + ", " +
                         text(c.position) + ",");
                out.line("    " + reached + ".first < " + first + " ? " + reached + ".first : " + reached +
                         ".last);");
                return out.close();
            }
            case loops::check::kind::nonempty:
                return write_refusal(c, first,
                                     graph::binding::empty_reduction(loops::name_of(p_, c.tensor),
                                                                     loops::name_of(p_, c.index)),
                                     out);
            case loops::check::kind::given:
                return write_refusal(c, first, graph::binding::no_value(loops::name_of(p_, c.tensor)), out);
        }
    }
    void write_refusal(loops::check const& c, std::string const& first, std::string const& sentence,
                       source& out) {
        open_if_outside(c, first, out);
        out.line("throw std::invalid_argument(" + emit::quoted(sentence) + ");");
        out.close();
    }
    /// Opens the block for a piece that leaves lower .. upper; returns the name of the interval of its values.
    std::string open_if_outside(loops::check const& c, std::string const& first, source& out) {
        std::string const reached = hull(c.pieces, out);
        out.open("if (!" + reached + ".empty() && (" + reached + ".first < " + first + " || " + reached +
                 ".last > " + v_.index(c.upper) + "))");
        return reached;
    }
    /// Where the argument starts, `otherwise` if the caller does not say.
    std::string first_of(int b, int axis, std::string const& otherwise) const {
        return placed(b) ? v_.first(b, axis) : otherwise;
    }
    void write_equal_check(loops::check const& c, std::string const& first, source& out) {
        std::string const mine = axis(text(c.tensor), c.axis, first, v_.index.extent(c.lower, c.upper));
        std::string const theirs = axis(text(c.access), c.other_axis, v_.index(c.other_lower),
                                        v_.index.extent(c.other_lower, c.other_upper));
        if (mine.substr(mine.find(',')) == theirs.substr(theirs.find(','))) {
            return;
        }
        out.line(v_.helper("need_equal") + "(" + text(c.index) + ", " + mine + ", " + theirs + ");");
    }
    void write_axis_check(loops::check const& c, std::string const& first, source& out) {
        std::string const found = v_.extent(c.buffer, c.axis);
        std::string const starts = c.start ? first_of(c.buffer, c.axis, "0") : first;
        std::string const extent = v_.index.extent(c.lower, c.upper);
        std::string condition = found == extent ? "" : found + " != " + extent;
        if (starts != first) {
            std::string const moved = found + " > 0 && " + starts + " != " + first;
            condition = condition.empty() ? moved : condition + " || (" + moved + ")";
        }
        if (condition.empty()) {
            return;
        }
        std::string const its = axis(text(c.tensor), c.axis, starts, found);
        std::string const index{loops::name_of(p_, c.index)};
        out.open("if (" + condition + ")");
        if (c.other_buffer >= 0) {
            std::string const name = text(p_.buffers[static_cast<std::size_t>(c.other_buffer)].name);
            std::string const theirs = axis(name, c.other_axis, first_of(c.other_buffer, c.other_axis, first),
                                            v_.extent(c.other_buffer, c.other_axis));
            out.line(v_.helper("need_equal") + "(" + emit::quoted(index) + ", " + theirs + ", " + its + ");");
        }
        std::string const setter = index.empty() ? "the formula" : "index " + index;
        out.line(v_.helper("axis_is_set") + "(" + emit::quoted(setter) + ", " + first + ", " +
                 v_.index(c.upper) + ", " + its + ");");
        out.close();
    }

    vocabulary& v_;
    loops::plan const& p_;
    std::vector<char> const& placed_;
    std::vector<loops::setting> own_;  ///< those that take computing
    std::vector<int> members_;         ///< their symbols, without those that are ends of a result
    std::set<std::tuple<int, int, bool>> result_names_;
    std::map<std::pair<int, int>, std::string> hulls_;
};

}  // namespace iverson::emit
