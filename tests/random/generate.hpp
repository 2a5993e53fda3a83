// SPDX-License-Identifier: BSL-1.0
// long because one class draws all parts of a formula, from one die and into one recipe.
#pragma once

#include "build.hpp"
#include "dice.hpp"

namespace random_formulas {

/// What formulas are drawn from.
struct taste {
    bool functions = false;
    bool unknown = false;  ///< g(u, v), of which only the name is known
    int calls = 14;        ///< per cent of the parts that are calls, where there are functions
    bool divisions = true;
    bool other_reductions = false;  ///< max, min, prod, mean
    bool value_brackets = false;    ///< [u < v]
    bool divided_indices = false;   ///< x(i / 2), x(i % 3)
    bool gathers = false;           ///< x(p(i))
    int z = 50;                     ///< per cent of indices that are over Z
    int depth = 2;
    int equations = 1;
    bool recurrence = false;
};

class generator {
  public:
    explicit generator(std::uint64_t seed, bool unknown = false) : dice_{seed} { taste_.unknown = unknown; }

    recipe run() {
        draw_taste();
        std::int64_t const inputs = dice_.between(1, 3);
        for (std::int64_t i = 0; i < inputs; ++i) {
            static constexpr char const* names[] = {"x", "w", "a"};
            static std::vector<int> const ranks{0, 1, 1, 1, 1, 1, 2, 2, 2, 3};
            r_.tensors.push_back({names[i], dice_.pick(ranks)});
        }
        if (taste_.gathers) {
            r_.tensors.push_back({"p", dice_.percent(80) ? 1 : 2, true});
        }
        readable_ = static_cast<int>(r_.tensors.size());
        if (taste_.recurrence) {
            add_recurrence();
        }
        for (int e = 0; e < taste_.equations; ++e) {
            add_equation(e);
        }
        return r_;
    }

  private:
    void draw_taste() {
        taste_.functions = dice_.percent(60) || taste_.unknown;
        taste_.calls = dice_.percent(12) || taste_.unknown ? 45 : 14;
        taste_.divisions = dice_.percent(30);
        taste_.other_reductions = dice_.percent(35);
        taste_.value_brackets = dice_.percent(12);
        taste_.divided_indices = dice_.percent(15);
        taste_.gathers = dice_.percent(8);
        taste_.z = dice_.percent(40) ? 100 : dice_.percent(50) ? 0 : 50;
        taste_.depth = dice_.percent(40) ? 3 : dice_.percent(70) ? 2 : 1;
        taste_.equations = dice_.percent(75) ? 1 : dice_.percent(70) ? 2 : 3;
        taste_.depth = taste_.equations == 3 ? std::min(taste_.depth, 2) : taste_.depth;
        taste_.recurrence = dice_.percent(12);
        if (taste_.recurrence && dice_.percent(25)) {  // is itself the output
            taste_.equations = 0;
        }
    }

    int new_index(std::vector<int> const& scope, int range_percent) {
        static constexpr char const* ranged[] = {"i", "j", "k", "l", "m", "n", "p", "q", "r"};
        static constexpr char const* integers[] = {"t", "s", "u", "v"};
        index made;
        made.over_z = dice_.percent(taste_.z);
        auto const count = r_.indices.size();
        made.name = made.over_z ? integers[count % 4] : ranged[count % 9];
        made.values =
            dice_.percent(made.over_z ? range_percent / 2 : range_percent) ? new_range(scope) : range{};
        r_.indices.push_back(made);
        return static_cast<int>(count);
    }
    range new_range(std::vector<int> const& scope) {
        range result;
        result.written = true;
        result.low = constant(dice_.percent(50) ? 0 : dice_.between(-2, 2));
        if (!scope.empty() && dice_.percent(20)) {
            std::int64_t const shift = dice_.between(-1, 1);
            std::int64_t const unit = dice_.percent(85) ? 1 : -1;
            subscript const other = of_index(dice_.pick(scope), unit, shift);
            if (dice_.percent(60)) {
                result.high = other;
            } else {
                result.low = other;
                result.high = constant(dice_.between(0, 3));
            }
            return result;
        }
        if (dice_.percent(10)) {
            if (r_.extents.empty()) {
                r_.extents.push_back("d");
            }
            result.high = constant(result.low.constant - 1);
            result.high.extent = 0;
            return result;
        }
        result.high = constant(result.low.constant + (dice_.percent(12) ? -1 : dice_.between(0, 3)));
        return result;
    }

