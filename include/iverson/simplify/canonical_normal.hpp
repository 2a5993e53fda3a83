// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "canonical_pivots.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

/// One form for terms that differ only in bound names, in the order of factors, in the choice of bound indices (s or t - s), in the
/// orientation of equations, or in how a range is written.
namespace iverson::canonical {

/// A term whose bound indices have been given canonical names. `key` names its factors alone.
struct leaf {
    std::string key;
    std::string where;
    rational scale{1};
    int vars = 0;
    std::vector<condition> conditions;
    std::vector<factor> factors;
};

class normalizer {
  public:
    explicit normalizer(space& s) : s_{s} {}

    /// The term as terms in which no equation can be solved, no short constant range is left, no factor occurs twice.
    polynomial simplified(term t, inequalities const& known) {
        s_.spend();
        for (int round = 0; round < 32; ++round) {
            if (!clean(t.conditions, known)) {
                return {};
            }
            if (!solve(t)) {
                break;
            }
        }
        if (t.coefficient.is_zero()) {
            return {};
        }
        for (int var : t.vars) {
            if (auto const all = unrolled(t, var); !all.empty()) {
                return simplified(all, known);
            }
        }
        return merged(std::move(t), known);
    }
    polynomial simplified(polynomial const& p, inequalities const& known) {
        polynomial result;
        for (term const& t : p) {
            result = sum(std::move(result), simplified(t, known));
        }
        return result;
    }

    /// All best ways to name the bound indices of a simplified term: they have the same key.
    std::vector<leaf> leaves(term const& t, int depth, inequalities const& known) {
        std::vector<leaf> all;
        label(t, t.vars, 0, depth, known, all);
        auto const least = std::min_element(all.begin(), all.end(),
                                            [](leaf const& a, leaf const& b) { return a.key < b.key; });
        std::string const best = least->key;
        std::erase_if(all, [&](leaf const& l) { return l.key != best; });
        return all;
    }

    /// The text of a polynomial: equal texts are equal values. With `scale`, a factor is taken out so that the first term has the
    /// coefficient 1.
    std::string text(polynomial const& p, int depth, inequalities const& known, rational* scale = nullptr) {
        std::map<std::string, rational> entries;
        for (term const& t : simplified(p, known)) {
            auto const all = leaves(t, depth, known);
            leaf const& best = *std::min_element(
                all.begin(), all.end(), [](leaf const& a, leaf const& b) { return a.where < b.where; });
            rational& entry = entries[best.key + best.where];
            entry = checked(entry + t.coefficient * best.scale);
        }
        std::erase_if(entries, [](auto const& e) { return e.second.is_zero(); });
        if (scale != nullptr && !entries.empty()) {
            *scale = entries.begin()->second;
        }
        std::string result;
        for (auto const& [key, coefficient] : entries) {
            rational const c = scale != nullptr ? checked(coefficient / *scale) : coefficient;
            result += (result.empty() ? "" : " + ") + number(c) + key;
        }
        return result.empty() ? "0" : result;
    }

    /// Like terms together.
    polynomial collected(polynomial const& p, inequalities const& known) {
        struct entry {
            term
                unit;  ///< the first of the like terms, without its coefficient: `scale` times what the key says
            rational scale;
            rational total{0};
        };
        std::map<std::string, entry> entries;
        for (term const& t : simplified(p, known)) {
            auto const all = leaves(t, 0, known);
            leaf const& best = *std::min_element(
                all.begin(), all.end(), [](leaf const& a, leaf const& b) { return a.where < b.where; });
            entry& e = entries.try_emplace(best.key + best.where, entry{t, best.scale}).first->second;
            e.total = checked(e.total + t.coefficient * best.scale);
        }
        polynomial result;
        for (auto& [key, e] : entries) {
            e.unit.coefficient = checked(e.total / e.scale);
            if (!e.total.is_zero()) {
                result.push_back(e.unit);
            }
        }
        return result;
    }

