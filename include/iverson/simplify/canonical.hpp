// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "canonical_shapes.hpp"
#include "canonical_zero.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// The canonical form of a formula, and proofs that two formulas are equal. Only for comparing, never for evaluating or printing.
/// Source: docs/semantics.md, 'Equality'.
namespace iverson::canonical {

inline constexpr std::int64_t default_effort = 20000;

/// The domain of a result: the ends of its axes where the inputs decide them, else its range and support.
class domains {
  public:
    domains(space& s, source const& from) : s_{s}, normal_{s}, read_{s, from}, f_{*from.f} {}

    std::string text(int tensor) {
        graph::tensor const& t = f_.nodes.tensor_at(tensor);
        std::string result = std::to_string(t.rank) + ":";
        try {
            for (graph::axis const& a : t.axes) {
                result += normal_.text(read_.converted(a.lower, {})) + ".." +
                          normal_.text(read_.converted(a.upper, {})) + ";";
            }
            if (static_cast<int>(t.axes.size()) == t.rank) {
                return result;
            }
        } catch (too_hard const&) {
            result = std::to_string(t.rank) + ":";  // an end is computed when the tensors are bound
        }
        return result + by_support(tensor);
    }

  private:
    std::string by_support(int tensor) {
        graph::equation const* only = nullptr;
        for (graph::equation const& e : f_.equations) {
            if (e.tensor == tensor && only != nullptr) {
                throw too_hard{"the domain of a result comes from several equations"};
            }
            only = e.tensor == tensor ? &e : only;
        }
        std::vector<affine> at;
        for (std::size_t d = 0; d < only->positions.size(); ++d) {
            at.push_back(affine::symbol(static_cast<int>(d)));
        }
        term where;
        auto const env = read_.left_side(*only, at, where.conditions);
        return union_text({where}) + "&" + union_text(product(s_, {where}, read_.support(only->value, env)));
    }

    std::string union_text(polynomial const& pieces) {
        polynomial all = normal_.simplified(pieces, s_.facts);
        for (term& t : all) {
            project(t);
        }
        std::set<std::string> texts;
        for (std::size_t i = 0; i < all.size(); ++i) {
            bool held = false;
            for (std::size_t j = 0; j < all.size(); ++j) {
                held = held || (j != i && inside(all[i], all[j]) && !(j > i && inside(all[j], all[i])));
            }
            if (!held) {
                texts.insert(normal_.text({all[i]}, 0, s_.facts));
            }
        }
        std::string result;
        for (std::string const& t : texts) {
            result += "|" + t;
        }
        return result;
    }
    bool inside(term const& small, term const& big) const {
        inequalities const known = with(s_.facts, small.conditions);
        return big.vars.empty() &&
               std::all_of(big.conditions.begin(), big.conditions.end(), [&](condition const& c) {
                   bool const same = std::find(small.conditions.begin(), small.conditions.end(), c) !=
                                     small.conditions.end();
                   return same || implies(known, c);
               });
    }
    /// Some value of the index satisfies the conditions: without the index, where all its coefficients are units.
    void project(term& t) const {
        for (std::size_t i = t.vars.size(); i-- > 0;) {
            int const var = t.vars[i];
            bool exact = true;
            inequalities rows;
            std::vector<condition> rest;
            for (condition const& c : t.conditions) {
                std::int64_t const k = c.expression.coefficient(var);
                exact = exact && k >= -1 && k <= 1 && (k == 0 || c.kind == relation::nonnegative);
                if (k == 0) {
                    rest.push_back(c);
                } else {
                    rows.add(c.expression);
                }
            }
            if (!exact || rows.rows().size() > 12) {
                continue;
            }
            rows.eliminate(var);
            if (rows.known_empty()) {
                rest.push_back({relation::nonnegative, affine{-1}, 0});
            }
            for (affine const& row : rows.rows()) {
                rest.push_back({relation::nonnegative, row, 0});
            }
            t.vars.erase(t.vars.begin() + static_cast<std::ptrdiff_t>(i));
            t.conditions = rest;
        }
    }