    subscript new_subscript(std::vector<int> const& scope) {
        if (scope.empty() || dice_.percent(4)) {
            return constant(dice_.between(0, 1));
        }
        int const i = dice_.pick(scope);
        int const kind = static_cast<int>(dice_.between(1, 100));
        static std::vector<std::int64_t> const strides{-3, -2, -2, -1, 2, 2, 3};
        if (kind <= 45) {
            return of_index(i);
        }
        if (kind <= 60) {
            return of_index(i, 1, dice_.between(-2, 2));
        }
        if (kind <= 75) {
            std::int64_t const shift = dice_.between(-2, 2);
            return of_index(i, dice_.pick(strides), shift);
        }
        // 2 i + 3 j and 2 i + 4 j: no unit coefficient to solve for, and in the second a parity that stays
        bool const no_unit = dice_.percent(20);
        std::int64_t const shift = dice_.percent(70) ? 0 : dice_.between(-1, 1);
        std::int64_t const stride = no_unit ? 2 : dice_.percent(65) ? 1 : dice_.pick(strides);
        subscript result = of_index(i, stride, shift);
        if (int const j = dice_.pick(scope); j != i) {
            std::int64_t const unit = dice_.percent(50) ? 1 : -1;
            std::int64_t const second = dice_.percent(65) ? 3 : 4;
            result.terms.push_back({j, no_unit             ? second * unit
                                       : dice_.percent(65) ? unit
                                                           : dice_.pick(strides)});
        }
        return result;
    }
    expression access_to(int tensor, std::vector<int> const& scope) {
        expression e;
        e.what = part::access;
        e.tensor = tensor;
        for (int d = 0; d < r_.tensors[static_cast<std::size_t>(tensor)].rank; ++d) {
            e.positions.push_back(new_subscript(scope));
        }
        return e;
    }
    expression access(std::vector<int> const& scope) {
        expression e = access_to(static_cast<int>(dice_.between(0, readable_ - 1)), scope);
        if (!e.positions.empty() && taste_.divided_indices && dice_.percent(35)) {
            return divided(std::move(e));
        }
        return !e.positions.empty() && taste_.gathers && dice_.percent(40) ? gathered(std::move(e), scope)
                                                                           : e;
    }
    int new_integer() {
        r_.indices.push_back({"q", true, {}});
        return static_cast<int>(r_.indices.size()) - 1;
    }
    static expression sum_over(int index, expression body) {
        expression e = of(part::reduce, {std::move(body)});
        e.tensor = 0;
        e.indices.push_back(index);
        return e;
    }
    /// One subscript a becomes a / m or a % m: the sum over the one q with m q <= a <= m q + m - 1.
    expression divided(expression e) {
        auto const d =
            static_cast<std::size_t>(dice_.between(0, static_cast<std::int64_t>(e.positions.size()) - 1));
        std::int64_t const m = dice_.between(2, 4);
        int const q = new_integer();
        subscript const a = e.positions[d];
        subscript low = a;
        low.constant -= m - 1;
        r_.indices[static_cast<std::size_t>(q)].values = {true, low, a, m};
        subscript remainder = a;
        remainder.terms.push_back({q, -m});
        e.positions[d] = dice_.percent(50) ? of_index(q) : remainder;
        return sum_over(q, e);
    }
    /// One subscript becomes p(...): the sum over q of [q = p(...)] x(q).
    expression gathered(expression e, std::vector<int> const& scope) {
        auto const is_p = [](tensor const& t) { return t.integer; };
        auto const p = std::find_if(r_.tensors.begin(), r_.tensors.end(), is_p) - r_.tensors.begin();
        auto const d =
            static_cast<std::size_t>(dice_.between(0, static_cast<std::int64_t>(e.positions.size()) - 1));
        int const q = new_integer();
        expression which = of(part::chosen_by, {access_to(static_cast<int>(p), scope)});
        which.positions.push_back(of_index(q));
        e.positions[d] = of_index(q);
        return sum_over(q, of(part::product, {which, e}));
    }
    expression number() {
        expression e;
        static std::vector<std::pair<int, int>> const all{{2, 1},  {-1, 1}, {1, 2}, {3, 1},
                                                          {-3, 2}, {1, 10}, {1, 1}, {5, 1}};
        auto const& [p, q] = dice_.pick(all);
        e.numerator = dice_.one_in(25) ? 0 : p;
        e.denominator = q;
        return e;
    }
    static expression number_of(std::int64_t value) {
        expression e;
        e.numerator = value;
        return e;
    }
    expression bracket(std::vector<int> const& scope) {
        expression e;
        e.positions.push_back(new_subscript(scope));
        if (dice_.percent(65)) {
            e.positions[0].terms.push_back({dice_.pick(scope), dice_.percent(50) ? 2 : -3});
        }
        if (scope.size() > 1 && dice_.percent(60)) {
            subscript const other = new_subscript(scope);
            for (auto const& [index, coefficient] : other.terms) {
                e.positions[0].terms.push_back({index, -coefficient});
            }
        }
        int const kind = static_cast<int>(dice_.between(1, 10));
        e.what = kind <= 4 ? part::equal : kind <= 8 ? part::at_least : part::divisible;
        e.modulus = e.what == part::divisible ? dice_.between(2, 3) : 0;
        return e;
    }