    std::string text(atom const& a, int depth, inequalities const& known) {
        s_.spend();
        std::string result = a.head;
        for (affine const& e : a.subscripts) {
            result += text(e) + ";";
        }
        if (!a.vars.empty()) {
            // A max or min binds indices: named as those of a term that has the body for its one factor.
            atom body{"body", {}, a.arguments, {}, {}, false};
            term t{rational{1}, a.vars, a.conditions, single(body)[0].factors};
            std::string best;
            std::vector<leaf> all;
            label(t, t.vars, 0, depth + 1, known, all);
            for (leaf const& l : all) {
                std::string const candidate = l.key + l.where;
                best = best.empty() || candidate < best ? candidate : best;
            }
            return result + "{" + best + "}";
        }
        for (polynomial const& p : a.arguments) {
            // [0 = u] is [0 = c u], and [0 < u] is [0 < c u] for c > 0: the sign of the first coefficient stays.
            rational scale{1};
            std::string const inside =
                text(p, depth + 1, known, a.head == "[less]" || a.head == "[equal]" ? &scale : nullptr);
            result += (a.head == "[less]" && scale < rational{0} ? "-{" : "{") + inside + "}";
        }
        return result;
    }
    std::string text(affine const& e) const {
        std::vector<std::pair<std::string, std::int64_t>> parts;
        for (auto const& t : e) {
            parts.emplace_back(s_.name(t.symbol), t.coefficient);
        }
        std::sort(parts.begin(), parts.end());
        std::string result = std::to_string(e.constant());
        for (auto const& [name, coefficient] : parts) {
            result += (coefficient < 0 ? "" : "+") + std::to_string(coefficient) + name;
        }
        return result;
    }
    std::string text(condition const& c) const {
        return "[" + std::to_string(static_cast<int>(c.kind)) + "," + std::to_string(c.modulus) + ":" +
               text(c.expression) + "]";
    }

  private:
    static constexpr std::size_t most_leaves = 200;

    static rational checked(rational r) {
        if (!r.valid()) {
            throw too_hard{"a coefficient does not fit into a fraction of two 64-bit integers"};
        }
        return r;
    }

    // -- factors ------------------------------------------------------------------------------------------------------
    /// u^m u^n = u^(m + n), where no domain gets lost; a power of a sum that has become a positive integer is multiplied out.
    polynomial merged(term t, inequalities const& known) {
        inequalities const inside = with(known, t.conditions);
        struct powers {
            factor f;
            rational positive{0};
            rational negative{0};
        };
        std::map<std::string, powers> groups;
        for (factor const& f : t.factors) {
            powers& p = groups.try_emplace(text(*f.base, 0, inside), powers{f}).first->second;
            rational& into = rational{0} < f.exponent ? p.positive : p.negative;
            into = checked(into + f.exponent);
        }
        t.factors.clear();
        polynomial outside = constant(rational{1});
        auto const keep = [&](powers const& p, rational exponent) {
            if (exponent.is_zero()) {
                return;
            }
            if (p.f.base->is_bracket()) {
                exponent = rational{1};
            }
            if (p.f.base->is_base() && exponent.is_integer() && rational{0} < exponent) {
                outside = product(s_, outside, integer_power(s_, p.f.base->arguments[0], exponent.num()));
            } else {
                t.factors.push_back({p.f.base, exponent});
            }
        };
        for (auto const& [key, p] : groups) {
            if (p.f.base->folds) {
                keep(p, checked(p.positive + p.negative));
            } else {
                keep(p, p.positive);
                keep(p, p.negative);
            }
        }
        bool const expands =
            outside.size() != 1 || !outside[0].factors.empty() || !outside[0].conditions.empty();
        return expands ? simplified(product(s_, {t}, outside), known) : polynomial{t};
    }

    // -- names of bound indices -----------------------------------------------------------------------------------------
    void label(term const& t, std::vector<int> const& unnamed, int named, int depth,
               inequalities const& known, std::vector<leaf>& out) {
        s_.spend();
        if (unnamed.empty()) {
            out.push_back(leaf_of(t, named, depth, known));
            return;
        }
        std::vector<pivot> all;
        std::vector<int> inner;
        collect(t.factors, "", unnamed, inner, all);
        collect(t.conditions, "", unnamed, inner, all);
        if (all.empty()) {
            throw too_hard{"a bound index occurs nowhere"};
        }
        std::string least = all.front().signature;
        for (pivot const& p : all) {
            least = std::min(least, p.signature);
        }
        std::erase_if(all, [&](pivot const& p) { return p.signature != least; });
        if (auto const parts = components(t, unnamed); parts.size() > 1) {
            std::vector<int> const first = first_of(t, parts, all, named, depth, known);
            std::erase_if(all, [&](pivot const& p) { return !holds(first, p.var); });
        }
        for (pivot const& p : all) {
            if (out.size() < most_leaves) {
                take(t, p, unnamed, named, depth, known, out);
            } else {
                s_.leave_out();
            }
        }
    }

