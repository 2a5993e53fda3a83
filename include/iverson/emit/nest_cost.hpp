// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../loops/count.hpp"
#include "number_sizes.hpp"
#include "point_count.hpp"

#include <string>
#include <utility>
#include <vector>

/// What one nest costs, as polynomials in the extents; the convention is that of loops/count.hpp.
namespace iverson::emit {

struct nest_cost {
    amount operations;
    std::vector<std::pair<std::string, amount>> calls;  ///< how often each function is called
    amount reads;                                       ///< bytes, a load as often as the plan has it
    amount writes;                                      ///< bytes

    void add(nest_cost const& other) {
        operations += other.operations;
        reads += other.reads;
        writes += other.writes;
        for (auto const& [name, times] : other.calls) {
            add_call(name, times);
        }
    }
    void add_call(std::string const& name, amount const& times) {
        for (auto& [known, count] : calls) {
            if (known == name) {
                count += times;
                return;
            }
        }
        calls.emplace_back(name, times);
    }
};

/// Reads the costs of nests off a plan.
class cost_reader {
  public:
    cost_reader(loops::plan const& p, point_count& points, number_sizes sizes)
        : p_{p}, points_{points}, sizes_{sizes} {}

    nest_cost operator()(loops::block const& b, loops::nest const& n) {
        result_ = {};
        std::vector<loops::loop> around;
        if (b.time >= 0) {
            around.push_back(p_.loops[place(b.time)]);
        }
        add_loops(n, around, n.loops);
        amount const stores = points_(around, n.conditions);
        int const bytes = sizes_.of(p_.buffers[place(n.buffer)]);
        result_.writes += bytes * stores;
        if (n.accumulate) {
            result_.operations += stores;
            result_.reads += bytes * stores;
        }
        add_region(n, 0, around);
        return result_;
    }

  private:
    static std::size_t place(int i) { return static_cast<std::size_t>(i); }

    /// Puts loops below those around; one that reads an entry does so in each step of those.
    void add_loops(loops::nest const& n, std::vector<loops::loop>& around, loops::range inner) {
        for (loops::loop const& l : loops::slice(p_.loops, inner)) {
            if (l.is_read()) {
                amount times = points_(around, n.conditions);
                times.exact = times.exact && l.guards.size == 0;
                result_.reads += sizes_.integer * times;
            }
            around.push_back(l);
        }
    }
    void add_region(loops::nest const& n, int region, std::vector<loops::loop> const& around) {
        amount const steps = points_(around, n.conditions);
        for (loops::operation const& o : loops::slice(p_.ops, n.ops)) {
            if (o.region == region) {
                add_operation(n, o, steps, around);
            }
        }
    }
    void add_operation(loops::nest const& n, loops::operation const& o, amount const& steps,
                       std::vector<loops::loop> around) {
        switch (o.kind) {
            case loops::op_kind::add:
            case loops::op_kind::subtract:
            case loops::op_kind::multiply:
            case loops::op_kind::divide: result_.operations += steps; return;
            case loops::op_kind::power: result_.operations += loops::power_cost * steps; return;
            case loops::op_kind::call: {
                graph::function_record const& f = p_.functions[place(o.head)];
                result_.operations += f.cost * steps;
                result_.add_call(std::string{f.name}, steps);
                return;
            }
            case loops::op_kind::load: {
                amount times = steps;
                times.exact = times.exact && o.guards.size == 0;
                result_.reads += sizes_.of(p_.buffers[place(o.head)]) * times;
                return;
            }
            case loops::op_kind::reduce:
            case loops::op_kind::choose:
                add_loops(n, around, o.items);
                result_.operations += points_(around, n.conditions);
                return add_region(n, o.b, around);
            case loops::op_kind::number:
            case loops::op_kind::guard:
            case loops::op_kind::select:
            case loops::op_kind::index: return;
        }
    }

    loops::plan const& p_;
    point_count& points_;
    number_sizes sizes_;
    nest_cost result_;
};

}  // namespace iverson::emit
