// SPDX-License-Identifier: BSL-1.0
// long because one class writes nests: its loops, operations and checks share the names that they declare.
#pragma once

#include "binding.hpp"
#include "loop_order.hpp"
#include "support.hpp"

#include <charconv>
#include <string>
#include <utility>
#include <vector>

/// The loops of a plan as C++: one nest at a time.
namespace iverson::emit {

/// How tightly the operator at the top of an expression binds.
enum class binding : unsigned char { sum, product, primary };

struct expression {
    std::string text;
    binding binds = binding::primary;

    /// The text, in parentheses if it binds less tightly than its place demands.
    std::string in(binding place) const { return binds < place ? "(" + text + ")" : text; }
};

/// The entry of a buffer: x[(t - s) * x_stride0], or x[t - s] where the entries along `unit_axis` are neighbours.
inline std::string entry(vocabulary const& v, int b, loops::range subscripts, int unit_axis = -1) {
    auto const positions = loops::slice(v.plan.affines, subscripts);
    auto const axes = v.axes(b);
    bool const temporary = v.plan.buffers[static_cast<std::size_t>(b)].kind == loops::buffer_kind::temporary;
    if (axes.empty() && temporary) {
        return v.buffer(b);
    }
    std::string place;
    for (std::size_t d = 0; d < axes.size(); ++d) {
        graph::affine const steps = v.index.known(positions[d] - axes[d].lower);
        if (!steps.valid()) {
            throw refusal{"a subscript has more than 12 symbols"};
        }
        if (steps.is_zero()) {
            continue;
        }
        bool const dense = (temporary && d + 1 == axes.size()) || static_cast<int>(d) == unit_axis;
        std::string const step =
            dense ? v.index(steps) : v.index.factor(steps) + " * " + v.stride(b, static_cast<int>(d));
        place += (place.empty() ? "" : " + ") + step;
    }
    return v.buffer(b) + "[" + (place.empty() ? "0" : place) + "]";
}

/// The loops of a nest in another form, inside of braces, and what must hold where it runs; empty: it always may.
struct nest_form {
    std::string condition;
    std::string text;
};

/// One nest: its loops, and in them the operations; what is used once is written where it is used.
class nest_writer {
  public:
    /// `symbol_names`: what the formula calls its symbols. Names inside the loops are free again behind them, those declared
    /// beside the loops stay taken.
    nest_writer(vocabulary& v, std::vector<std::string> const& symbol_names, source& out)
        : v_{v}, p_{v.plan}, symbol_names_{symbol_names}, out_{out} {}
    nest_writer(nest_writer const&) = delete;
    virtual ~nest_writer() = default;

    /// The first of the forms that may run, or else the loops one entry after the other.
    void write(loops::nest const& n, std::vector<nest_form> const& forms = {}) {
        count_uses(n);
        std::string const condition = v_.index.all(n.conditions);
        if (!condition.empty()) {
            out_.open("if (" + condition + ")");
            ++depth_;
        }
        if (write_forms(forms)) {
            write_in_turn(n);
        }
        for (int i = depth_; i > 0; --i) {
            out_.close();
        }
        release_names();
    }
    /// Throws where a subscript made of entries of integer tensors leaves its tensor.
    void write_check(loops::check const& c) {
        std::string const condition = v_.index.all(c.guards);
        if (!condition.empty()) {
            out_.open("if (" + condition + ")");
        }
        int const opened = open_loops(c.loops);
        std::string const position = v_.index(c.other_lower);
        std::string const first = v_.index(c.lower);
        out_.open("if (" + position + " < " + first + " || " + position + " > " + v_.index(c.upper) + ")");
        out_.line("throw std::invalid_argument(" + v_.helper("leaves_by_entries") + "(" +
                  emit::quoted(loops::name_of(p_, c.access)) + ", {" +
                  emit::quoted(loops::name_of(p_, c.tensor)) + ", " + std::to_string(c.axis) + ", " + first +
                  ", " + v_.index.extent(c.lower, c.upper) + "}, " + said_by(c) + "));");
        for (int i = 0; i <= opened; ++i) {
            out_.close();
        }
        if (!condition.empty()) {
            out_.close();
        }
        release_names();
    }
    /// Opens the loop; downwards from its last value.
    void open_loop(loops::loop const& l, bool downwards = false) {
        if (l.is_read()) {
            open_entry(l);
            return;
        }
        std::string const name = v_.taken.claim(symbol_names_[static_cast<std::size_t>(l.symbol)]);
        inside_.push_back(name);
        v_.index.set_name(l.symbol, name);
        std::string const head = "for (std::ptrdiff_t " + name + " = ";
        if (downwards) {
            out_.open(head + v_.index.upper(l.uppers) + "; " + name + " >= " + v_.index.lower(l.lowers) +
                      "; --" + name + ")");
        } else if (v_.index.is_plain(l.uppers)) {
            out_.open(head + v_.index.lower(l.lowers) + "; " + v_.index.below(l.symbol, l.uppers) + "; ++" +
                      name + ")");
        } else {
            std::string const first = bound_of(name + "_first", v_.index.lower(l.lowers));
            std::string const last = bound_of(name + "_last", v_.index.upper(l.uppers));
            out_.open(head + first + "; " + name + " <= " + last + "; ++" + name + ")");
        }
        ++depth_;
    }
    void release_names() {
        v_.taken.release(inside_);
        inside_.clear();
    }
    /// The names declared beside the loops.
    std::vector<std::string> const& beside() const { return beside_; }

