// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cpp.hpp"
#include "nest_cost.hpp"
#include "pseudo_code.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// A plan as text for people: sizes, tensors, checks, loops with formulas in them, and what each costs.
namespace iverson::emit {

/// The axes of each argument, in their order.
using argument_axes = std::vector<std::vector<loops::bound_axis>>;

class describer {
  public:
    /// With `axes`, the costs at those extents stand beside the polynomials.
    /// Errors:  binding_error if they do not fit the formula.
    describer(graph::formula const& f, loops::plan const& p, std::vector<loops::argument> const& bound,
              number_sizes sizes, argument_axes const* axes)
        : p_{p}, sizes_{sizes}, index_{name_symbols(bound)}, points_{p, f, index_},
          costs_{p, points_, sizes} {
        if (axes != nullptr) {
            bind(*axes);
            counter_.emplace(p, *axes);
        }
    }
    describer(describer const&) = delete;
    describer& operator=(describer const&) = delete;

    std::string run() {
        source nests{1};
        write_blocks(nests);
        source all;
        write_totals(all);
        source tensors{1};
        write_tensors(tensors);
        source checks{1};
        for (loops::check const& c : p_.checks) {
            checks.line(text(c));
        }
        std::string const rest =
            section("tensors", tensors) + section("checks", checks) + section("loops", nests) + all.text();
        source sizes{1};
        write_sizes(sizes, rest);
        return section("sizes", sizes) + rest;
    }

    /// What is written of the costs of a nest, and the quantities that it is in.
    nest_cost cost(loops::block const& b, loops::nest const& n) { return costs_(b, n); }
    point_count const& points() const { return points_; }

  private:
    static std::size_t place(int i) { return static_cast<std::size_t>(i); }
    static std::string section(std::string const& title, source const& lines) {
        return lines.text().empty() ? "" : title + "\n" + lines.text();
    }
    std::string name(int buffer) const {
        return std::string{loops::name_of(p_, p_.buffers[place(buffer)].name)};
    }

    // -- sizes -------------------------------------------------------------------------------------------------------
    /// First positions that are numbers whatever is bound are written as such.
    integers name_symbols(std::vector<loops::argument> const& bound) {
        integers result{p_};
        for (std::size_t s = 0; s < p_.symbol_names.size(); ++s) {
            result.set_name(static_cast<int>(s), identifier(p_.symbol_names[s]));
        }
        for (loops::buffer const& b : p_.buffers) {
            taken_.take(std::string{loops::name_of(p_, b.name)});
        }
        for (loops::setting const& s : p_.settings) {
            graph::affine const rest = result.known(s.rest);
            using from = loops::setting::source;
            bool const is_start = s.from == from::zero || (s.from == from::relation && s.axis == 0) ||
                                  (s.from == from::lower && !bound[place(s.buffer)].placed);
            if (is_start && rest.is_constant()) {
                result.set_value(s.symbol, -s.sign * rest.constant());
            } else if (s.from == from::hull_lower && all_start_at_zero(result, s.pieces)) {
                result.set_value(s.symbol, 0);
            } else {
                result.set_name(s.symbol, taken_.claim(p_.symbol_names[place(s.symbol)]));
            }
        }
        return result;
    }
    /// Where a hull is empty it is 0..-1.
    bool all_start_at_zero(integers const& known, loops::range pieces) const {
        auto const all = loops::slice(p_.pieces, pieces);
        return std::all_of(all.begin(), all.end(), [&](loops::piece const& part) {
            auto const lowers = loops::slice(p_.bounds, part.values.lowers);
            return is_contradiction(part) ||
                   (!part.is_narrowed() && lowers.size() == 1 && known.known(lowers[0].expression).is_zero());
        });
    }
    bool is_number(int symbol) const { return index_.known(graph::affine::symbol(symbol)).is_constant(); }

