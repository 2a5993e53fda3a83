// SPDX-License-Identifier: BSL-1.0
// long because one class writes a form: its operations, entries and reductions share the lanes that count where they stand.
#pragma once

#include "lane_conditions.hpp"
#include "nests.hpp"
#include "vector_schedule.hpp"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

/// Nests in vectors: steps of a loop of the nest, or of the loop of a sum, are the lanes.
namespace iverson::emit {

/// One form of one nest. What differs between lanes is an object of several vectors, whose arithmetic is written as that of numbers.
class vector_writer : public nest_writer {
  public:
    vector_writer(vocabulary& v, std::vector<std::string> const& symbol_names, source& out,
                  loops::nest const& n, vector_schedule const& schedule)
        : nest_writer{v, symbol_names, out}, n_{n}, schedule_{schedule} {
        count_uses(n);
        done_.assign(place(n.ops.size), expression{});
        depth_ = 1;  // of the block around the form
    }

    /// The loop that the schedule picks in lanes, the others around it.
    nest_form across(source const& text) {
        int const lane = schedule_.lane();
        for (int i = 0; i < n_.loops.size; ++i) {
            if (i != lane && i != schedule_.inner()) {
                open_loop(p_.loops[place(n_.loops.first + i)]);
                opened_ += 1;
            }
        }
        loops::loop const& l = p_.loops[place(n_.loops.first + lane)];
        lane_ = l.symbol;
        find_varying();
        std::string const index = index_of(l);
        std::string const first = bound_of(index + "_first", v_.index.lower(l.lowers));
        std::string const last = bound_of(index + "_last", v_.index.upper(l.uppers));
        bool const has_other_form = opened_ == 0 && schedule_.may_run_along() && (!in_rows_ || has_calls());
        std::string const many = has_other_form ? at_least_four(l) : "";
        lanes_ = declare("lanes");
        out_.line("// Several steps of " + index + " at once are the lanes of vectors.");
        out_.open(v_.helper(in_rows_ ? "for_rows" : "for_lanes") + "<" + v_.scalar + ">(" + first + ", " +
                  last + ", [&](std::ptrdiff_t " + index + ", auto const " + lanes_ + ")" + inlined);
        if (has_moving_steps()) {
            last_ = declare(index + "_last");
            out_.line("std::ptrdiff_t const " + last_ + " = " + index + " + " + lanes_ + ".last();");
            v_.index.set_name(v_.index.other_symbol(), last_);
        }
        if (schedule_.inner() >= 0) {
            open_loop(p_.loops[place(n_.loops.first + schedule_.inner())]);
        }
        write_region(n_, 0);
        write_store();
        if (schedule_.inner() >= 0) {
            out_.close();
        }
        out_.close("});");
        return finished(text, many);
    }
    /// The same where the lanes of a sum would be gathered: the steps of the sum are its lanes, and the sums of many entries are
    /// those of what follows.
    nest_form in_rows(source const& text) {
        in_rows_ = true;
        return across(text);
    }
    /// Loops as they stand, with the steps of sums as lanes.
    nest_form along(source const& text) {
        for (loops::loop const& l : loops::slice(p_.loops, n_.loops)) {
            open_loop(l);
            opened_ += 1;
        }
        write_region(n_, 0);
        out_.line(entry(v_, n_.buffer, n_.subscripts) + (n_.accumulate ? " += " : " = ") +
                  at(n_.result).text + ";");
        if (sums_in_lanes_ == 0) {
            throw not_in_lanes{"no loop reads or writes neighbours"};
        }
        return finished(text);
    }

  private:
    /// Lambdas that are called at several places with registers: these stay registers where nothing is called.
    static constexpr char const* inlined = " __attribute__((always_inline))";

