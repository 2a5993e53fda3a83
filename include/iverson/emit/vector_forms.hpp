// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "vector_nests.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace iverson::emit {

/// The forms of one nest in vectors, for data by columns and by rows, or why there is none.
class vector_forms {
  public:
    vector_forms(vocabulary& v, std::vector<std::string> const& symbol_names, loops::nest const& n, int depth)
        : v_{v}, symbol_names_{symbol_names}, n_{n}, depth_{depth} {
        for (bool const by_columns : {true, false}) {
            memory_order const order = order_of(v.plan, by_columns);
            vector_schedule const schedule{v.plan, n, order};
            if (schedule.lane() < 0 && n.loops.size > 0) {
                why_ = loops::has_choice(v.plan, n) ? "it looks for the place of an extreme"
                                                    : "its indices are entries of an integer tensor";
            } else if (schedule.lane() >= 0) {
                add(schedule, schedule.has_rows_first() ? &vector_writer::in_rows : &vector_writer::across);
            }
            add(schedule, &vector_writer::along);
        }
    }

    std::vector<nest_form> const& all() const { return all_; }
    /// Why there is none; empty where there are loops neither.
    std::string const& why() const { return why_; }

  private:
    void add(vector_schedule const& schedule, nest_form (vector_writer::*write)(source const&)) {
        source text{depth_};
        vector_writer writer{v_, symbol_names_, text, n_, schedule};
        try {
            nest_form const form = (writer.*write)(text);
            bool const known = std::any_of(all_.begin(), all_.end(), [&](nest_form const& other) {
                return other.condition == form.condition;  // it is never reached
            });
            if (!known) {
                all_.push_back(form);
            }
        } catch (not_in_lanes const& error) {
            why_ = why_.empty() ? error.why : why_;
        }
        writer.release_names();
    }

    vocabulary& v_;
    std::vector<std::string> const& symbol_names_;
    loops::nest const& n_;
    int depth_;
    std::vector<nest_form> all_;
    std::string why_;
};

}  // namespace iverson::emit