    /// The indices of which one is named next, where parts of a product are independent of each other: of the parts with the least
    /// key one for each way in which their ranges differ. Parts that are alike may be named in any order.
    std::vector<int> first_of(term const& t, std::vector<std::vector<int>> const& parts,
                              std::vector<pivot> const& candidates, int named, int depth,
                              inequalities const& known) {
        std::string least;
        std::map<std::string, std::vector<int>> ranges;
        for (std::vector<int> const& part : parts) {
            bool const asked = std::any_of(candidates.begin(), candidates.end(),
                                           [&](pivot const& p) { return holds(part, p.var); });
            if (!asked) {
                continue;
            }
            std::vector<leaf> all;
            label(part_of(t, part), part, named, depth, known, all);
            leaf const& best = *std::min_element(all.begin(), all.end(), [](leaf const& a, leaf const& b) {
                return a.key != b.key ? a.key < b.key : a.where < b.where;
            });
            if (ranges.empty() || best.key < least) {
                ranges.clear();
                least = best.key;
            }
            if (best.key == least) {
                ranges.try_emplace(best.where, part);
            }
        }
        std::vector<int> result;
        for (auto const& [where, part] : ranges) {
            result.insert(result.end(), part.begin(), part.end());
        }
        return result;
    }

    void take(term const& t, pivot const& p, std::vector<int> const& unnamed, int named, int depth,
              inequalities const& known, std::vector<leaf>& out) {
        std::int64_t const c = p.position.coefficient(p.var);
        std::int64_t const sign = c < 0 ? -1 : 1;
        affine const rest = p.position - affine::symbol(p.var, c);
        // position = c var + rest. With a unit, the position is the new index; else var moves by the whole part of rest / |c|.
        affine shift;
        if (c * sign == 1) {
            shift = rest;
        } else {
            for (auto const& part : rest) {
                bool const open = std::find(unnamed.begin(), unnamed.end(), part.symbol) != unnamed.end();
                shift = shift + affine::symbol(part.symbol,
                                               open ? 0 : graph::floor_divide(part.coefficient, c * sign));
            }
            shift = shift + affine{graph::floor_divide(rest.constant(), c * sign)};
        }
        int const name = space::canonical + 64 * depth + named;
        replacement r;
        r.replace(p.var, sign * (affine::symbol(name) - shift));
        term next = r(t);
        std::replace(next.vars.begin(), next.vars.end(), p.var, name);
        std::vector<int> open = unnamed;
        std::erase(open, p.var);
        label(next, open, named + 1, depth, known, out);
    }

    leaf leaf_of(term const& open, int named, int depth, inequalities const& known) {
        term const t = solved_for_others(open);
        leaf result;
        result.vars = named;
        result.factors = t.factors;
        result.conditions = t.conditions;
        std::sort(result.conditions.begin(), result.conditions.end(),
                  [&](condition const& a, condition const& b) { return text(a) < text(b); });
        inequalities const inside = with(known, t.conditions);
        std::vector<std::string> parts;
        for (factor const& f : t.factors) {
            std::string base;
            if (f.base->is_base() && f.exponent.is_integer()) {
                rational scale{1};
                base = "base{" + text(f.base->arguments[0], depth + 1, inside, &scale) + "}";
                result.scale = checked(result.scale * power(scale, f.exponent.num()));
            } else {
                base = text(*f.base, depth, inside);
            }
            parts.push_back("*" + base + "^" + number(f.exponent));
        }
        std::sort(parts.begin(), parts.end());
        result.key = "<" + std::to_string(named) + ">";
        for (std::string const& part : parts) {
            result.key += part;
        }
        std::vector<std::string> conditions;
        if (!clean(result.conditions, known)) {
            result.conditions = t.conditions;
        }
        drop_implied(result.conditions, known);
        for (condition const& c : result.conditions) {
            conditions.push_back(text(c));
        }
        std::sort(conditions.begin(), conditions.end());
        for (std::string const& c : conditions) {
            result.where += c;
        }
        return result;
    }

    space& s_;
};

}  // namespace iverson::canonical