    bool has_calls() const {
        auto const ops = loops::slice(p_.ops, n_.ops);
        return std::any_of(ops.begin(), ops.end(),
                           [](loops::operation const& o) { return o.kind == loops::op_kind::call; });
    }
    /// For fewer lanes than that, the other form is better.
    std::string at_least_four(loops::loop const& l) const {
        if (v_.index.is_plain(l.lowers) && v_.index.is_plain(l.uppers)) {
            return v_.index(loops::slice(p_.bounds, l.uppers)[0].expression -
                            loops::slice(p_.bounds, l.lowers)[0].expression) +
                   " >= 3";
        }
        return v_.index.upper(l.uppers) + " - (" + v_.index.lower(l.lowers) + ") >= 3";
    }
    nest_form finished(source const& text, std::string condition = {}) {
        for (; opened_ > 0; --opened_) {
            out_.close();
        }
        for (auto const& [buffer, axis] : unit_) {
            condition += (condition.empty() ? "" : " && ") + v_.stride(buffer, axis) + " == 1";
        }
        return {condition, text.text()};
    }

    // -- what differs between lanes --------------------------------------------------------------------------------
    void find_varying() {
        loops::lane_analysis const varies{p_, n_, lane_};
        varying_.clear();
        for (int i = n_.ops.first; i < n_.ops.end(); ++i) {
            varying_.push_back(varies(i));
        }
    }
    bool varies(int i) const { return !varying_.empty() && varying_[local(i)]; }
    int place_of(loops::operation const& o) const { return static_cast<int>(&o - p_.ops.data()); }
    std::string type_of(int i) const override { return varies(i) ? "auto" : v_.scalar; }
    /// The value as one number for each lane.
    std::string widened(int i) const { return varies(i) ? at(i).text : lanes_ + ".of(" + at(i).text + ")"; }

    lane_conditions where() const { return {p_, v_.index, lane_}; }
    bool has_moving_steps() const {
        bool result = false;
        for (loops::operation const& o : loops::slice(p_.ops, n_.ops)) {
            for (loops::loop const& l :
                 loops::slice(p_.loops, loops::has_steps(o) ? o.items : loops::range{})) {
                result = result || where().move(l);
            }
        }
        return result;
    }

    // -- operations ------------------------------------------------------------------------------------------------
    expression compute(loops::nest const& n, loops::operation const& o) override {
        if (!varies(place_of(o))) {
            return o.kind == loops::op_kind::reduce && schedule_.runs_along(place_of(o))
                       ? sum_along(o)
                       : nest_writer::compute(n, o);
        }
        switch (o.kind) {
            case loops::op_kind::load: return load(o);
            case loops::op_kind::power: return each("std::pow(", {o.a, o.b});
            case loops::op_kind::call: return call(o);
            case loops::op_kind::guard:
                return {where().those(lanes_, o.guards) + ".keep(" + widened(o.a) + ")"};
            case loops::op_kind::select:
                return {lanes_ + ".keep_where(" + comparison_of(o.head) + ", " + widened(o.a) + ", " +
                        widened(o.b) + ", " + widened(o.c) + ")"};
            case loops::op_kind::reduce: return in_rows_ ? sums_along(o) : reduce_lanes(o);
            case loops::op_kind::index: {
                graph::affine const e = loops::slice(p_.affines, o.items)[0];
                return {lanes_ + ".index(" + v_.index(e) + ", " + std::to_string(e.coefficient(lane_)) + ")"};
            }
            case loops::op_kind::number:
            case loops::op_kind::add:
            case loops::op_kind::subtract:
            case loops::op_kind::multiply:
            case loops::op_kind::divide: break;
            case loops::op_kind::choose: throw not_in_lanes{"it looks for the place of an extreme"};
        }
        return nest_writer::compute(n, o);
    }
    static std::string comparison_of(int how) {
        switch (static_cast<graph::comparison>(how)) {
            case graph::comparison::equal: return "std::equal_to<>()";
            case graph::comparison::less: return "std::less<>()";
            case graph::comparison::less_equal: return "std::less_equal<>()";
            case graph::comparison::different: return "std::not_equal_to<>()";
        }
        throw refusal{"the plan has a comparison of which the emitter knows nothing"};
    }
    /// A function of the numbers of each lane: `start`, which is its opening text, and the operands in parentheses.
    expression each(std::string const& start, std::vector<int> const& operands) {
        std::string parameters, inner, outer;
        for (int operand : operands) {
            std::string const name = declare("u");
            parameters += (parameters.empty() ? "" : ", ") + v_.scalar + " " + name;
            inner += (inner.empty() ? "" : ", ") + name;
            outer += ", " + widened(operand);
        }
        return {lanes_ + ".each([](" + parameters + ") { return " + start + inner + "); }" + outer + ")"};
    }

