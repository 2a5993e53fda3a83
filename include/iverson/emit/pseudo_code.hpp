// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/describe.hpp"
#include "identifiers.hpp"
#include "integers.hpp"
#include "nests.hpp"

#include <charconv>
#include <string>
#include <vector>

/// The nests of a plan as loops that a person reads, with formulas in them.
namespace iverson::emit {

/// Writes one nest. What is used once is written where it is used; a reduction that needs lines of its own has them below it.
class pseudo_code {
  public:
    /// Copies of names and index: those inside the nest are its own.
    pseudo_code(loops::plan const& p, names taken, integers index, source& out)
        : p_{p}, taken_{std::move(taken)}, index_{std::move(index)}, out_{out} {}

    void write(loops::nest const& n) {
        count_uses(n);
        done_.assign(p_.ops.size(), expression{});
        int opened = 0;
        if (n.conditions.size > 0) {
            open("if " + index_.all(n.conditions));
            ++opened;
        }
        for (loops::loop const& l : loops::slice(p_.loops, n.loops)) {
            open("for " + head(l));
            ++opened;
        }
        write_region(n, 0);
        out_.line(entry(n.buffer, n.subscripts) + (n.accumulate ? " += " : " = ") + at(n.result).text);
        for (; opened > 0; --opened) {
            out_.outdent();
        }
    }
    /// The loop over time, whose steps are taken in this order.
    void open_time(loops::loop const& l, bool downwards) {
        std::string const name = claim(l);
        open(downwards ? "for " + name + " = " + index_.upper(l.uppers) + " down to " + index_.lower(l.lowers)
                       : "for " + name + " = " + index_.lower(l.lowers) + " up to " + index_.upper(l.uppers));
    }
    names const& taken() const { return taken_; }
    integers const& index() const { return index_; }

    /// i in 0..n - 1;  k = p[i] in 0..n - 1;  2*k + 1 = p[i]
    std::string head(loops::loop const& l) {
        std::string const name = claim(l);
        std::string const first = l.lowers.size > 0 ? index_.lower(l.lowers) : "";
        std::string const last = l.uppers.size > 0 ? index_.upper(l.uppers) : "";
        std::string const range = first.empty() && last.empty() ? "" : " in " + first + ".." + last;
        if (!l.is_read()) {
            return name + range;
        }
        std::string const read = index_(graph::affine::symbol(l.symbol, l.by) + l.rest) + " = " +
                                 guarded(l.guards, {entry(l.source, l.at)}).text;
        return read + (range.empty() || read.rfind(name + " =", 0) == 0 ? "" : " with " + name) + range;
    }
    /// x[t - s, i], a scalar without brackets.
    std::string entry(int buffer, loops::range subscripts) const {
        std::string result;
        for (graph::affine const& e : loops::slice(p_.affines, subscripts)) {
            result += (result.empty() ? "[" : ", ") + index_(e);
        }
        return std::string{loops::name_of(p_, p_.buffers[place(buffer)].name)} +
               (result.empty() ? "" : result + "]");
    }

  private:
    static std::size_t place(int i) { return static_cast<std::size_t>(i); }
    loops::operation const& op(int i) const { return p_.ops[place(i)]; }
    expression const& at(int i) const { return done_[place(i)]; }
    void open(std::string const& head) {
        out_.line(head + ":");
        out_.indent();
    }
    std::string claim(loops::loop const& l) {
        std::string const name = taken_.claim(p_.symbol_names[place(l.symbol)].view());
        index_.set_name(l.symbol, name);
        return name;
    }

    // -- what is used how often ------------------------------------------------------------------------------------
    void use(int operand, int region) {
        if (operand >= 0) {
            ++uses_[place(operand)];
            wider_[place(operand)] = wider_[place(operand)] || op(operand).region != region;
        }
    }
    void count_uses(loops::nest const& n) {
        uses_.assign(p_.ops.size(), 0);
        wider_.assign(p_.ops.size(), false);
        for (int i = n.ops.first; i < n.ops.end(); ++i) {
            loops::operation const& o = op(i);
            int const inside = loops::has_steps(o) ? o.b : o.region;
            use(o.a, inside);
            if (!loops::has_steps(o)) {
                use(o.b, inside);
                use(o.c, inside);
            }
            if (o.kind == loops::op_kind::call) {
                for (int operand : loops::slice(p_.operands, o.items)) {
                    use(operand, inside);
                }
            }
        }
        use(n.result, 0);
    }
    /// Whether the value gets a name: it is computed once and used twice, or in the steps of a reduction. An entry that is used
    /// twice in one place is written twice.
    bool is_named(int i) const {
        loops::op_kind const kind = op(i).kind;
        bool const is_cheap = kind == loops::op_kind::number || kind == loops::op_kind::index;
        bool const is_entry = kind == loops::op_kind::load && op(i).guards.size == 0;
        return !is_cheap && ((uses_[place(i)] > 1 && !is_entry) || wider_[place(i)]);
    }
    /// Whether lines of its own stand in a region.
    bool has_lines(loops::nest const& n, int region) const {
        for (int i = n.ops.first; i < n.ops.end(); ++i) {
            bool const is_here = op(i).region == region && uses_[place(i)] > 0;
            if (is_here && (is_named(i) || (loops::has_steps(op(i)) && has_lines(n, op(i).b)))) {
                return true;
            }
        }
        return false;
    }