    static expression of(part what, std::vector<expression> children) {
        expression e;
        e.what = what;
        e.children = std::move(children);
        return e;
    }

    expression leaf(std::vector<int> const& scope) {
        int const kind = static_cast<int>(dice_.between(1, 100));
        return kind <= 75 ? access(scope) : kind <= 85 || scope.empty() ? number() : bracket(scope);
    }
    expression any(std::vector<int> const& scope, int depth) {
        if (depth == 0) {
            return leaf(scope);
        }
        int const kind = static_cast<int>(dice_.between(1, 100));
        if (taste_.functions && dice_.percent(taste_.calls)) {
            return dice_.percent(15) ? general_power(scope, depth) : call(scope, depth);
        }
        if (kind <= 30) {
            return product(scope, depth);
        }
        if (kind <= 50) {
            return sum(scope, depth);
        }
        if (kind <= 75) {
            return reduction(scope, depth);
        }
        if (kind <= 82) {
            expression e = of(part::power, {any(scope, depth - 1)});
            bool const divides = taste_.divisions && dice_.percent(30) && !is_bracket(e.children[0]);
            e.modulus = divides ? -dice_.between(1, 2) : dice_.between(2, 3);
            return e;
        }
        if (kind <= 88 && taste_.divisions) {
            return quotient(scope, depth);
        }
        return leaf(scope);
    }
    /// Which is 0 somewhere, so that nothing is divided by it.
    static bool is_bracket(expression const& e) {
        return e.what == part::equal || e.what == part::at_least || e.what == part::divisible ||
               e.what == part::less || (e.what == part::number && e.numerator == 0);
    }
    /// u / v, and v u / v, which is 0 outside of v.
    expression quotient(std::vector<int> const& scope, int depth) {
        expression below = dice_.percent(30) ? access(scope) : any(scope, depth - 1);
        if (is_bracket(below)) {
            below = access(scope);
        }
        expression above = any(scope, depth - 1);
        if (dice_.percent(25)) {
            above = of(part::product, {below, above});
        }
        return of(part::quotient, {above, below});
    }
    expression call(std::vector<int> const& scope, int depth) {
        expression e = of(part::call, {});
        e.tensor = taste_.unknown && dice_.percent(60)
                       ? function_count + static_cast<int>(dice_.between(0, unknown_count - 1))
                       : static_cast<int>(dice_.between(0, function_count - 1));
        auto const& record = records()[static_cast<std::size_t>(e.tensor)];
        if (record.name == "polygamma") {  // its order is a number
            e.children = {number_of(dice_.between(1, 2)), any(scope, depth - 1)};
            return e;
        }
        for (int n = record.arity; n > 0; --n) {
            e.children.push_back(any(scope, depth - 1));
        }
        return e;
    }
    /// 1 + u^2
    expression above_one(std::vector<int> const& scope, int depth) {
        expression square = of(part::power, {any(scope, depth - 1)});
        square.modulus = 2;
        return of(part::sum, {number_of(1), square});
    }
    /// (1 + u^2)^v, and (-(1 + u^2) -(1 + v^2))^(1/2), whose base is positive and whose factors are not.
    expression general_power(std::vector<int> const& scope, int depth) {
        expression base = above_one(scope, depth);
        if (dice_.percent(50)) {
            expression const other = above_one(scope, depth);
            auto const negative = [](expression const& e) {
                return of(part::sum, {of(part::product, {number_of(-1), e.children[1]}), number_of(-1)});
            };
            base = of(part::product, {negative(base), negative(other)});
        }
        expression half = number_of(1);
        half.denominator = 2;
        return of(part::raise, {base, dice_.percent(60) ? half : any(scope, depth - 1)});
    }
    expression sum(std::vector<int> const& scope, int depth) {
        expression const first = any(scope, depth - 1);
        expression const second = any(scope, depth - 1);
        if (dice_.percent(12)) {  // c (u + v) + u, whose terms are alike
            return of(part::sum, {of(part::product, {number(), of(part::sum, {first, second})}), first});
        }
        return of(part::sum, {first, second});
    }
    expression product(std::vector<int> const& scope, int depth) {
        expression e = of(part::product, {any(scope, depth - 1), any(scope, depth - 1)});
        if (taste_.value_brackets && dice_.percent(40)) {
            e.children.push_back(of(part::less, {any(scope, depth - 1), any(scope, depth - 1)}));
        }
        if (!scope.empty() && dice_.percent(55)) {
            e.children.push_back(bracket(scope));
        }
        return e;
    }
    expression reduction(std::vector<int> const& scope, int depth) {
        expression e;
        e.what = part::reduce;
        e.tensor = taste_.other_reductions && dice_.percent(50) ? static_cast<int>(dice_.between(1, 3)) : 0;
        std::vector<int> inner = scope;
        for (std::int64_t n = dice_.percent(70) ? 1 : 2; n > 0; --n) {
            e.indices.push_back(new_index(inner, 30));
            inner.push_back(e.indices.back());
        }
        expression body = any(inner, depth - 1);
        for (int i : e.indices) {
            anchor(body, i, inner);
        }
        e.children.push_back(body);
        if (e.tensor == 0 && taste_.other_reductions && dice_.percent(20)) {  // a mean
            expression count = e;
            count.children[0] = number_of(1);
            return of(part::quotient, {e, count});
        }
        return e;
    }
    /// Gives an index that is not sure of its range a factor that it subscripts.
    void anchor(expression& body, int i, std::vector<int> const& scope) {
        index const& made = r_.indices[static_cast<std::size_t>(i)];
        if (made.values.written ? dice_.percent(75) : dice_.percent(15)) {
            return;
        }
        expression factor = access(scope);
        if (factor.positions.empty()) {
            return;
        }
        auto const where = static_cast<std::size_t>(
            dice_.between(0, static_cast<std::int64_t>(factor.positions.size()) - 1));
        factor.positions[where] = of_index(i);
        if (made.over_z && dice_.percent(40)) {
            std::int64_t const shift = dice_.between(-1, 2);
            factor.positions[where] = of_index(i, dice_.percent(50) ? -1 : 2, shift);
        }
        body = of(part::product, {factor, body});
    }