    expression call(loops::operation const& o) {
        graph::function_record const& function = p_.functions[place(o.head)];
        auto const operands = loops::slice(p_.operands, o.items);
        lane_call const in_lanes = lane_call_of(function, v_.scalar);
        if (in_lanes.function.empty()) {
            return each(call_of(function, v_.index.space(), v_.scalar), {operands.begin(), operands.end()});
        }
        std::string result = v_.helper(in_lanes.how) + "(" + v_.helper(in_lanes.function) + "()";
        result += in_lanes.how == "in_lanes" ? ", " + lanes_ : "";
        for (int operand : operands) {
            result += ", " + widened(operand);
        }
        return {result + ")"};
    }

    // -- entries ---------------------------------------------------------------------------------------------------
    /// The address of the first lane's entry.
    std::string address(int buffer, loops::range subscripts, loops::access_kind kind) {
        bool const is_temporary = p_.buffers[place(buffer)].kind == loops::buffer_kind::temporary;
        bool const neighbours = kind == loops::access_kind::forwards || kind == loops::access_kind::backwards;
        int const unit = schedule_.unit_axis(buffer);
        if (neighbours && !is_temporary) {
            unit_.insert({buffer, unit});
        }
        return "&" + entry(v_, buffer, subscripts, neighbours ? unit : -1);
    }
    static std::string times(std::int64_t by, std::string const& name) {
        return (by == 1 ? "" : std::to_string(by) + " * ") + name;
    }
    /// How far apart neighbouring lanes lie.
    std::string distance(int buffer, loops::range subscripts) const {
        auto const positions = loops::slice(p_.affines, subscripts);
        bool const is_temporary = p_.buffers[place(buffer)].kind == loops::buffer_kind::temporary;
        std::string result;
        for (std::size_t d = 0; d < positions.size(); ++d) {
            std::int64_t const by = positions[d].coefficient(lane_);
            if (by != 0) {
                bool const dense = is_temporary && d + 1 == positions.size();
                std::string const step =
                    dense ? std::to_string(by < 0 ? -by : by)
                          : times(by < 0 ? -by : by, v_.stride(buffer, static_cast<int>(d)));
                result += result.empty() ? (by < 0 ? "-" : "") + step : (by < 0 ? " - " : " + ") + step;
            }
        }
        return result;
    }
    expression load(loops::operation const& o) {
        if (auto const found = windows_.find(place_of(o)); found != windows_.end()) {
            return {lanes_ + ".from(" + found->second + ", " + turn_ + ")"};
        }
        loops::access_kind kind = schedule_.kind_of(o.head, o.items, lane_);
        if (kind != loops::access_kind::broadcast &&
            (schedule_.is_integral(o.head) || asks_for_step(o.head))) {
            kind = loops::access_kind::apart;
        }
        std::string const start = where().those(lanes_, o.guards);
        std::string const from = "(" + address(o.head, o.items, kind);
        switch (kind) {
            case loops::access_kind::broadcast: return {start + ".same" + from + ")"};
            case loops::access_kind::forwards: return {start + ".load" + from + ")"};
            case loops::access_kind::backwards: return {start + ".load_backwards" + from + ")"};
            case loops::access_kind::apart: break;
        }
        return {start + (asks_for_step(o.head) ? ".load" : ".gather") + from + ", " +
                distance(o.head, o.items) + ")"};
    }
    /// Whether the entries of lanes may lie anywhere: beside sums, it costs little to look.
    bool asks_for_step(int buffer) const {
        return in_rows_ && p_.buffers[place(buffer)].kind != loops::buffer_kind::temporary &&
               !schedule_.is_integral(buffer);
    }
    void write_store() {
        loops::access_kind const kind = schedule_.kind_of_store();
        if (kind == loops::access_kind::broadcast) {
            throw not_in_lanes{"all steps add to one entry"};
        }
        bool const asks = asks_for_step(n_.buffer);
        bool const forwards = kind == loops::access_kind::forwards && !asks;
        std::string const to = address(n_.buffer, n_.subscripts, forwards ? kind : loops::access_kind::apart);
        std::string const step = forwards ? "" : ", " + distance(n_.buffer, n_.subscripts);
        std::string const old =
            !n_.accumulate ? "" : lanes_ + (forwards || asks ? ".load(" : ".gather(") + to + step + ") + ";
        out_.line(lanes_ + (forwards || asks ? ".store(" : ".scatter(") + to + step + ", " + old +
                  widened(n_.result) + ");");
    }

