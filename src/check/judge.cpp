// SPDX-License-Identifier: BSL-1.0
#include "judge.hpp"

#include <array>
#include <cmath>

namespace iverson::check {

namespace {

/// Small extents first, so that a counterexample is short; a stride shows from 6 on, a dilation where a short kernel meets a
/// long input.
constexpr std::array<trial, 20> trials = {{{1, 1, 0},
                                           {2, 2, 0},
                                           {3, 3, 1},
                                           {4, 0, 0},
                                           {5, -1, 0},
                                           {6, 2, 2},
                                           {7, 2, 3},
                                           {8, 3, 3},
                                           {9, -1, 1},
                                           {10, -1, 2},
                                           {11, -1, 0},
                                           {12, -1, 3},
                                           {13, -1, 1},
                                           {14, 6, 0},
                                           {15, 7, 3},
                                           {16, 7, 1},
                                           {17, 6, 2},
                                           {18, trial::uneven, 0},
                                           {19, trial::uneven, 1},
                                           {20, trial::uneven, 3}}};
constexpr std::size_t most_points = 250;
constexpr int fewest = 2;
/// Terms for a trial at uneven extents: one that is too large leaves the others to decide.
constexpr std::int64_t uneven_budget = 2'000'000;

using positions = std::map<std::string, std::int64_t>;

class comparison_of_two {
  public:
    comparison_of_two(document const& d, scope const& s, surroundings const& around, int a, int b,
                      std::int64_t budget, numbers which)
        : which_{which}, d_{d}, s_{s}, around_{around}, a_{a}, b_{b},
          table_{d, s, around.left, {a, b}, around.notes}, budget_{budget} {}

    judgement run() {
        judgement result;
        for (trial how : trials) {
            how.values = which_ == numbers::distinct ? trial::distinct : how.values;
            bool const uneven = how.extent == trial::uneven;
            std::int64_t share = uneven ? std::min(uneven_budget, budget_) : budget_;
            std::int64_t const given = share;
            try {
                one(how, share, result);
            } catch (no_trial const&) {
                continue;
            } catch (no_value const& e) {
                result.why = uneven && share < 0 ? result.why : e.what();
            }
            budget_ -= given - share;
            if (result.difference) {
                result.what = judgement::answer::different;
                return result;
            }
            if (budget_ < 0) {
                break;
            }
        }
        // A trial without a value decides nothing; one that was too large only leaves the others to decide.
        if (result.trials >= fewest && (result.why.empty() || budget_ < 0)) {
            result.what = judgement::answer::equal;
        } else if (result.why.empty()) {
            result.why = "no place was found at which both sides have a value";
        }
        return result;
    }

  private:
    /// Compares at the positions of one trial; counts it if there was more to compare than empty sums.
    void one(trial const& how, std::int64_t& budget, judgement& into) {
        evaluation e{d_, s_, table_, how, budget};
        std::vector<interval> box;
        std::vector<std::string> names;
        for (auto const& [name, v] : table_.free) {
            names.push_back(name);
            box.push_back(e.range_of_free(name));
        }
        something_ = false;
        std::vector<point> points;
        each_point(box, [&](point const& at) {
            if (points.size() < 100000) {
                points.push_back(at);
            }
        });
        std::size_t const step = points.size() / most_points + 1;
        for (std::size_t i = 0; i < points.size() && !into.difference; i += step) {
            positions free;
            for (std::size_t k = 0; k < names.size(); ++k) {
                free[names[k]] = points[i][k];
            }
            at(e, how, free, into);
        }
        into.trials += something_ ? 1 : 0;
    }

    void at(evaluation& e, trial const& how, positions const& free, judgement& into) {
        number const before = e.value(a_, free, around_.numerator);
        number const here = e.value(b_, free, around_.numerator);
        real const left = before.value;
        real const right = here.value;
        if (!std::isfinite(left) || !std::isfinite(right) || (e.by_differences() && how.values == 3)) {
            return;
        }
        something_ = something_ || !before.none || !here.none;
        real const relative = e.by_differences() ? 1e-6L : 1e-9L;
        if (std::abs(left - right) > relative * (1 + std::abs(left) + std::abs(right))) {
            into.difference = found(how, free, left, right);
        }
    }

    /// The same once more, so that only what was read at this position is shown.
    assignment found(trial const& how, positions const& free, real left, real right) {
        assignment result{{}, free, {}, left, right};
        std::int64_t more = default_budget;
        evaluation e{d_, s_, table_, how, more};
        e.value(a_, free, around_.numerator);
        e.value(b_, free, around_.numerator);
        result.extents = e.extents();
        for (auto const& [entry, value] : e.entries()) {
            std::string name = name_in(entry.first);
            for (std::size_t i = 0; i < entry.second.size(); ++i) {
                name += (i == 0 ? "[" : ", ") + std::to_string(entry.second[i]);
            }
            result.entries.emplace_back(name + (entry.second.empty() ? "" : "]"), value);
        }
        return result;
    }

    numbers which_;
    document const& d_;
    scope const& s_;
    surroundings const& around_;
    int a_;
    int b_;
    index_table table_;
    std::int64_t budget_;
    bool something_ = false;  ///< in this trial one of the two was no empty sum
};

}  // namespace

judgement judged(document const& d, scope const& s, surroundings const& around, int a, int b,
                 std::int64_t budget, numbers which) {
    return comparison_of_two{d, s, around, a, b, budget, which}.run();
}

}  // namespace iverson::check