  protected:
    static std::size_t place(int i) { return static_cast<std::size_t>(i); }
    std::size_t local(int operation) const { return place(operation - first_op_); }
    loops::operation const& op(int i) const { return p_.ops[place(i)]; }
    expression const& at(int i) const { return done_[local(i)]; }

    /// "p(" + std::to_string(i) + ") = " + ..., for all entries that the loops of a check read.
    std::string said_by(loops::check const& c) const {
        std::string result;
        for (loops::loop const& l : loops::slice(p_.loops, c.loops)) {
            if (!l.is_read()) {
                continue;
            }
            std::string const tensor{loops::name_of(p_, p_.buffers[place(l.source)].name)};
            result += result.empty() ? "std::string()" : " + \", \"";
            std::string before = tensor + "(";
            for (graph::affine const& e : loops::slice(p_.affines, l.at)) {
                result += " + " + emit::quoted(before) + " + std::to_string(" + v_.index(e) + ")";
                before = ", ";
            }
            result += " + \") = \" + std::to_string(" + v_.index.name(l.symbol) + ")";
        }
        return result;
    }
    /// The one value of an index that is read, and a block for where it counts.
    void open_entry(loops::loop const& l) {
        std::string const name = declare(symbol_names_[place(l.symbol)]);
        std::string const guards = v_.index.all(l.guards);
        bool const plain = l.by == 1 && v_.index.known(l.rest).is_zero();
        std::string const read =
            "static_cast<std::ptrdiff_t>(" + entry(v_, l.source, l.at) + ")" + v_.index.added(-l.rest);
        std::string const value = plain ? name : declare(name + "_entry");
        out_.line("std::ptrdiff_t const " + value + " = " +
                  (guards.empty() ? read : guards + " ? " + read + " : 0") + ";");
        std::string const by = std::to_string(l.by);
        if (!plain) {
            std::string const divisor = l.by < 0 ? "(" + by + ")" : by;
            out_.line("std::ptrdiff_t const " + name + " = " + value + (l.by == 1 ? "" : " / " + divisor) +
                      ";");
        }
        v_.index.set_name(l.symbol, name);
        std::string all = guards;
        auto const add = [&](std::string const& condition) {
            all += (all.empty() ? "" : " && ") + condition;
        };
        if (l.by != 1 && l.by != -1) {
            add(value + " % " + by + " == 0");
        }
        if (l.lowers.size > 0) {
            add(v_.index.lower(l.lowers) + " <= " + name);
        }
        if (l.uppers.size > 0) {
            add(v_.index.is_plain(l.uppers) ? v_.index.below(l.symbol, l.uppers)
                                            : name + " <= " + v_.index.upper(l.uppers));
        }
        if (all.empty()) {
            out_.open("");
        } else {
            out_.open("if (" + all + ")");
        }
        ++depth_;
    }

    /// A name for what is declared here.
    std::string declare(std::string const& wanted) {
        std::string const name = v_.taken.claim(wanted);
        (depth_ == 0 ? beside_ : inside_).push_back(name);
        return name;
    }
    /// A bound that takes more than a sum to compute gets a name.
    std::string bound_of(std::string const& wanted, std::string const& value) {
        if (value.find('(') == std::string::npos) {
            return value;
        }
        std::string const name = declare(wanted);
        out_.line("std::ptrdiff_t const " + name + " = " + value + ";");
        return name;
    }