    // -- reductions ------------------------------------------------------------------------------------------------
    expression reduce_lanes(loops::operation const& o) {
        struct words_of {
            std::string name, start;
        };
        std::string const infinity = "std::numeric_limits<" + v_.scalar + ">::infinity()";
        words_of const all[] = {
            {"sum", literal(0)}, {"product", literal(1)}, {"max", "-" + infinity}, {"min", infinity}};
        words_of const& its = all[o.head];
        bool const is_sum = o.head == static_cast<int>(graph::reduction::sum);
        bool const in_turns = is_sum && schedule_.tile().exists();
        std::string const name = declare((in_turns ? "sums" : its.name) + index_names(o.items));
        out_.line("auto " + name + " = " + lanes_ + (in_turns ? ".sums_from(" : ".of(") + its.start + ");");
        write_level(o, 0, name);
        return {in_turns ? lanes_ + ".total(" + name + ")" : name};
    }
    /// The loop number `level` of a reduction and all inside it.
    void write_level(loops::operation const& o, int level, std::string const& result) {
        if (level == o.items.size) {
            write_region(n_, o.b);
            write_step(o, result);
            return;
        }
        loops::loop const& l = p_.loops[place(o.items.first + level)];
        bool const moving = where().move(l);
        bool const in_turns = schedule_.tile().exists() && o.head == 0;
        if (!moving && !in_turns) {
            open_loop(l);
            write_level(o, level + 1, result);
            out_.close();
            --depth_;
            return;
        }
        if (l.is_read()) {
            throw not_in_lanes{"the index " + symbol_names_[place(l.symbol)] + " is read at each lane"};
        }
        std::string const turns = in_turns ? "<4, " + apart(lanes_) + ">(" : "<1, 1>(";
        std::string const outer = lanes_;
        std::string const inner = declare("some");
        std::string const index = index_of(l);
        std::string const step = "[&](std::ptrdiff_t ";
        if (moving) {
            out_.line(v_.helper("for_moving_steps") + turns + outer + ", " + where().first(l, false) + ", " +
                      where().last(l, true) + ",");
            out_.line("    " + where().first(l, true) + ", " + where().last(l, false) + ",");
            out_.line("    " + step + index + ") { return " + where().having(lanes_, l) + "; },");
        } else {
            out_.line(v_.helper("for_steps") + turns + outer + ", " + v_.index.lower(l.lowers) + ", " +
                      v_.index.upper(l.uppers) + ",");
        }
        out_.indent();
        std::string const steps = in_turns ? " " + declare("steps") : "";
        out_.open(step + index + ", auto const " + inner + ", auto" + steps + ")" + inlined);
        std::size_t const start = out_.text().size();
        lanes_ = inner;
        if (in_turns) {
            write_turns(o, l, index, steps.substr(1), result);
        } else {
            write_level(o, level + 1, result);
        }
        lanes_ = outer;
        out_.close("});");
        out_.outdent();
        drop_unused(index, start);
    }
    /// Several steps that share registers: what they load, and the body for each of them.
    void write_turns(loops::operation const& o, loops::loop const& l, std::string const& index,
                     std::string const& steps, std::string const& result) {
        write_windows(o, l, steps);
        std::string const some = lanes_;
        lanes_ = declare("its");
        turn_ = declare("turn");
        out_.open(some + ".in_turns(" + steps + ", " + apart(some) + ", [&](auto const " + lanes_ +
                  ", auto " + turn_ + ")" + inlined);
        std::size_t const start = out_.text().size();
        v_.index.set_name(l.symbol, "(" + index + " + " + lanes_ + ".ahead)");
        write_region(n_, o.b);
        write_step(o, result);
        windows_.clear();
        out_.close("});");
        if (!words{std::string_view{out_.text()}.substr(start)}.have(turn_)) {
            out_.replace(" " + turn_ + ")", ")", start);
        }
    }
    /// Loads of neighbours that lie a register further for the next of the steps.
    void write_windows(loops::operation const& o, loops::loop const& l, std::string const& steps) {
        for (int i = n_.ops.first; i < n_.ops.end(); ++i) {
            loops::operation const& load = op(i);
            bool const is_load = load.kind == loops::op_kind::load && load.region == o.b && varies(i);
            if (!is_load || schedule_.kind_of(load.head, load.items, lane_) != loops::access_kind::forwards) {
                continue;
            }
            auto const positions = loops::slice(p_.affines, load.items);
            int const unit = schedule_.unit_axis(load.head);
            std::int64_t const by = positions[place(unit)].coefficient(l.symbol);
            bool shares = by * schedule_.tile().stride == vector_schedule::width ||
                          by * schedule_.tile().stride == -vector_schedule::width;
            for (std::size_t d = 0; d < positions.size(); ++d) {
                shares = shares && (static_cast<int>(d) == unit || !positions[d].mentions(l.symbol));
            }
            if (shares) {
                std::string const name = declare(v_.buffer(load.head) + "_values");
                out_.line("auto const " + name + " = " + lanes_ + (by > 0 ? ".window_up(" : ".window_down(") +
                          address(load.head, load.items, loops::access_kind::forwards) + ", " + steps + ");");
                windows_[i] = name;
            }
        }
    }
    /// A parameter has a name only where it has a use.
    void drop_unused(std::string const& name, std::size_t start) {
        if (!words{std::string_view{out_.text()}.substr(start)}.have(name)) {
            out_.replace(" " + name + ",", ",", start);
        }
    }
    /// The steps that share what they load lie so many apart.
    std::string apart(std::string const& lanes) const {
        int const by = vector_schedule::width / schedule_.tile().stride;
        return lanes + ".width" + (by == 1 ? "" : " / " + std::to_string(by));
    }
    void write_step(loops::operation const& o, std::string const& result) {
        if (o.head == static_cast<int>(graph::reduction::sum)) {
            return write_sum(o, lanes_, result);
        }
        std::string const next = widened(o.a);
        std::string const factor = varies(o.a) ? at(o.a).in(binding::primary) : next;
        std::string const combined = o.head == static_cast<int>(graph::reduction::product)
                                         ? result + " * " + factor
                                     : o.head == static_cast<int>(graph::reduction::maximum)
                                         ? lanes_ + ".greater(" + result + ", " + next + ")"
                                         : lanes_ + ".smaller(" + result + ", " + next + ")";
        out_.line(result + " = " + lanes_ + ".chosen(" + combined + ", " + result + ");");
    }
    /// A product and its sum are one expression, for which some processors have one instruction.
    void write_sum(loops::operation const& o, std::string const& lanes, std::string const& result) {
        loops::operation const& body = op(o.a);
        bool const is_product = body.kind == loops::op_kind::multiply && varies(o.a) && !is_named(o.a);
        if (is_product) {
            auto const [first, second] =
                varies(body.b) ? std::pair{body.a, body.b} : std::pair{body.b, body.a};
            out_.line(lanes + ".add_product(" + result + ", " + at(first).text + ", " + at(second).text +
                      ");");
        } else {
            out_.line(lanes + ".add(" + result + ", " + widened(o.a) + ");");
        }
    }

