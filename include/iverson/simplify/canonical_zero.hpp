// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "canonical_normal.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

/// Whether a sum of terms is 0 for all values: terms with the same factors are brought together, and their ranges are cut into cells,
/// in each of which the coefficients must add up to 0. So a range may be split, or written as 1 minus another.
namespace iverson::canonical {

class zero_test {
  public:
    explicit zero_test(space& s) : s_{s}, normal_{s} {}

    /// True is proved; false is not known.
    bool vanishes(polynomial const& p, inequalities const& known) {
        groups_.clear();
        known_ = &known;
        for (term const& t : normal_.simplified(p, known)) {
            enter(t);
        }
        while (!groups_.empty()) {
            group const g = std::move(groups_.begin()->second);
            key_ = groups_.begin()->first;
            groups_.erase(groups_.begin());
            if (!cell(g, g.parts, known, {})) {
                return false;
            }
        }
        return true;
    }

    /// The same after multiplication by denominators that hold no bound index of their term. A denominator is not 0 where both sides
    /// are defined, if every term has it; or if its constant term says that it is not 0 as a polynomial.
    bool vanishes_over_denominators(polynomial p, inequalities const& known) {
        for (int round = 0; round < 6; ++round) {
            if (vanishes(p, known)) {
                return true;
            }
            p = normal_.simplified(p, known);
            if (!multiply_out_one(p, known)) {
                return false;
            }
        }
        return false;
    }

  private:
    struct part {
        rational coefficient;
        std::vector<condition> conditions;
    };
    struct group {
        int vars = 0;
        std::vector<factor> factors;
        std::vector<part> parts;
    };
    /// Groups with many indices first: what is left of them on a diagonal joins one with fewer.
    using key = std::pair<int, std::string>;
    /// [modulus | e - residue], known in a cell.
    struct residue {
        affine expression;
        std::int64_t modulus;
        std::int64_t value;
    };

    void enter(term const& t) {
        auto const all = normal_.leaves(t, 0, *known_);
        leaf const& first = all.front();
        group& g = groups_[{-size_of(first), first.key}];
        if (g.parts.empty()) {
            g.vars = first.vars;
            g.factors = first.factors;
            scale_[first.key] = first.scale;
        }
        // Each of the best names means the same; their mean makes a symmetric product symmetric in its ranges too.
        for (leaf const& l : all) {
            rational const share = t.coefficient * l.scale / rational{static_cast<std::int64_t>(all.size())};
            if (!share.valid()) {
                throw too_hard{"a coefficient does not fit into a fraction of two 64-bit integers"};
            }
            g.parts.push_back({share, l.conditions});
        }
    }
    int size_of(leaf const& l) const {
        int free = 0;
        for (int symbol = 0; symbol < static_cast<int>(s_.names.size()); ++symbol) {
            free += mentions(l.factors, symbol) ? 1 : 0;
        }
        return 100 * l.vars + free;
    }

    // -- cells ------------------------------------------------------------------------------------------------------------
    bool cell(group const& g, std::vector<part> const& parts, inequalities const& where,
              std::vector<residue> const& residues) {
        s_.spend();
        if (where.infeasible()) {
            return true;
        }
        std::vector<part> open;
        rational total{0};
        for (part const& p : parts) {
            part rest{p.coefficient, {}};
            bool possible = true;
            for (condition const& c : p.conditions) {
                graph::truth const held = decided(c, where, residues);
                possible = possible && held != graph::truth::no;
                if (held == graph::truth::open) {
                    rest.conditions.push_back(c);
                }
            }
            if (possible && rest.conditions.empty()) {
                total = total + p.coefficient;
            } else if (possible) {
                open.push_back(rest);
            }
        }
        if (!open.empty()) {
            condition const c = open.front().conditions.front();
            open.push_back({total, {}});
            return split(g, open, c, where, residues);
        }
        return total.valid() && (total.is_zero() || hand_on(g, total, where, residues));
    }
    bool split(group const& g, std::vector<part> const& parts, condition const& c, inequalities const& where,
               std::vector<residue> const& residues) {
        auto const below = [&](affine const& row) {
            inequalities inside = where;
            inside.add(row);
            return cell(g, parts, inside, residues);
        };
        affine const one{1};
        if (c.kind == relation::divisible) {
            affine const e = c.expression - affine{c.expression.constant()};
            for (std::int64_t value = 0; value < c.modulus; ++value) {
                std::vector<residue> more = residues;
                more.push_back({e, c.modulus, value});
                if (c.modulus > 12 || !cell(g, parts, where, more)) {
                    return false;
                }
            }
            return true;
        }
        if (c.kind == relation::nonnegative) {
            return below(c.expression) && below(-c.expression - one);
        }
        inequalities inside = where;
        inside.add(c);
        return cell(g, parts, inside, residues) && below(c.expression - one) && below(-c.expression - one);
    }
    static graph::truth decided(condition const& c, inequalities const& where,
                                std::vector<residue> const& residues) {
        if (c.kind == relation::divisible) {
            affine const e = c.expression - affine{c.expression.constant()};
            for (residue const& r : residues) {
                if (r.modulus == c.modulus && r.expression == e) {
                    return (r.value + c.expression.constant()) % c.modulus == 0 ? graph::truth::yes
                                                                                : graph::truth::no;
                }
            }
            return decide(c);
        }
        return implies(where, c)    ? graph::truth::yes
               : excludes(where, c) ? graph::truth::no
                                    : graph::truth::open;
    }