    space& s_;
    normalizer normal_;
    reader read_;
    graph::formula const& f_;
};

inline std::vector<affine> position_symbols(int rank) {
    std::vector<affine> at;
    for (int d = 0; d < rank; ++d) {
        at.push_back(affine::symbol(d));
    }
    return at;
}

inline void require_complete(space const& s) {
    if (!s.is_complete()) {
        throw too_hard{"too many indices are alike"};
    }
}

inline std::string domain_text(graph::formula const& a, graph::formula const& b, bool of_first, int tensor,
                               std::int64_t effort) {
    space s;
    s.refill(effort);
    shape_symbols const shapes{s, {&a, &b}, true};
    std::string result = domains{s, shapes.sources[of_first ? 0 : 1]}.text(tensor);
    require_complete(s);
    return result;
}

inline bool same_value(graph::formula const& a, int left, graph::formula const& b, int right, bool inlined,
                       std::int64_t effort) {
    space s;
    s.refill(effort);
    shape_symbols const shapes{s, {&a, &b}, inlined};
    auto const at = position_symbols(a.nodes.tensor_at(left).rank);
    polynomial const first = reader{s, shapes.sources[0]}.definition(left, at, s.facts);
    polynomial const second = reader{s, shapes.sources[1]}.definition(right, at, s.facts);
    return zero_test{s}.vanishes_over_denominators(sum(first, scaled(second, rational{-1})), s.facts);
}

inline bool same_tensor(graph::formula const& a, int left, graph::formula const& b, int right, bool inlined,
                        std::int64_t effort) {
    return a.nodes.tensor_at(left).rank == b.nodes.tensor_at(right).rank &&
           domain_text(a, b, true, left, effort) == domain_text(a, b, false, right, effort) &&
           same_value(a, left, b, right, inlined, effort);
}

inline bool same_results(graph::formula const& a, graph::formula const& b, std::int64_t effort) {
    for (std::size_t i = 0; i < a.outputs.size(); ++i) {
        int const which = static_cast<int>(i);
        if (!same_tensor(a, a.output(which).tensor, b, b.output(which).tensor, true, effort)) {
            return false;
        }
    }
    return true;
}

/// All tensors that equations define are the same, each in terms of the others: so for recurrences, by induction on their steps.
inline bool same_system(graph::formula const& a, graph::formula const& b, std::int64_t effort) {
    std::map<std::string, int> first;
    std::map<std::string, int> second;
    for (graph::equation const& e : a.equations) {
        first[tensor_name(a, e.tensor)] = e.tensor;
    }
    for (graph::equation const& e : b.equations) {
        second[tensor_name(b, e.tensor)] = e.tensor;
    }
    bool same = first.size() == second.size();
    for (std::size_t i = 0; same && i < a.outputs.size(); ++i) {
        int const which = static_cast<int>(i);
        same = tensor_name(a, a.output(which).tensor) == tensor_name(b, b.output(which).tensor);
    }
    for (auto const& [name, tensor] : first) {
        same = same && second.contains(name) && same_tensor(a, tensor, b, second.at(name), false, effort);
    }
    return same;
}

template <class Attempt>
bool attempted(Attempt const& attempt) {
    try {
        return attempt();
    } catch (too_hard const&) {
        return false;
    }
}

/// The canonical form of the results of a formula, as text: independent of bound names, of the names of results, of the order of terms
/// and factors, of the orientation of equations and of the choice of bound indices (s or t - s). Formulas with one text are equal.
/// Errors:  nothing where the formula failed, is a recurrence, or is too large to be multiplied out.
inline std::optional<std::string> canonical_form(graph::formula const& f,
                                                 std::int64_t effort = default_effort) {
    if (f.failed()) {
        return std::nullopt;
    }
    try {
        std::string result;
        for (std::size_t i = 0; i < f.outputs.size(); ++i) {
            int const tensor = f.output(static_cast<int>(i)).tensor;
            result += domain_text(f, f, true, tensor, effort);
            space s;
            s.refill(effort);
            shape_symbols const shapes{s, {&f}, true};
            auto const at = position_symbols(f.nodes.tensor_at(tensor).rank);
            result +=
                " = " +
                normalizer{s}.text(reader{s, shapes.sources[0]}.definition(tensor, at, s.facts), 0, s.facts) +
                "\n";
            require_complete(s);
        }
        return result;
    } catch (too_hard const&) {
        return std::nullopt;
    }
}

/// One form may be short where the difference of two, multiplied out, is too large.
inline bool same_form(graph::formula const& a, graph::formula const& b, std::int64_t effort) {
    auto const form = canonical_form(a, effort);
    return form && form == canonical_form(b, effort);
}

/// Whether the results of two formulas are proved to have the same domains and values: for all extents and starts that pass the
/// checks of both, and all values at which both are defined. Tensors are matched by their names and roles, results by their order.
/// False means that there is no proof, not that they differ.
inline bool proved_equal(graph::formula const& a, graph::formula const& b,
                         std::int64_t effort = default_effort) {
    if (a.failed() || b.failed() || a.outputs.size() != b.outputs.size()) {
        return false;
    }
    return attempted([&] { return same_results(a, b, effort); }) ||
           attempted([&] { return same_system(a, b, effort); }) || same_form(a, b, effort);
}

}  // namespace iverson::canonical

namespace iverson::simplify {

using canonical::canonical_form;
using canonical::proved_equal;

}  // namespace iverson::simplify