    int open_loops(loops::range loops) {
        for (loops::loop const& l : loops::slice(p_.loops, loops)) {
            open_loop(l);
        }
        return loops.size;
    }
    /// Whether there is a case left for the loops one entry after the other, whose block is open then.
    bool write_forms(std::vector<nest_form> const& forms) {
        bool first = true;
        for (nest_form const& form : forms) {
            std::string const head = form.condition.empty() ? "" : "if (" + form.condition + ")";
            if (first) {
                out_.open(head);
            } else {
                out_.reopen("} else " + head + (head.empty() ? "{" : " {"));
            }
            out_.append(form.text);
            first = false;
            if (form.condition.empty()) {
                out_.close();
                return false;
            }
        }
        if (!first) {
            out_.reopen("} else {");
            ++depth_;
        }
        return true;
    }
    /// One entry after the other, in the order in which memory lies where any is right.
    void write_in_turn(loops::nest const& n) {
        auto const loops = loops::slice(p_.loops, n.loops);
        std::vector<loops::loop> order(loops.begin(), loops.end());
        if (is_in_any_order(p_, n)) {
            out_.open("if (" + step_of(n, order.front()) + " >= " + step_of(n, order.back()) + ")");
            ++depth_;
            write_loops(n, order);
            release_names();
            out_.reopen("} else {");
            std::reverse(order.begin(), order.end());
        }
        write_loops(n, order);
    }
    /// How far apart the entries are that one step of the loop fills and the next.
    std::string step_of(loops::nest const& n, loops::loop const& l) const {
        return "std::abs(" + v_.stride(n.buffer, axis_of(p_, n, l.symbol)) + ")";
    }
    void write_loops(loops::nest const& n, std::vector<loops::loop> const& order) {
        done_.assign(place(n.ops.size), expression{});
        int const around = depth_;
        for (loops::loop const& l : order) {
            open_loop(l);
        }
        write_region(n, 0);
        out_.line(entry(v_, n.buffer, n.subscripts) + (n.accumulate ? " += " : " = ") + at(n.result).text +
                  ";");
        for (; depth_ > around; --depth_) {
            out_.close();
        }
    }