    /// What is left on a cell with an equation between indices (a diagonal) is a term with fewer indices.
    bool hand_on(group const& g, rational coefficient, inequalities const& where,
                 std::vector<residue> const& residues) {
        term rest{coefficient / scale_[key_.second], {}, {}, g.factors};
        bool equation = false;
        for (affine const& row : where.rows()) {
            bool const both = implies_nonnegative(where, -row);
            equation = equation || both;
            rest.conditions.push_back({both ? relation::zero : relation::nonnegative, row, 0});
        }
        for (residue const& r : residues) {
            rest.conditions.push_back({relation::divisible, r.expression - affine{r.value}, r.modulus});
        }
        if (!equation || !rest.coefficient.valid()) {
            return false;
        }
        for (int i = 0; i < g.vars; ++i) {
            rest.vars.push_back(space::canonical + i);
        }
        for (term const& t : normal_.simplified(refreshed(s_, rest), *known_)) {
            auto const all = normal_.leaves(t, 0, *known_);
            if (!(key_ < key{-size_of(all.front()), all.front().key})) {
                return false;
            }
            enter(t);
        }
        return true;
    }

    // -- denominators -----------------------------------------------------------------------------------------------------
    bool multiply_out_one(polynomial& p, inequalities const& known) {
        for (term const& t : p) {
            for (factor const& f : t.factors) {
                if (is_denominator(t, f) && multiply_out(p, f, known)) {
                    return true;
                }
            }
        }
        return false;
    }
    static bool is_denominator(term const& t, factor const& f) {
        bool own = f.base->is_base() && f.exponent.is_integer() && f.exponent < rational{0};
        for (int var : t.vars) {
            own = own && !mentions(*f.base, var);
        }
        return own;
    }
    bool multiply_out(polynomial& p, factor const& by, inequalities const& known) {
        std::string const wanted = normal_.text(*by.base, 0, known);
        std::vector<std::int64_t> powers;
        std::int64_t most = 0;
        bool everywhere = true;
        for (term& t : p) {
            std::int64_t n = 0;
            for (factor const& f : t.factors) {
                n -= is_denominator(t, f) && normal_.text(*f.base, 0, known) == wanted ? f.exponent.num() : 0;
            }
            powers.push_back(n);
            most = std::max(most, n);
            everywhere = everywhere && n > 0;
        }
        if (most == 0 || !(everywhere || never_zero(by.base->arguments[0], known))) {
            return false;
        }
        polynomial result;
        for (std::size_t i = 0; i < p.size(); ++i) {
            term rest = p[i];
            std::erase_if(rest.factors, [&](factor const& f) {
                return is_denominator(p[i], f) && normal_.text(*f.base, 0, known) == wanted;
            });
            result = sum(std::move(result),
                         product(s_, {rest}, integer_power(s_, by.base->arguments[0], most - powers[i])));
        }
        p = result;
        return true;
    }
    /// Not 0 as a polynomial in its factors, whatever the extents: it has a constant term, and no other of the same kind.
    bool never_zero(polynomial const& p, inequalities const& known) {
        int constants = 0;
        bool open = false;
        for (term const& t : normal_.simplified(p, known)) {
            std::vector<condition> conditions = t.conditions;
            drop_implied(conditions, known);
            constants += t.factors.empty() ? 1 : 0;
            open = open || (t.factors.empty() && !(t.vars.empty() && conditions.empty()));
        }
        return constants == 1 && !open;
    }

    space& s_;
    normalizer normal_;
    inequalities const* known_ = nullptr;
    std::map<key, group> groups_;
    std::map<std::string, rational> scale_;
    key key_;
};

}  // namespace iverson::canonical
