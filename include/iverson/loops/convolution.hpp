// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "schedule.hpp"

/// Convolutions and correlations, found in the affine coefficients of a nest's loads: result(t) = sum(s, kernel(+-s + k) *
/// signal(a t + b s + c)) with a and b of 1 and -1. No formula is named: values, gradients and valid or cropped ones are
/// told apart by nothing but these signs and the ranges of t and s.
namespace iverson::loops {

struct convolution {
    int along = -1;   ///< which loop of the nest t is; -1: the nest is no convolution
    int kernel = -1;  ///< operation: the load whose place does not move with t
    int signal = -1;  ///< operation: the other one
    int kernel_axis = -1;
    int signal_axis = -1;
    int result_axis = -1;
    std::int64_t by_result = 0;  ///< a
    std::int64_t by_step = 0;    ///< b

    constexpr bool exists() const { return along >= 0; }
};

/// Looks for a nest that is nothing but one sum of such products, whose range is a box in s and in the signal's place.
template <class Plan, class Layout>
class convolution_finder {
  public:
    constexpr convolution_finder(Plan const& p, nest const& n, Layout const& layout)
        : p_{p}, n_{n}, layout_{layout} {}

    constexpr convolution find() const {
        if (is_sum_of_products()) {
            int const a = op(op(n_.result).a).a;
            int const b = op(op(n_.result).a).b;
            for (int i = n_.loops.size; i-- > 0;) {
                for (convolution const& c : {along(i, a, b), along(i, b, a)}) {
                    if (c.exists()) {
                        return c;
                    }
                }
            }
        }
        return {};
    }

  private:
    constexpr operation const& op(int i) const { return p_.ops[static_cast<std::size_t>(i)]; }
    constexpr loop const& loop_at(int i) const { return p_.loops[static_cast<std::size_t>(i)]; }
    constexpr loop const& steps() const { return loop_at(op(n_.result).items.first); }

    constexpr bool is_sum_of_products() const {
        if (n_.ops.size != 4 || n_.result < 0 || op(n_.result).kind != op_kind::reduce) {
            return false;
        }
        operation const& sum = op(n_.result);
        bool const is_sum = sum.head == static_cast<int>(graph::reduction::sum) && sum.items.size == 1 &&
                            sum.guards.size == 0 && op(sum.a).kind == op_kind::multiply;
        return is_sum && !steps().is_read() && is_step(op(sum.a).a) && is_step(op(sum.a).b);
    }
    /// Reads an entry in each step, but none that the nest itself writes.
    constexpr bool is_step(int i) const {
        operation const& o = op(i);
        return o.kind == op_kind::load && o.guards.size == 0 && o.region == op(n_.result).b &&
               o.head != n_.buffer && layout_.integer[static_cast<std::size_t>(o.head)] == 0;
    }

    constexpr convolution along(int which, int kernel, int signal) const {
        loop const& results = loop_at(n_.loops.first + which);
        int const t = results.symbol;
        int const s = steps().symbol;
        convolution c{which,
                      kernel,
                      signal,
                      axis_of(op(kernel).items, s),
                      axis_of(op(signal).items, s),
                      axis_of(n_.subscripts, t)};
        bool const moves = c.kernel_axis >= 0 && c.signal_axis >= 0 && c.result_axis >= 0 &&
                           !mentions(op(kernel).items, t) && axis_of(op(signal).items, t) == c.signal_axis;
        if (!moves || !can_be_innermost(p_, n_, which)) {
            return {};
        }
        graph::affine const& place = affine_at(op(signal).items, c.signal_axis);
        c.by_result = place.coefficient(t);
        c.by_step = place.coefficient(s);
        bool const is_box = fits(c, steps().lowers, t) && fits(c, steps().uppers, t);
        return is_box && is_same_in_all_rows(c, which) ? c : convolution{};
    }

    constexpr graph::affine const& affine_at(range subscripts, int axis) const {
        return p_.affines[static_cast<std::size_t>(subscripts.first + axis)];
    }
    constexpr bool mentions(range subscripts, int symbol) const {
        bool result = false;
        for (graph::affine const& e : slice(p_.affines, subscripts)) {
            result = result || e.mentions(symbol);
        }
        return result;
    }
    /// The only axis that moves with the symbol, if that is by 1 or -1; else -1.
    constexpr int axis_of(range subscripts, int symbol) const {
        int result = -1;
        for (int d = 0; d < subscripts.size; ++d) {
            std::int64_t const by = affine_at(subscripts, d).coefficient(symbol);
            if (by != 0 && (result != -1 || by * by != 1)) {
                return -1;
            }
            result = by != 0 ? d : result;
        }
        return result;
    }
    /// Each bound of s is one of s alone, or one of the signal's place.
    constexpr bool fits(convolution const& c, range bounds, int t) const {
        bool result = true;
        for (bound const& b : slice(p_.bounds, bounds)) {
            std::int64_t const by = b.expression.coefficient(t);
            result = result && (by == 0 || (by == -c.by_result * c.by_step && b.divisor == 1));
        }
        return result;
    }
    /// No range depends on a loop around, nor does where the signal starts.
    constexpr bool is_same_in_all_rows(convolution const& c, int which) const {
        bool result = true;
        loop const& along = loop_at(n_.loops.first + which);
        for (int i = 0; i < n_.loops.size; ++i) {
            int const symbol = loop_at(n_.loops.first + i).symbol;
            for (range const bounds : {along.lowers, along.uppers, steps().lowers, steps().uppers}) {
                for (bound const& b : slice(p_.bounds, bounds)) {
                    result = result && (i == which || !b.expression.mentions(symbol));
                }
            }
            result = result && !loop_at(n_.loops.first + i).is_read() &&
                     (i == which || !affine_at(op(c.signal).items, c.signal_axis).mentions(symbol));
        }
        return result;
    }

    Plan const& p_;
    nest const& n_;
    Layout const& layout_;
};

}  // namespace iverson::loops
