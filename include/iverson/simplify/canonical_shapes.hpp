// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/rewrite.hpp"
#include "canonical_read.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// The extents and starts of several formulas as one set of symbols: an axis of x is the same axis in all of them.
namespace iverson::canonical {

/// Whether the formula needs the tensor: reads it, or compares its shape.
inline bool is_used(graph::formula const& f, int tensor) {
    for (graph::equation const& e : f.equations) {
        if (graph::reads(f.nodes, e.value, tensor)) {
            return true;
        }
    }
    return std::any_of(f.requirements.begin(), f.requirements.end(), [&](graph::requirement const& r) {
        return r.tensor == tensor || r.other_tensor == tensor;
    });
}

class shape_symbols {
  public:
    static constexpr int positions = 12;  ///< symbols 0 .. 11 stand for the position in a result

    /// Fills the names and facts of the space, and gives one source for each formula. Where tensors are not inlined, those that
    /// equations define have axes like any input.
    shape_symbols(space& s, std::vector<graph::formula const*> const& formulas, bool inlined) {
        for (graph::formula const* f : formulas) {
            offsets_.push_back(static_cast<int>(values_.size()));
            for (std::size_t i = 0; i < f->nodes.symbols.size(); ++i) {
                values_.push_back(affine::symbol(static_cast<int>(values_.size())));
            }
            collect_axes(*f, inlined);
        }
        unify();
        name(s);
        for (std::size_t i = 0; i < formulas.size(); ++i) {
            sources.push_back({formulas[i], symbols_of(*formulas[i], offsets_[i]), inlined});
        }
    }

    std::vector<source> sources;

  private:
    struct ends {
        affine lower;
        affine upper;
    };

    void collect_axes(graph::formula const& f, bool inlined) {
        for (int id = 0; id < static_cast<int>(f.nodes.tensors.size()); ++id) {
            graph::tensor const& t = f.nodes.tensor_at(id);
            bool const defined = f.defining(id) >= 0;
            if (defined ? inlined : !is_used(f, id)) {
                continue;
            }
            for (std::size_t d = 0; d < t.axes.size(); ++d) {
                axes_[tensor_name(f, id) + ":" + std::to_string(d)].push_back(
                    {moved(t.axes[d].lower), moved(t.axes[d].upper)});
            }
        }
    }
    affine moved(affine const& e) const {
        affine result{e.constant()};
        for (auto const& t : e) {
            result = result + affine::symbol(t.symbol + offsets_.back(), t.coefficient);
        }
        return result;
    }
    affine valued(affine const& e) const {
        affine result{e.constant()};
        for (auto const& t : e) {
            result = affine::combine(result, values_[static_cast<std::size_t>(t.symbol)], t.coefficient);
        }
        return result;
    }

    /// Both formulas pass their checks only where the two ends of an axis agree. What has no unit coefficient is left out: then less
    /// is known, and nothing wrong.
    void unify() {
        for (auto const& [name, all] : axes_) {
            for (ends const& other : all) {
                equate(valued(all.front().lower - other.lower));
                equate(valued(all.front().upper - other.upper));
            }
        }
    }
    void equate(affine const& zero) {
        int last = -1;
        for (auto const& t : zero) {
            last = t.coefficient == 1 || t.coefficient == -1 ? std::max(last, t.symbol) : last;
        }
        if (last < 0) {
            return;
        }
        std::int64_t const c = zero.coefficient(last);
        affine const rest = zero - affine::symbol(last, c);
        for (affine& value : values_) {
            value = value.substituted(last, c == 1 ? -rest : rest);
        }
    }

    /// A symbol is called after the first axis, by name, whose extent or start it is.
    void name(space& s) {
        std::map<int, std::string> names;
        auto const suggest = [&](affine const& e, std::string const& name) {
            if (int const symbol = e.bare_symbol(); symbol >= 0) {
                std::string& known = names[symbol];
                known = known.empty() ? name : std::min(known, name);
            }
        };
        for (auto const& [axis, all] : axes_) {
            affine const lower = valued(all.front().lower);
            suggest(valued(all.front().upper) - lower + affine{1}, "n:" + axis);
            suggest(lower, "l:" + axis);
        }
        for (int d = 0; d < positions; ++d) {
            s.names.push_back((d < 10 ? "%0" : "%") + std::to_string(d));
        }
        std::vector<std::pair<std::string, int>> ordered;
        for (auto const& [symbol, name] : names) {
            ordered.emplace_back(name, symbol);
        }
        std::sort(ordered.begin(), ordered.end());
        for (auto const& [name, symbol] : ordered) {
            final_[symbol] = static_cast<int>(s.names.size());
            s.names.push_back(name);
            if (name.front() == 'n') {
                s.facts.add(affine::symbol(final_[symbol]));
            }
        }
    }
    std::vector<std::optional<affine>> symbols_of(graph::formula const& f, int offset) const {
        std::vector<std::optional<affine>> result(f.nodes.symbols.size());
        for (std::size_t i = 0; i < result.size(); ++i) {
            affine const& value = values_[i + static_cast<std::size_t>(offset)];
            affine named{value.constant()};
            bool all = value.valid();
            for (auto const& t : value) {
                auto const found = final_.find(t.symbol);
                all = all && found != final_.end();
                named = all ? named + affine::symbol(found->second, t.coefficient) : named;
            }
            if (all) {
                result[i] = named;
            }
        }
        return result;
    }

    std::vector<int> offsets_;
    std::vector<affine> values_;
    std::map<std::string, std::vector<ends>> axes_;
    std::map<int, int> final_;
};

}  // namespace iverson::canonical
