// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "recipe.hpp"

#include <algorithm>
#include <functional>

namespace random_formulas {

/// All recipes that are one cut smaller than a given one.
class cuts {
  public:
    explicit cuts(recipe const& r) : r_{r} {}

    std::vector<recipe> all() {
        cut_equations();
        cut_left_sides();
        cut_expressions();
        cut_indices();
        return std::move(result_);
    }

  private:
    template <class Change>
    void propose(Change&& change) {
        recipe other = r_;
        change(other);
        result_.push_back(std::move(other));
    }

    void cut_equations() {
        for (std::size_t i = 0; i < r_.equations.size() && r_.equations.size() > 1; ++i) {
            propose(
                [&](recipe& r) { r.equations.erase(r.equations.begin() + static_cast<std::ptrdiff_t>(i)); });
        }
    }
    void cut_left_sides() {
        for (std::size_t t = 0; t < r_.tensors.size(); ++t) {
            for (int d = 0; d < r_.tensors[t].rank; ++d) {
                propose([&](recipe& r) { drop_axis(r, static_cast<int>(t), d); });
            }
        }
    }
    static void drop_axis(recipe& r, int tensor, int d) {
        --r.tensors[static_cast<std::size_t>(tensor)].rank;
        for (equation& e : r.equations) {
            if (e.tensor == tensor) {
                e.left.erase(e.left.begin() + d);
            }
            walk(e.value, [&](expression& x) {
                if (x.what == part::access && x.tensor == tensor) {
                    x.positions.erase(x.positions.begin() + d);
                }
            });
        }
    }

    /// change(expression&) on the expression of that number, counted over all equations.
    template <class Change>
    void at_expression(std::size_t number, Change&& change) {
        propose([&](recipe& r) {
            std::size_t next = 0;
            expression* found = nullptr;
            for (equation& e : r.equations) {
                walk(e.value, [&](expression& x) { found = next++ == number ? &x : found; });
            }
            change(*found);
        });
    }
    void cut_expressions() {
        std::size_t number = 0;
        for (equation& e : r_.equations) {
            walk(e.value, [&](expression& x) { cut_expression(number++, x); });
        }
    }
    void cut_expression(std::size_t number, expression const& x) {
        for (std::size_t c = 0; c < x.children.size(); ++c) {
            at_expression(number, [&](expression& e) {
                expression const child = e.children[c];
                e = child;
            });
            if (x.children.size() > 2) {
                at_expression(number, [&](expression& e) {
                    e.children.erase(e.children.begin() + static_cast<std::ptrdiff_t>(c));
                });
            }
        }
        if (x.what != part::number) {
            at_expression(number, [](expression& e) {
                e = expression{};
                e.numerator = 1;
            });
        } else if (x.numerator != 1 || x.denominator != 1) {
            at_expression(number, [](expression& e) { e.numerator = e.denominator = 1; });
        }
        for (std::size_t i = 0; i < x.indices.size() && x.indices.size() > 1; ++i) {
            at_expression(number, [&](expression& e) {
                e.indices.erase(e.indices.begin() + static_cast<std::ptrdiff_t>(i));
            });
        }
        for (std::size_t p = 0; p < x.positions.size(); ++p) {
            cut_subscript(number, p, x.positions[p]);
        }
    }
    void cut_subscript(std::size_t number, std::size_t p, subscript const& s) {
        if (s.constant != 0) {
            at_expression(number, [&](expression& e) { e.positions[p].constant = 0; });
        }
        for (std::size_t t = 0; t < s.terms.size(); ++t) {
            at_expression(number, [&](expression& e) {
                e.positions[p].terms.erase(e.positions[p].terms.begin() + static_cast<std::ptrdiff_t>(t));
            });
            if (s.terms[t].second != 1) {
                at_expression(number, [&](expression& e) { e.positions[p].terms[t].second = 1; });
            }
        }
    }

    void cut_indices() {
        for (std::size_t i = 0; i < r_.indices.size(); ++i) {
            range const& values = r_.indices[i].values;
            if (!values.written) {
                continue;
            }
            propose([&](recipe& r) { r.indices[i].values = {}; });
            if (!values.low.terms.empty() || values.low.constant != 0) {
                propose([&](recipe& r) { r.indices[i].values.low = constant(0); });
            }
            if (!values.high.terms.empty() || values.high.extent >= 0 || values.high.constant > 1) {
                propose([&](recipe& r) { r.indices[i].values.high = constant(1); });
            }
        }
    }

    recipe r_;
    std::vector<recipe> result_;
};

/// How much there is to read in a recipe. Every cut makes it less, so that cutting ends.
inline std::size_t size_of(recipe const& r) {
    std::size_t result = 0;
    auto const subscript_size = [](subscript const& s) {
        std::size_t size = s.constant != 0 ? 1 : 0;
        for (auto const& term : s.terms) {
            size += term.second == 1 ? 2 : 3;
        }
        return size + (s.extent >= 0 ? 2 : 0);
    };
    for (equation const& e : r.equations) {
        result += 5 + 2 * e.left.size();
        walk(e.value, [&](expression const& x) {
            result += x.what == part::number ? (x.numerator == 1 && x.denominator == 1 ? 1 : 2) : 3;
            result += 3 * x.indices.size() + x.children.size();
            for (subscript const& s : x.positions) {
                result += 1 + subscript_size(s);
            }
        });
    }
    for (index const& i : r.indices) {
        result += i.values.written ? 4 + subscript_size(i.values.low) + subscript_size(i.values.high) : 0;
    }
    return result;
}

/// The smallest recipe found, by one cut after the other, that still fails in the same way.
inline recipe minimised(recipe r, std::function<bool(recipe const&)> const& fails, int budget = 4000) {
    for (bool smaller = true; smaller && budget > 0;) {
        smaller = false;
        for (recipe const& other : cuts{r}.all()) {
            if (size_of(other) < size_of(r) && budget-- > 0 && fails(other)) {
                r = other;
                smaller = true;
                break;
            }
        }
    }
    return r;
}

}  // namespace random_formulas