    // -- operations ------------------------------------------------------------------------------------------------
    void write_region(loops::nest const& n, int region) {
        for (int i = n.ops.first; i < n.ops.end(); ++i) {
            if (op(i).region != region || uses_[place(i)] == 0) {
                continue;
            }
            bool const below = loops::has_steps(op(i)) && has_lines(n, op(i).b);
            if (below || is_named(i)) {
                std::string const name = taken_.claim(below ? name_of(op(i)) : "value");
                write_named(n, i, name, below);
                done_[place(i)] = {name};
            } else {
                done_[place(i)] = compute(n, op(i));
            }
        }
    }
    void write_named(loops::nest const& n, int i, std::string const& name, bool below) {
        if (!below) {
            out_.line(name + " = " + compute(n, op(i)).text);
            return;
        }
        auto const outer = taken_;
        open(name + " = " + word(op(i)) + " over " + heads(op(i)));
        write_region(n, op(i).b);
        out_.line(at(op(i).a).text);
        out_.outdent();
        taken_ = outer;
    }

    expression compute(loops::nest const& n, loops::operation const& o) {
        switch (o.kind) {
            case loops::op_kind::number: return number(p_.numbers[place(o.head)]);
            case loops::op_kind::load: return guarded(o.guards, {entry(o.head, o.items)});
            case loops::op_kind::add: return joined(o, " + ", binding::sum, binding::product);
            case loops::op_kind::subtract: return joined(o, " - ", binding::sum, binding::product);
            case loops::op_kind::multiply: return joined(o, "*", binding::product, binding::primary);
            case loops::op_kind::divide: return joined(o, "/", binding::product, binding::primary);
            case loops::op_kind::power:
                return {at(o.a).in(binding::primary) + "^" + at(o.b).in(binding::primary), binding::product};
            case loops::op_kind::call: return call(o);
            case loops::op_kind::guard: return guarded(o.guards, at(o.a));
            case loops::op_kind::select:
                return {"[" + at(o.a).text +
                            std::string{graph::comparison_signs[static_cast<std::size_t>(o.head)]} +
                            at(o.b).text + "]*" + at(o.c).in(binding::product),
                        binding::product};
            case loops::op_kind::reduce:
            case loops::op_kind::choose: {
                auto const outer = taken_;
                std::string const indices = heads(o);
                write_region(n, o.b);
                expression const result{word(o) + "(" + indices + ", " + at(o.a).text + ")"};
                taken_ = outer;
                return result;
            }
            case loops::op_kind::index: {
                graph::affine const e = loops::slice(p_.affines, o.items)[0];
                return {index_(e), index_.factor(e) == index_(e) ? binding::primary : binding::sum};
            }
        }
        throw refusal{"the plan has an operation that has no words"};
    }
    static expression number(double value) {
        char digits[64] = {};
        auto const end = std::to_chars(digits, digits + sizeof digits, value).ptr;
        return {std::string{digits, end}, value < 0 ? binding::sum : binding::primary};
    }
    expression joined(loops::operation const& o, std::string const& sign, binding left, binding right) const {
        return {at(o.a).in(left) + sign + at(o.b).in(right), left};
    }
    /// [i < n]*value
    expression guarded(loops::range conditions, expression const& value) const {
        std::string brackets;
        for (graph::condition const& c : loops::slice(p_.conditions, conditions)) {
            brackets += "[" + index_(c) + "]*";
        }
        return brackets.empty() ? value : expression{brackets + value.in(binding::product), binding::product};
    }
    expression call(loops::operation const& o) const {
        std::string operands;
        for (int operand : loops::slice(p_.operands, o.items)) {
            operands += (operands.empty() ? "" : ", ") + at(operand).text;
        }
        return {std::string{p_.functions[place(o.head)].name} + "(" + operands + ")"};
    }

    // -- reductions ------------------------------------------------------------------------------------------------
    static std::string word(loops::operation const& o) {
        static constexpr std::string_view words[] = {"sum", "prod", "max", "min"};
        std::string const name{words[o.head % 4]};
        bool const chooses = o.kind == loops::op_kind::choose;
        return chooses ? "arg" + name : name;
    }
    std::string name_of(loops::operation const& o) const {
        loops::loop const& first = p_.loops[place(o.items.first)];
        return word(o) + "_" + std::string{p_.symbol_names[place(first.symbol)].view()};
    }
    /// The indices of a reduction; where an extreme is found first only one of them is the value.
    std::string heads(loops::operation const& o) {
        std::string result;
        int which = 0;
        for (loops::loop const& l : loops::slice(p_.loops, o.items)) {
            bool const is_value = o.kind == loops::op_kind::choose && o.items.size > 1 && which == o.head / 4;
            result += (result.empty() ? "" : ", ") + head(l) + (is_value ? " (this one)" : "");
            ++which;
        }
        return result;
    }

    loops::plan const& p_;
    names taken_;
    integers index_;
    source& out_;
    std::vector<int> uses_;
    std::vector<bool> wider_;
    std::vector<expression> done_;
};

}  // namespace iverson::emit