    /// Those that the rest of the text speaks of, and those that they are computed from.
    void write_sizes(source& out, std::string const& rest) const {
        std::vector<std::string> lines;
        std::string used = rest;
        for (std::size_t i = p_.settings.size(); i-- > 0;) {
            loops::setting const& s = p_.settings[i];
            if (!is_number(s.symbol) && words{used}.have(index_.name(s.symbol))) {
                lines.push_back(index_.name(s.symbol) + " = " + text(s));
                used += lines.back();
            }
        }
        for (std::size_t i = lines.size(); i-- > 0;) {
            out.line(lines[i]);
        }
    }
    std::string text(loops::setting const& s) const {
        auto const solved = [&](std::string const& from) {
            std::string const sum = s.sign > 0 ? from + index_.added(-s.rest) : index_(s.rest) + " - " + from;
            std::string const by = std::to_string(s.divisor);
            return s.divisor == 1 ? sum : "floor((" + sum + ")/" + by + ")";
        };
        auto const not_negative = [&](std::string const& e) {
            return s.at_least_zero ? "max(0, " + e + ")" : e;
        };
        std::string const axis =
            s.buffer < 0 ? "" : "(" + name(s.buffer) + ", " + std::to_string(s.axis) + ")";
        switch (s.from) {
            case loops::setting::source::extent: return not_negative(solved("extent" + axis));
            case loops::setting::source::lower: return solved("first" + axis);
            case loops::setting::source::zero: return "0";
            case loops::setting::source::relation: {
                std::string const value = index_(s.sign > 0 ? -s.rest : s.rest);
                return s.axis == 0 ? value : "max(0, " + value + ")";
            }
            case loops::setting::source::hull_lower: return "the first of " + hull(s.pieces);
            case loops::setting::source::hull_extent:
                return "the number of positions from the first to the last of " + hull(s.pieces);
        }
        throw refusal{"the plan has a size that has no words"};
    }
    /// 0..n + m - 2 if 0 < n && 0 < m, and 0..k - 1
    std::string hull(loops::range pieces) const {
        std::string result;
        for (loops::piece const& part : loops::slice(p_.pieces, pieces)) {
            if (is_contradiction(part)) {
                continue;
            }
            std::string const conditions = index_.all(part.conditions);
            result += (result.empty() ? "" : ", and ") + index_.lower(part.values.lowers) + ".." +
                      index_.upper(part.values.uppers) + (part.is_narrowed() ? " less empty ends" : "") +
                      (conditions.empty() ? "" : " if " + conditions);
        }
        return result.empty() ? "0..-1" : result;
    }

    // -- tensors -----------------------------------------------------------------------------------------------------
    void write_tensors(source& out) {
        std::vector<std::string> names;
        std::size_t width = 0;
        for (loops::buffer const& b : p_.buffers) {
            names.push_back(std::string{loops::name_of(p_, b.name)} + axes(b));
            width = std::max(width, names.back().size());
        }
        for (std::size_t i = 0; i < names.size(); ++i) {
            names[i].append(width - names[i].size(), ' ');
            out.line(names[i] + "  " + kind(static_cast<int>(i)));
        }
    }
    std::string axes(loops::buffer const& b) const {
        std::string result;
        for (loops::axis_bounds const& a : loops::slice(p_.axes, b.axes)) {
            result += (result.empty() ? "[" : ", ") + index_(a.lower) + ".." + index_(a.upper);
        }
        return result.empty() ? "" : result + "]";
    }
    std::string kind(int b) {
        loops::buffer const& its = p_.buffers[place(b)];
        if (its.kind != loops::buffer_kind::temporary) {
            bool const given = its.kind == loops::buffer_kind::argument;
            return given ? (its.integral ? "given, of integers" : "given") : "result";
        }
        int first = 0;
        int last = 0;
        int number = 0;
        for (loops::nest const& n : p_.nests) {
            ++number;
            if (n.buffer == b || reads(n, b)) {
                first = first == 0 ? number : first;
                last = number;
            }
        }
        return "temporary of " + points_.in().text(bytes(its)) + " bytes, from nest " +
               std::to_string(first) + " to nest " + std::to_string(last);
    }
    polynomial bytes(loops::buffer const& b) {
        polynomial result{sizes_.of(b)};
        for (loops::axis_bounds const& a : loops::slice(p_.axes, b.axes)) {
            result = result * points_.extent(a.lower, a.upper);
        }
        return result;
    }
    bool reads(loops::nest const& n, int b) const {
        auto const reads_it = [&](loops::loop const& l) { return l.source == b; };
        auto const any = [&](loops::range r) {
            auto const all = loops::slice(p_.loops, r);
            return std::any_of(all.begin(), all.end(), reads_it);
        };
        bool result = any(n.loops);
        for (loops::operation const& o : loops::slice(p_.ops, n.ops)) {
            result = result || (o.kind == loops::op_kind::load && o.head == b) ||
                     (loops::has_steps(o) && any(o.items));
        }
        return result;
    }

    // -- checks ------------------------------------------------------------------------------------------------------
    std::string text(loops::check const& c) const {
        std::string const tensor{loops::name_of(p_, c.tensor)};
        std::string const range = index_(c.lower) + ".." + index_(c.upper);
        std::string const axis = "axis " + std::to_string(c.axis) + " of " + tensor;
        std::string const access{loops::name_of(p_, c.access)};
        switch (c.what) {
            case loops::check::kind::axis: return axis + " is " + range;
            case loops::check::kind::inside: return access + " stays in " + axis + ", " + range;
            case loops::check::kind::equal:
                return axis + ", " + range + ", is axis " + std::to_string(c.other_axis) + " of " + access +
                       ", " + index_(c.other_lower) + ".." + index_(c.other_upper);
            case loops::check::kind::entries:
                return "the entries in " + access + " keep it in " + axis + ", " + range;
            case loops::check::kind::nonempty:
                return "the range of " + tensor + " over " + std::string{loops::name_of(p_, c.index)} +
                       " is not empty";
            case loops::check::kind::given: return "an axis gives the extent " + tensor;
        }
        throw refusal{"the plan has a check that has no words"};
    }