    /// One number, whose steps are lanes.
    expression sum_along(loops::operation const& o) {
        loops::loop const& inner = p_.loops[place(o.items.end() - 1)];
        bool const alone = o.items.size == 1;
        std::string const wanted = "sum" + index_names(o.items);
        std::string const result = alone ? declare(wanted) : variable(v_.scalar, wanted, literal(0));
        int const opened = open_loops({o.items.first, o.items.size - 1});
        std::string const index = index_of(inner);
        std::string const first = bound_of(index + "_first", v_.index.lower(inner.lowers));
        std::string const last = bound_of(index + "_last", v_.index.upper(inner.uppers));
        auto const outer = std::tuple{lane_, lanes_, varying_};
        lane_ = inner.symbol;
        lanes_ = declare("lanes");
        find_varying();
        std::string const partial = declare("partial");
        out_.line("// Several steps of " + index + " at once are the lanes of vectors.");
        out_.open((alone ? v_.scalar + " const " + result + " = " : result + " += ") +
                  v_.helper("sum_in_lanes") + "<" + v_.scalar + ">(" + first + ", " + last +
                  ", [&](std::ptrdiff_t " + index + ", auto const " + lanes_ + ", auto& " + partial + ")" +
                  inlined);
        std::size_t const start = out_.text().size();
        write_region(n_, o.b);
        write_sum(o, lanes_, partial);
        out_.close("});");
        drop_unused(index, start);
        for (int i = 0; i < opened; ++i) {
            out_.close();
            --depth_;
        }
        std::tie(lane_, lanes_, varying_) = outer;
        ++sums_in_lanes_;
        return {result};
    }
    /// One number for each lane, whose steps are lanes as well.
    expression sums_along(loops::operation const& o) {
        loops::loop const& inner = p_.loops[place(o.items.first)];
        if (o.items.size != 1 || where().move(inner) || needs_lanes(o) ||
            !schedule_.runs_along(place_of(o))) {
            throw not_in_lanes{"its sums have no steps that could be lanes"};
        }
        auto const outer = std::tuple{lane_, lanes_, varying_, v_.index.name(lane_)};
        std::string const result = declare("sum" + index_names(o.items));
        std::string const first = bound_of(result + "_first", v_.index.lower(inner.lowers));
        std::string const last = bound_of(result + "_last", v_.index.upper(inner.uppers));
        std::string const row = declare("row");
        v_.index.set_name(lane_, row);
        std::string const index = index_of(inner);
        lane_ = inner.symbol;
        lanes_ = declare("some");
        find_varying();
        std::string const partial = declare("partial");
        out_.open("auto const " + result + " = " + v_.helper("sums_in_lanes") + "(" + std::get<1>(outer) +
                  ", " + std::get<3>(outer) + ", " + first + ", " + last + ", [&](std::ptrdiff_t " + row +
                  ", std::ptrdiff_t " + index + ", auto const " + lanes_ + ", auto& " + partial + ")" +
                  inlined);
        std::size_t const start = out_.text().size();
        in_rows_ = false;
        write_region(n_, o.b);
        write_sum(o, lanes_, partial);
        in_rows_ = true;
        out_.close("});");
        drop_unused(index, start);
        v_.index.set_name(std::get<0>(outer), std::get<3>(outer));
        std::tie(lane_, lanes_, varying_) =
            std::tuple{std::get<0>(outer), std::get<1>(outer), std::get<2>(outer)};
        return {result};
    }
    /// Whether a step of the sum reads what is computed in lanes before it.
    bool needs_lanes(loops::operation const& o) const {
        auto const is_outside = [&](int i) { return i >= 0 && op(i).region != o.b && varies(i); };
        bool result = is_outside(o.a);
        for (loops::operation const& step : loops::slice(p_.ops, n_.ops)) {
            if (step.region == o.b) {
                result = result || is_outside(step.a) || is_outside(step.b) || is_outside(step.c);
                for (int operand : loops::slice(
                         p_.operands, step.kind == loops::op_kind::call ? step.items : loops::range{})) {
                    result = result || is_outside(operand);
                }
            }
        }
        return result;
    }
    /// Claims the name of a loop's index.
    std::string index_of(loops::loop const& l) {
        std::string const name = declare(symbol_names_[place(l.symbol)]);
        v_.index.set_name(l.symbol, name);
        return name;
    }

    loops::nest const& n_;
    vector_schedule const& schedule_;
    int lane_ = -1;
    int opened_ = 0;
    std::map<int, std::string> windows_;  ///< the registers of loads that steps share
    std::string turn_;                    ///< which of these steps it is
    int sums_in_lanes_ = 0;
    bool in_rows_ = false;  ///< the entries of the nest are lanes, and so are the steps of its sums
    std::string lanes_;     ///< the lanes that count where the text stands
    std::string last_;      ///< the index of the last lane
    std::vector<bool> varying_;
    std::set<std::pair<int, int>> unit_;  ///< buffers and axes whose entries must be neighbours
};

}  // namespace iverson::emit