    // -- what is used how often ------------------------------------------------------------------------------------
    void use(int operand, int region) {
        if (operand >= 0) {
            ++uses_[local(operand)];
            wider_[local(operand)] = wider_[local(operand)] || op(operand).region != region;
        }
    }
    void count_uses(loops::nest const& n) {
        first_op_ = n.ops.first;
        uses_.assign(place(n.ops.size), 0);
        wider_.assign(place(n.ops.size), false);
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
    /// Whether the value gets a name: it is used twice, or in an inner loop that need not compute it again.
    bool is_named(int i) const {
        loops::op_kind const kind = op(i).kind;
        bool const cheap = kind == loops::op_kind::number || kind == loops::op_kind::index;
        return !cheap && (uses_[local(i)] > 1 || wider_[local(i)]);
    }

    // -- operations ------------------------------------------------------------------------------------------------
    void write_region(loops::nest const& n, int region) {
        for (int i = n.ops.first; i < n.ops.end(); ++i) {
            if (op(i).region != region || uses_[local(i)] == 0) {
                continue;
            }
            expression const e = compute(n, op(i));
            done_[local(i)] = e;
            if (is_named(i) && !loops::has_steps(op(i))) {
                std::string const name = declare(name_for(op(i)));
                out_.line(type_of(i) + " const " + name + " = " + e.text + ";");
                done_[local(i)] = {name};
            }
        }
    }
    std::string name_for(loops::operation const& o) const {
        if (o.kind == loops::op_kind::load) {
            return v_.buffer(o.head) + "_value";
        }
        return o.kind == loops::op_kind::call ? std::string{p_.functions[place(o.head)].name} + "_value"
                                              : "value";
    }

    /// The type of an operation's value.
    virtual std::string type_of(int) const { return v_.scalar; }
    virtual expression compute(loops::nest const& n, loops::operation const& o) {
        switch (o.kind) {
            case loops::op_kind::number: return number(p_.numbers[place(o.head)]);
            case loops::op_kind::load: {
                std::string const read = entry(v_, o.head, o.items);
                bool const integral = p_.buffers[place(o.head)].integral;
                return unless(v_.index.all(o.guards),
                              {integral ? "static_cast<" + v_.scalar + ">(" + read + ")" : read});
            }
            case loops::op_kind::add: return joined(o, " + ", binding::sum, binding::product);
            case loops::op_kind::subtract: return joined(o, " - ", binding::sum, binding::product);
            case loops::op_kind::multiply: return joined(o, " * ", binding::product, binding::primary);
            case loops::op_kind::divide: return joined(o, " / ", binding::product, binding::primary);
            case loops::op_kind::power: return {"std::pow(" + at(o.a).text + ", " + at(o.b).text + ")"};
            case loops::op_kind::call: return call(o);
            case loops::op_kind::guard: return unless(v_.index.all(o.guards), at(o.a));
            case loops::op_kind::select:
                return unless(at(o.a).text + comparison(o.head) + at(o.b).text, at(o.c));
            case loops::op_kind::reduce: return reduce(n, o);
            case loops::op_kind::choose: return choose(n, o);
            case loops::op_kind::index:
                return {"static_cast<" + v_.scalar + ">(" + v_.index(loops::slice(p_.affines, o.items)[0]) +
                        ")"};
        }
        throw refusal{"the plan has an operation of which the emitter knows nothing"};
    }
    std::string literal(double value) const {
        char digits[64] = {};
        bool const is_float = v_.scalar == "float";
        auto const end = is_float
                             ? std::to_chars(digits, digits + sizeof digits, static_cast<float>(value)).ptr
                             : std::to_chars(digits, digits + sizeof digits, value).ptr;
        std::string result{digits, end};
        if (result.find_first_of(".en") == std::string::npos) {
            result += ".0";
        }
        return result + (is_float ? "f" : "");
    }
    expression number(double value) const {
        if (!(value - value == 0)) {
            throw refusal{"a number of the formula is not finite"};
        }
        return {literal(value)};
    }
    expression joined(loops::operation const& o, std::string const& sign, binding left, binding right) const {
        return {at(o.a).in(left) + sign + at(o.b).in(right), left};
    }
    /// The value where the condition holds, 0 elsewhere.
    expression unless(std::string const& condition, expression const& value) const {
        return condition.empty()
                   ? value
                   : expression{"(" + condition + " ? " + value.text + " : " + literal(0) + ")"};
    }
    static std::string comparison(int how) {
        switch (static_cast<graph::comparison>(how)) {
            case graph::comparison::equal: return " == ";
            case graph::comparison::less: return " < ";
            case graph::comparison::less_equal: return " <= ";
            case graph::comparison::different: return " != ";
        }
        throw refusal{"the plan has a comparison of which the emitter knows nothing"};
    }
    expression call(loops::operation const& o) const {
        std::string result = call_of(p_.functions[place(o.head)], v_.index.space(), v_.scalar);
        bool first = true;
        for (int operand : loops::slice(p_.operands, o.items)) {
            result += (first ? "" : ", ") + at(operand).text;
            first = false;
        }
        return {result + ")"};
    }

    // -- reductions ------------------------------------------------------------------------------------------------
    std::string index_names(loops::range loops) const {
        std::string result;
        for (loops::loop const& l : loops::slice(p_.loops, loops)) {
            result += "_" + symbol_names_[place(l.symbol)];
        }
        return result;
    }
    /// Declares a variable that the loops of a reduction change.
    std::string variable(std::string const& type, std::string const& wanted, std::string const& start) {
        std::string const name = declare(wanted);
        out_.line(type + " " + name + " = " + start + ";");
        return name;
    }
    /// Runs the body once for every step; `step` writes what is done with its value.
    template <class Step>
    void for_each_step(loops::nest const& n, loops::operation const& o, Step const& step) {
        int const opened = open_loops(o.items);
        write_region(n, o.b);
        step(at(o.a));
        for (int i = 0; i < opened; ++i) {
            out_.close();
            --depth_;
        }
    }
    expression reduce(loops::nest const& n, loops::operation const& o) {
        switch (static_cast<graph::reduction>(o.head)) {
            case graph::reduction::sum:
                return is_short(o) ? fold(n, o, "sum", literal(0), " += ") : partial_sums(n, o);
            case graph::reduction::product: return fold(n, o, "product", literal(1), " *= ");
            case graph::reduction::maximum: return extreme(n, o, "max", " > ");
            case graph::reduction::minimum: return extreme(n, o, "min", " < ");
        }
        throw refusal{"the plan has a reduction of which the emitter knows nothing"};
    }
    expression fold(loops::nest const& n, loops::operation const& o, std::string const& what,
                    std::string const& start, std::string const& sign) {
        std::string const result = variable(v_.scalar, what + index_names(o.items), start);
        for_each_step(n, o, [&](expression const& next) { out_.line(result + sign + next.text + ";"); });
        return {result};
    }
    /// Whether the innermost loop has few steps, whatever is bound; so has one over an entry that is read.
    bool is_short(loops::operation const& o) const {
        loops::loop const& l = p_.loops[place(o.items.end() - 1)];
        auto const first = v_.index.number(l.lowers);
        auto const last = v_.index.number(l.uppers);
        return l.is_read() || (first && last && *last - *first < 16);
    }
    /// The innermost loop is that of a helper, which keeps several sums.
    expression partial_sums(loops::nest const& n, loops::operation const& o) {
        loops::loop const& inner = p_.loops[place(o.items.end() - 1)];
        std::string const type = v_.scalar;
        bool const alone = o.items.size == 1;
        std::string const wanted = "sum" + index_names(o.items);
        std::string const result = alone ? declare(wanted) : variable(type, wanted, literal(0));
        int const opened = open_loops({o.items.first, o.items.size - 1});
        std::string const name = v_.taken.claim(symbol_names_[place(inner.symbol)]);
        inside_.push_back(name);
        v_.index.set_name(inner.symbol, name);
        std::string const first = bound_of(name + "_first", v_.index.lower(inner.lowers));
        std::string const last = bound_of(name + "_last", v_.index.upper(inner.uppers));
        out_.open((alone ? type + " const " + result + " = " : result + " += ") + v_.helper("sum_of") + "<" +
                  type + ">(" + first + ", " + last + ", [&](std::ptrdiff_t " + name + ")");
        ++depth_;
        std::size_t const start = out_.text().size();
        write_region(n, o.b);
        out_.line("return " + at(o.a).text + ";");
        if (!words{std::string_view{out_.text()}.substr(start)}.have(name)) {
            out_.replace(" " + name + ")", ")", start);  // it would be a parameter without use
        }
        --depth_;
        out_.close("});");
        for (int i = 0; i < opened; ++i) {
            out_.close();
            --depth_;
        }
        return {result};
    }
    /// The first step counts whatever it is, a NaN stays.
    expression extreme(loops::nest const& n, loops::operation const& o, std::string const& what,
                       std::string const& beyond) {
        std::string const result = variable(v_.scalar, what + index_names(o.items), literal(0));
        std::string const first = variable("bool", result + "_first", "true");
        for_each_step(n, o, [&](expression const& value) {
            std::string const next = named(value);
            out_.open("if (" + first + " || " + next + beyond + result + " || " + next + " != " + next + ")");
            out_.line(result + " = " + next + ";");
            out_.close();
            out_.line(first + " = false;");
        });
        return {result};
    }
    /// The index where the extreme is found first; a NaN if there is no step.
    expression choose(loops::nest const& n, loops::operation const& o) {
        bool const greatest = o.head % 4 == static_cast<int>(graph::reduction::maximum);
        int const symbol = p_.loops[place(o.items.first + o.head / 4)].symbol;
        std::string const what = (greatest ? "argmax_" : "argmin_") + symbol_names_[place(symbol)];
        std::string const where =
            variable(v_.scalar, what, "std::numeric_limits<" + v_.scalar + ">::quiet_NaN()");
        std::string const best = variable(v_.scalar, "best", literal(0));
        for_each_step(n, o, [&](expression const& value) {
            std::string const next = named(value);
            out_.open("if (" + where + " != " + where + " || " + next + (greatest ? " > " : " < ") + best +
                      " || (" + next + " != " + next + " && " + best + " == " + best + "))");
            out_.line(best + " = " + next + ";");
            out_.line(where + " = static_cast<" + v_.scalar + ">(" + v_.index.name(symbol) + ");");
            out_.close();
        });
        return {where};
    }
    std::string named(expression const& value) {
        std::string const name = declare("next");
        out_.line(v_.scalar + " const " + name + " = " + value.text + ";");
        return name;
    }

    vocabulary& v_;
    loops::plan const& p_;
    std::vector<std::string> const& symbol_names_;
    source& out_;
    int depth_ = 0;  ///< of blocks that this nest has open
    int first_op_ = 0;
    std::vector<int> uses_;
    std::vector<bool> wider_;
    std::vector<expression> done_;
    std::vector<std::string> inside_;
    std::vector<std::string> beside_;
};

}  // namespace iverson::emit