    // -- loops and costs ---------------------------------------------------------------------------------------------
    void write_blocks(source& out) {
        int number = 0;
        for (loops::block const& b : p_.blocks) {
            pseudo_code around{p_, taken_, index_, out};
            if (b.time >= 0) {
                around.open_time(p_.loops[place(b.time)], b.downwards);
            }
            for (loops::nest const& n : loops::slice(p_.nests, b.nests)) {
                nest_cost const cost = costs_(b, n);
                std::optional<loops::operation_count> counted;
                if (counter_) {
                    counted = (*counter_)(b, n);
                    counted_.add(*counted, 1);
                }
                total_.add(cost);
                std::string const head = "# nest " + std::to_string(++number) + ": ";
                out.line(head + operations(cost, counted));
                out.line("#" + std::string(head.size() - 1, ' ') + traffic(cost, counted));
                pseudo_code{p_, around.taken(), around.index(), out}.write(n);
            }
            if (b.time >= 0) {
                out.outdent();
            }
        }
    }
    void write_totals(source& out) {
        out.line("in all");
        out.indent();
        polynomial memory;
        for (loops::buffer const& b : p_.buffers) {
            if (b.kind == loops::buffer_kind::temporary) {
                memory = memory + bytes(b);
            }
        }
        auto const counted = counter_ ? std::optional{counted_} : std::nullopt;
        out.line(operations(total_, counted));
        out.line(traffic(total_, counted));
        std::optional<std::int64_t> here;
        if (!values_.empty()) {
            here = points_.in().value(memory, values_).num();
        }
        out.line("temporaries take " + text({memory, true}, here) + " bytes");
    }
    using counts = std::optional<loops::operation_count>;
    /// 2*n^2 + 20*n operations with n calls of tanh
    std::string operations(nest_cost const& c, counts const& n) const {
        std::string result =
            text(c.operations, n ? std::optional{n->operations} : std::nullopt) + " operations";
        for (auto const& [name, times] : c.calls) {
            result += &name == &c.calls[0].first ? " with " : ", ";
            result += text(times, n ? std::optional{n->calls_of(name)} : std::nullopt) + " calls of " + name;
        }
        return result;
    }
    std::string traffic(nest_cost const& c, counts const& n) const {
        loops::operation_count const found = n.value_or(loops::operation_count{});
        std::int64_t const read = sizes_.real * found.loads + sizes_.integer * found.integer_loads;
        std::int64_t const written = sizes_.real * found.stores;
        return "reads " + text(c.reads, n ? std::optional{read} : std::nullopt) + " bytes, writes " +
               text(c.writes, n ? std::optional{written} : std::nullopt) + " bytes";
    }
    /// 2*n^2 = 800, or where the polynomial is a bound: at most 2*n^2, here 12
    std::string text(amount const& a, std::optional<std::int64_t> here) const {
        std::string const polynomial = a.value.valid() ? points_.in().text(a.value) : "(beyond 64 bits)";
        std::string const number = here ? std::to_string(*here) : "";
        if (a.exact) {
            return polynomial + (here && number != polynomial ? " = " + number : "");
        }
        return "at most " + polynomial + (here ? " (counted: " + number + ")" : "");
    }

    void bind(argument_axes const& axes) {
        values_.assign(place(p_.symbols), 0);
        auto const axis_of = [&](int buffer, int axis) { return axes[place(buffer)][place(axis)]; };
        for (loops::setting const& s : p_.settings) {
            values_[place(s.symbol)] = loops::value_of(p_, s, values_, axis_of);
        }
        for (loops::check const& c : p_.checks) {
            if (c.what != loops::check::kind::entries && loops::fails(p_, c, values_, axis_of)) {
                throw binding_error{loops::sentence_of(p_, c, values_, axis_of)};
            }
        }
    }

    loops::plan const& p_;
    number_sizes sizes_;
    names taken_;
    integers index_;
    point_count points_;
    cost_reader costs_;
    std::optional<loops::counter> counter_;
    std::vector<std::int64_t> values_;
    nest_cost total_;
    loops::operation_count counted_;
};

/// The plan of a formula as text, where these tensors are bound.
/// Errors:  refusal with the sentence of the formula or its plan; binding_error for axes that do not fit.
inline std::string described(graph::formula const& f, std::vector<loops::argument> const& bound,
                             number_sizes sizes, argument_axes const* axes = nullptr,
                             std::span<graph::formula const> primals = {}) {
    if (f.failed()) {
        throw refusal{std::string{f.nodes.message().view()}};
    }
    loops::plan const p = loops::make_plan(f, bound, primals);
    if (p.failed()) {
        throw refusal{std::string{p.message.view()}};
    }
    return describer{f, p, bound, sizes, axes}.run();
}

}  // namespace iverson::emit