    void add_equation(int which) {
        static constexpr char const* names[] = {"y", "z", "E"};
        static std::vector<int> const ranks{0, 1, 1, 1, 2, 2};
        equation e;
        e.tensor = static_cast<int>(r_.tensors.size());
        std::vector<int> scope;
        bool const last = which + 1 == taste_.equations;
        for (int d = dice_.pick(ranks); d > 0; --d) {
            scope.push_back(new_index(scope, last ? 25 : 50));
        }
        for (int i : scope) {
            e.left.push_back(of_index(i));
        }
        e.value = any(scope, taste_.depth);
        for (int i : scope) {
            anchor(e.value, i, scope);
        }
        if (which > 0 || taste_.recurrence) {
            expression const before = access_to(readable_ - 1, scope);
            e.value = of(dice_.percent(60) ? part::product : part::sum, {before, e.value});
        }
        r_.tensors.push_back({names[which], static_cast<int>(scope.size())});
        r_.equations.push_back(e);
        readable_ = static_cast<int>(r_.tensors.size());
    }

    /// h(-1, ...) = initial value; h(t in 0..T, ...) = something of h(t - 1, ...).
    void add_recurrence() {
        bool const wide = dice_.percent(50);
        bool const downwards = dice_.percent(25);
        int const h = static_cast<int>(r_.tensors.size());
        int const t = static_cast<int>(r_.indices.size());
        std::int64_t const last = dice_.between(0, 3);
        r_.indices.push_back({"t", dice_.percent(30), {true, constant(0), constant(last)}});
        r_.tensors.push_back({"h", wide ? 2 : 1});
        r_.reads_itself = true;
        std::int64_t const steps = dice_.percent(80) ? 1 : 2;
        auto const wide_range = new_range({});
        auto const new_wide = [&] {
            r_.indices.push_back({"j", false, wide_range});
            return static_cast<int>(r_.indices.size()) - 1;
        };
        for (std::int64_t s = 1; s <= steps; ++s) {
            equation initial{h, {constant(downwards ? last + s : -s)}, {}};
            std::vector<int> scope;
            if (wide) {
                scope.push_back(new_wide());
                initial.left.push_back(of_index(scope[0]));
            }
            initial.value = any(scope, 1);
            r_.equations.push_back(initial);
        }
        equation step{h, {of_index(t)}, {}};
        std::vector<int> scope{t};
        if (wide) {
            scope.push_back(new_wide());
            step.left.push_back(of_index(scope[1]));
        }
        expression past;
        past.what = part::access;
        past.tensor = h;
        past.positions.push_back(of_index(t, 1, downwards ? steps : -steps));
        if (wide) {
            past.positions.push_back(of_index(scope[1]));
        }
        expression const now = any(scope, taste_.depth - 1);
        step.value = of(dice_.percent(50) ? part::sum : part::product, {past, now});
        if (wide && dice_.percent(40)) {  // mixes the positions
            int const k = new_wide();
            expression mixed;
            mixed.what = part::reduce;
            mixed.tensor = 0;
            mixed.indices.push_back(k);
            past.positions[1] = of_index(k);
            mixed.children.push_back(of(part::product, {past, access({scope[1], k})}));
            step.value = of(part::sum, {mixed, any(scope, taste_.depth - 1)});
        }
        r_.equations.push_back(step);
        readable_ = h + 1;
    }

    dice dice_;
    recipe r_;
    taste taste_;
    int readable_ = 0;
};

/// The formula of that number. Every tenth may have unknown functions.
inline recipe drawn(std::uint64_t number) { return generator{number, number % 10 == 0}.run(); }

}  // namespace random_formulas
