// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "integers.hpp"

#include <string>
#include <vector>

/// Conditions and bounds that move with the lanes.
namespace iverson::emit {

/// A nest has no form in vectors; the sentence says why.
struct not_in_lanes {
    std::string why;
};

/// Which lanes a condition leaves, and which steps of a loop all of them have. The index of the lanes is that of the first one; the
/// symbol `other_symbol` of the arithmetic is that of the last.
class lane_conditions {
  public:
    lane_conditions(loops::plan const& p, integers const& index, int lane)
        : p_{p}, index_{index}, lane_{lane} {}

    /// Whether the bounds of the loop move with the lanes.
    bool move(loops::loop const& l) const {
        bool result = false;
        for (loops::range const bounds : {l.lowers, l.uppers}) {
            for (loops::bound const& b : loops::slice(p_.bounds, bounds)) {
                result = result || b.expression.mentions(lane_);
            }
        }
        return result;
    }
    /// The first step that some lane has, or that `all` have.
    std::string first(loops::loop const& l, bool all) const { return index_.lower(ends(l.lowers, all)); }
    std::string last(loops::loop const& l, bool some) const { return index_.upper(ends(l.uppers, some)); }

    /// The lanes that run a step of the loop.
    std::string having(std::string const& lanes, loops::loop const& l) const {
        interval its;
        auto const steps = [&](loops::bound const& b) { return graph::affine::symbol(l.symbol, b.divisor); };
        for (loops::bound const& b : loops::slice(p_.bounds, l.lowers)) {
            its.restrict(-b.expression.coefficient(lane_), steps(b) - b.expression);
        }
        for (loops::bound const& b : loops::slice(p_.bounds, l.uppers)) {
            its.restrict(b.expression.coefficient(lane_), b.expression - steps(b));
        }
        return lanes + between(lanes, its);
    }
    /// The lanes for which the conditions hold.
    std::string those(std::string const& lanes, loops::range conditions) const {
        interval its;
        std::string of_all;
        for (graph::condition const& c : loops::slice(p_.conditions, conditions)) {
            std::int64_t const by = c.expression.coefficient(lane_);
            if (by == 0) {
                of_all += (of_all.empty() ? "" : " && ") + index_(c);
            } else if (c.kind == graph::relation::divisible) {
                throw not_in_lanes{"a bracket asks every lane for divisibility"};
            }
            its.restrict(by, c.expression);
            if (c.kind == graph::relation::zero) {
                its.restrict(-by, -c.expression);
            }
        }
        return lanes + (of_all.empty() ? "" : ".only_if(" + of_all + ")") + between(lanes, its);
    }

  private:
    /// Bounds of the number of a lane.
    struct interval {
        std::vector<loops::bound> lows;
        std::vector<loops::bound> highs;

        /// To the lanes for which by * lane + first >= 0.
        void restrict(std::int64_t by, graph::affine const& first) {
            if (by > 0) {
                lows.push_back({-first, by});
            } else if (by < 0) {
                highs.push_back({first, -by});
            }
        }
    };
    std::string between(std::string const& lanes, interval const& its) const {
        if (its.lows.empty() && its.highs.empty()) {
            return "";
        }
        return ".between(" + (its.lows.empty() ? "0" : index_.lower(its.lows)) + ", " +
               (its.highs.empty() ? lanes + ".last()" : index_.upper(its.highs)) + ")";
    }
    /// The bounds at the lane where each is greatest, or least.
    std::vector<loops::bound> ends(loops::range bounds, bool greatest) const {
        std::vector<loops::bound> result;
        for (loops::bound b : loops::slice(p_.bounds, bounds)) {
            std::int64_t const by = b.expression.coefficient(lane_);
            if (by != 0 && (by > 0) == greatest) {
                b.expression = b.expression.substituted(lane_, graph::affine::symbol(index_.other_symbol()));
            }
            result.push_back(b);
        }
        return result;
    }

    loops::plan const& p_;
    integers const& index_;
    int lane_;
};

}  // namespace iverson::emit
