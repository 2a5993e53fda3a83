// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "run_time_values.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

/// Runs a plan as it stands, one operation after the other: what the templates of expand.hpp must agree with, and the
/// way to evaluate a formula that is known only at run time.
namespace iverson::loops {

/// A tensor in row-major order with a first position for each axis.
template <class T>
struct dense {
    std::vector<std::int64_t> lower;
    std::vector<std::int64_t> extents;
    std::vector<T> values;
    bool placed = false;  ///< the first positions were given, they are not the formula's to choose

    std::size_t offset(std::span<std::int64_t const> positions) const {
        std::int64_t result = 0;
        for (std::size_t d = 0; d < extents.size(); ++d) {
            result = result * extents[d] + positions[d] - lower[d];
        }
        return static_cast<std::size_t>(result);
    }
};

template <class T>
class interpreter {
  public:
    explicit interpreter(plan const& p) : p_{p}, values_(static_cast<std::size_t>(p.symbols), 0) {}

    /// The results, in the order of the plan's result buffers.
    /// Errors: binding_error; std::invalid_argument if the plan has a message.
    std::vector<dense<T>> operator()(std::vector<dense<T>> arguments) {
        if (p_.failed()) {
            throw std::invalid_argument{std::string{p_.message.view()}};
        }
        buffers_ = std::move(arguments);
        bind();
        for (block const& b : p_.blocks) {
            run(b);
        }
        std::vector<dense<T>> results;
        for (std::size_t i = 0; i < p_.buffers.size(); ++i) {
            if (p_.buffers[i].kind == buffer_kind::result) {
                results.push_back(buffers_[i]);
            }
        }
        return results;
    }

  private:
    static std::size_t index(int i) { return static_cast<std::size_t>(i); }
    operation const& op(int i) const { return p_.ops[index(i)]; }

    void bind() {
        auto const axis_of = [&](int buffer, int axis) {
            dense<T> const& b = buffers_[index(buffer)];
            return bound_axis{b.extents[index(axis)], b.placed ? b.lower[index(axis)] : 0, b.placed};
        };
        for (std::size_t i = 0; i < buffers_.size(); ++i) {
            if (static_cast<int>(buffers_[i].extents.size()) != p_.buffers[i].rank) {
                throw binding_error{
                    graph::binding::ranks_differ(name_of(p_, p_.buffers[i].name), p_.buffers[i].rank,
                                                 static_cast<int>(buffers_[i].extents.size()))};
            }
        }
        for (setting const& s : p_.settings) {
            values_[index(s.symbol)] = value_of(p_, s, values_, axis_of);
        }
        for (check const& c : p_.checks) {
            if (c.what != check::kind::entries && fails(p_, c, values_, axis_of)) {
                throw binding_error{sentence_of(p_, c, values_, axis_of)};
            }
        }
        buffers_.resize(p_.buffers.size());
        for (std::size_t i = 0; i < p_.buffers.size(); ++i) {
            place(i);
            require_integers(i);
        }
        for (check const& c : p_.checks) {
            if (c.what == check::kind::entries && all_hold(p_, c.guards, values_)) {
                for_each(c.loops, 0, [&] { require_inside(c); });
            }
        }
    }
    void require_integers(std::size_t i) {
        for (T const& value : buffers_[i].values) {
            if (p_.buffers[i].integral && value != std::trunc(value)) {
                throw binding_error{graph::binding::no_integer(name_of(p_, p_.buffers[i].name))};
            }
        }
    }
    void require_inside(check const& c) {
        std::int64_t const position = value_of(c.other_lower, values_);
        if (interval const set = expected(c, values_); position < set.first || position > set.last) {
            throw binding_error{sentence_of_entries(p_, c, values_)};
        }
    }
    /// Gives arguments their first positions, all others their memory. What is never stored is found as NaN.
    void place(std::size_t i) {
        buffer const& b = p_.buffers[i];
        bool const is_argument = b.kind == buffer_kind::argument;
        std::size_t size = 1;
        buffers_[i].lower.clear();
        for (axis_bounds const& a : slice(p_.axes, b.axes)) {
            interval const positions{value_of(a.lower, values_), value_of(a.upper, values_)};
            buffers_[i].lower.push_back(a.of_support && positions.empty() ? 0 : positions.first);
            if (!is_argument) {
                buffers_[i].extents.push_back(positions.extent());
            }
            size *= static_cast<std::size_t>(positions.extent());
        }
        if (!is_argument) {
            buffers_[i].values.assign(size, std::numeric_limits<T>::quiet_NaN());
        }
    }

    void run(block const& b) {
        if (b.time < 0) {
            run_nests(b);
            return;
        }
        loop const& time = p_.loops[index(b.time)];
        interval const steps = values_of(p_, time, values_);
        for (std::int64_t i = 0; i < steps.extent(); ++i) {
            values_[index(time.symbol)] = b.downwards ? steps.last - i : steps.first + i;
            run_nests(b);
        }
    }
    void run_nests(block const& b) {
        for (nest const& n : slice(p_.nests, b.nests)) {
            if (all_hold(p_, n.conditions, values_)) {
                for_each(n.loops, 0, [&] { store(n); });
            }
        }
    }

