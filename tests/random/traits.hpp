// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "build.hpp"

#include <set>
#include <string>

namespace random_formulas {

/// What a recipe is like, in the words of the histogram.
struct traits {
    std::set<std::string> names;

    explicit traits(recipe const& r) {
        note("with a recurrence", r.reads_itself);
        note("with several equations", r.equations.size() > 1);
        for (index const& i : r.indices) {
            note("with a divided index", i.values.written && i.values.coefficient != 1);
            note("with a dependent range", i.values.written && i.values.coefficient == 1 &&
                                               (!i.values.low.terms.empty() || !i.values.high.terms.empty()));
        }
        for (equation const& e : r.equations) {
            walk(e.value, [&](expression const& x) { look(x); });
            note("with nested reductions", depth(e.value) > 1);
        }
    }

  private:
    void note(char const* what, bool is) {
        if (is) {
            names.insert(what);
        }
    }
    void look(expression const& x) {
        bool const wide = std::any_of(x.positions.begin(), x.positions.end(), is_wide);
        note("with a stride", x.what == part::access && wide);
        note("with a bracket that is not of unit coefficients",
             x.what == part::divisible || (x.what != part::access && wide));
        note("with a function", x.what == part::call);
        note("with a gather", x.what == part::chosen_by);
        note("with a bracket of values", x.what == part::less);
        note("with a maximum, minimum, product or mean", x.what == part::reduce && x.tensor != 0);
        note("with a repeated index", x.what == part::access && repeats(x));
        if (x.what == part::call) {
            names.insert("calls " + std::string{records()[static_cast<std::size_t>(x.tensor)].name});
        }
    }
    static bool is_wide(subscript const& s) {
        return std::any_of(s.terms.begin(), s.terms.end(),
                           [](auto const& term) { return term.second < -1 || term.second > 1; });
    }
    static bool repeats(expression const& access) {
        std::set<int> seen;
        for (subscript const& s : access.positions) {
            for (auto const& term : s.terms) {
                if (!seen.insert(term.first).second) {
                    return true;
                }
            }
        }
        return false;
    }
    static int depth(expression const& e) {
        int below = 0;
        for (expression const& child : e.children) {
            below = std::max(below, depth(child));
        }
        return below + (e.what == part::reduce ? 1 : 0);
    }
};

}  // namespace random_formulas
