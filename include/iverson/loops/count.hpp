// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "run_time_values.hpp"

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

/// How much a plan computes, read off its loops: nothing is executed.
namespace iverson::loops {

/// The cost of a power whose exponent is no small integer.
inline constexpr std::int64_t power_cost = 20;

/// + - * / and the steps of reductions cost 1, a function call the cost in its row, a general power `power_cost`.
/// Loads and stores are counted in entries, a load as often as the plan has it: also where its guard fails.
struct operation_count {
    std::int64_t operations = 0;
    std::int64_t loads = 0;
    std::int64_t integer_loads = 0;  ///< of integer tensors, in subscripts too
    std::int64_t stores = 0;
    std::vector<std::pair<std::string_view, std::int64_t>> calls;  ///< how often each function is called

    std::int64_t calls_of(std::string_view name) const {
        for (auto const& [called, times] : calls) {
            if (called == name) {
                return times;
            }
        }
        return 0;
    }
    void add(operation_count const& other, std::int64_t times) {
        operations += other.operations * times;
        loads += other.loads * times;
        integer_loads += other.integer_loads * times;
        stores += other.stores * times;
        for (auto const& [name, count] : other.calls) {
            add_call(name, count * times);
        }
    }
    void add_call(std::string_view name, std::int64_t times) {
        for (auto& [called, count] : calls) {
            if (called == name) {
                count += times;
                return;
            }
        }
        calls.emplace_back(name, times);
    }
};

class counter {
  public:
    /// `axes[buffer][axis]` are those of the arguments.
    counter(plan const& p, std::vector<std::vector<bound_axis>> const& axes)
        : p_{p}, values_(static_cast<std::size_t>(p.symbols), 0) {
        auto const axis_of = [&](int buffer, int axis) {
            return axes[static_cast<std::size_t>(buffer)][static_cast<std::size_t>(axis)];
        };
        for (setting const& s : p.settings) {
            values_[static_cast<std::size_t>(s.symbol)] = value_of(p, s, values_, axis_of);
        }
    }

    operation_count operator()() {
        operation_count total;
        for (block const& b : p_.blocks) {
            for (nest const& n : slice(p_.nests, b.nests)) {
                total.add((*this)(b, n), 1);
            }
        }
        return total;
    }
    /// Of one nest, in all steps of its block.
    operation_count operator()(block const& b, nest const& n) {
        range const time = b.time < 0 ? range{} : range{b.time, 1};
        return over(time, 0, [&] {
            return all_hold(p_, n.conditions, values_) ? over(n.loops, 0, [&] { return of_region(n, 0); })
                                                       : operation_count{};
        });
    }

  private:
    operation_count of_region(nest const& n, int region) {
        operation_count total;
        if (region == 0) {
            total.stores = 1;
            total.operations = total.loads = n.accumulate ? 1 : 0;
        }
        for (operation const& o : slice(p_.ops, n.ops)) {
            if (o.region == region) {
                total.add(of_operation(n, o), 1);
            }
        }
        return total;
    }
    operation_count of_operation(nest const& n, operation const& o) {
        operation_count result;
        switch (o.kind) {
            case op_kind::add:
            case op_kind::subtract:
            case op_kind::multiply:
            case op_kind::divide: result.operations = 1; break;
            case op_kind::power: result.operations = power_cost; break;
            case op_kind::call:
                result.operations = p_.functions[static_cast<std::size_t>(o.head)].cost;
                result.add_call(p_.functions[static_cast<std::size_t>(o.head)].name, 1);
                break;
            case op_kind::reduce:
            case op_kind::choose:
                return over(o.items, 0, [&] {
                    operation_count step = of_region(n, o.b);
                    ++step.operations;
                    return step;
                });
            case op_kind::load:
                (p_.buffers[static_cast<std::size_t>(o.head)].integral ? result.integer_loads
                                                                       : result.loads) = 1;
                break;
            case op_kind::number:
            case op_kind::guard:
            case op_kind::index:
            case op_kind::select: break;
        }
        return result;
    }

    /// The count of a body over loops. Where nothing inside moves with an index, one step stands for all.
    template <class Body>
    operation_count over(range loops, int level, Body const& body) {
        if (level == loops.size) {
            return body();
        }
        loop const& l = p_.loops[static_cast<std::size_t>(loops.first + level)];
        interval const values = values_of(p_, l, values_);
        operation_count total;
        if (l.is_read()) {
            values_[static_cast<std::size_t>(l.symbol)] = std::max<std::int64_t>(values.first, 0);
            total.add(over(loops, level + 1, body), values.empty() ? 0 : 1);
            ++total.integer_loads;
            return total;
        }
        if (!moves(l.symbol)) {
            values_[static_cast<std::size_t>(l.symbol)] = values.first;
            if (!values.empty()) {
                total.add(over(loops, level + 1, body), values.extent());
            }
            return total;
        }
        for (std::int64_t i = values.first; i <= values.last; ++i) {
            values_[static_cast<std::size_t>(l.symbol)] = i;
            total.add(over(loops, level + 1, body), 1);
        }
        return total;
    }
    /// Whether some bound, or a condition of a nest in a loop over time, holds the index.
    bool moves(int symbol) const {
        auto const mentions_it = [&](auto const& part) { return part.expression.mentions(symbol); };
        return std::ranges::any_of(p_.bounds, mentions_it) ||
               std::ranges::any_of(p_.nests, [&](nest const& n) {
                   return std::ranges::any_of(slice(p_.conditions, n.conditions), mentions_it);
               });
    }

    plan const& p_;
    std::vector<std::int64_t> values_;
};

/// Operations and calls of one evaluation over arguments with these axes.
inline operation_count count_operations(plan const& p, std::vector<std::vector<bound_axis>> const& axes) {
    return counter{p, axes}();
}

}  // namespace iverson::loops