    template <class Body>
    void for_each(range loops, int level, Body const& body) {
        if (level == loops.size) {
            body();
            return;
        }
        loop const& l = p_.loops[index(loops.first + level)];
        interval range = values_of(p_, l, values_);
        if (l.is_read()) {
            range = at_entry(range, l);
        }
        for (std::int64_t i = range.first; i <= range.last; ++i) {
            values_[index(l.symbol)] = i;
            for_each(loops, level + 1, body);
        }
    }

    /// The value that an entry says, if it is in the range.
    interval at_entry(interval range, loop const& l) {
        if (!all_hold(p_, l.guards, values_)) {
            return {};
        }
        return only_value(range, l, static_cast<std::int64_t>(entry(l.source, l.at)), values_);
    }

    T& entry(int buffer, range subscripts) {
        positions_.clear();
        for (graph::affine const& e : slice(p_.affines, subscripts)) {
            positions_.push_back(value_of(e, values_));
        }
        dense<T>& b = buffers_[index(buffer)];
        return b.values.at(b.offset(positions_));
    }
    void store(nest const& n) {
        registers_.resize(p_.ops.size());
        run_region(n, 0);
        T& target = entry(n.buffer, n.subscripts);
        T const value = registers_[index(n.result)];
        target = n.accumulate ? target + value : value;
    }
    void run_region(nest const& n, int region) {
        for (int i = n.ops.first; i < n.ops.end(); ++i) {
            if (op(i).region == region) {
                registers_[index(i)] = compute(n, op(i));
            }
        }
    }

    T compute(nest const& n, operation const& o) {
        auto const reg = [&](int i) { return registers_[index(i)]; };
        switch (o.kind) {
            case op_kind::number: return static_cast<T>(p_.numbers[index(o.head)]);
            case op_kind::load: return all_hold(p_, o.guards, values_) ? entry(o.head, o.items) : T{0};
            case op_kind::add: return reg(o.a) + reg(o.b);
            case op_kind::subtract: return reg(o.a) - reg(o.b);
            case op_kind::multiply: return reg(o.a) * reg(o.b);
            case op_kind::divide: return reg(o.a) / reg(o.b);
            case op_kind::power: return std::pow(reg(o.a), reg(o.b));
            case op_kind::call: return call(o);
            case op_kind::guard: return all_hold(p_, o.guards, values_) ? reg(o.a) : T{0};
            case op_kind::select:
                return compare(static_cast<graph::comparison>(o.head), reg(o.a), reg(o.b)) ? reg(o.c) : T{0};
            case op_kind::reduce: return reduce(n, o);
            case op_kind::choose: return choose(n, o);
            case op_kind::index: return static_cast<T>(value_of(p_.affines[index(o.items.first)], values_));
        }
        return T{0};
    }
    static bool compare(graph::comparison how, T a, T b) {
        switch (how) {
            case graph::comparison::equal: return a == b;
            case graph::comparison::less: return a < b;
            case graph::comparison::less_equal: return a <= b;
            case graph::comparison::different: return a != b;
        }
        return false;
    }
    T call(operation const& o) const {
        std::vector<T> arguments;
        for (int i : slice(p_.operands, o.items)) {
            arguments.push_back(registers_[index(i)]);
        }
        graph::function_record const& f = p_.functions[index(o.head)];
        if constexpr (std::is_same_v<T, float>) {
            return f.value32(arguments.data());
        } else {
            return f.value64(arguments.data());
        }
    }
    T reduce(nest const& n, operation const& o) {
        auto const kind = static_cast<graph::reduction>(o.head);
        T result = kind == graph::reduction::product ? T{1} : T{0};
        bool first = true;
        for_each(o.items, 0, [&] {
            run_region(n, o.b);
            T const next = registers_[index(o.a)];
            switch (kind) {
                case graph::reduction::sum: result += next; break;
                case graph::reduction::product: result *= next; break;
                case graph::reduction::maximum:
                    result = first || next > result || next != next ? next : result;
                    break;
                case graph::reduction::minimum:
                    result = first || next < result || next != next ? next : result;
                    break;
            }
            first = false;
        });
        return result;
    }
    T choose(nest const& n, operation const& o) {
        bool const greatest = o.head % 4 == static_cast<int>(graph::reduction::maximum);
        int const symbol = p_.loops[index(o.items.first + o.head / 4)].symbol;
        T best{0};
        T where = std::numeric_limits<T>::quiet_NaN();
        for_each(o.items, 0, [&] {
            run_region(n, o.b);
            T const next = registers_[index(o.a)];
            bool const beyond = greatest ? next > best : next < best;
            if (where != where || beyond || (next != next && best == best)) {
                best = next;
                where = static_cast<T>(values_[index(symbol)]);
            }
        });
        return where;
    }

    plan const& p_;
    std::vector<std::int64_t> values_;
    std::vector<dense<T>> buffers_;
    std::vector<T> registers_;
    std::vector<std::int64_t> positions_;
};

#ifdef IVERSON_COMPILED  // it stands in the library iverson::runtime
extern template class interpreter<double>;
#endif

}  // namespace iverson::loops
