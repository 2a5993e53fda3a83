// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tests/random/build.hpp"

#include <cstddef>
#include <cstdint>

namespace fuzz {

using namespace random_formulas;

/// The bytes that the fuzzer offers, one after the other; zeros when they are used up.
class bytes {
  public:
    bytes(std::uint8_t const* data, std::size_t size) : data_{data}, size_{size} {}

    int next() { return place_ < size_ ? data_[place_++] : 0; }
    int below(int n) { return next() % n; }
    bool one_in(int n) { return below(n) == n - 1; }
    bool used_up() const { return place_ >= size_; }

  private:
    std::uint8_t const* data_;
    std::size_t size_;
    std::size_t place_ = 0;
};

/// Makes a recipe of any bytes, sensible or not: indices that nothing binds, ranges of themselves, tensors that define each other,
/// divisions by zero, numbers that do not fit. Only what no front end lets through is kept out: a tensor has one rank, and a
/// function its number of arguments.
class nonsense {
  public:
    explicit nonsense(bytes& source) : b_{source} {}

    recipe run() {
        int const tensors = 2 + b_.below(4);
        for (int t = 0; t < tensors; ++t) {
            r_.tensors.push_back({std::string(1, "xwayzE"[t]), b_.below(4)});
        }
        r_.extents.push_back("d");
        int const indices = b_.below(7);
        for (int i = 0; i < indices; ++i) {
            r_.indices.push_back({std::string(1, "ijkstuv"[i]), b_.one_in(2), {}});
        }
        for (auto& i : r_.indices) {  // the C library has an index too
            i.values = new_range();
        }
        int const equations = 1 + b_.below(3);
        for (int e = 0; e < equations; ++e) {
            add_equation();
        }
        return r_;
    }

  private:
    int any_tensor() { return b_.below(static_cast<int>(r_.tensors.size())); }
    bool has_indices() const { return !r_.indices.empty(); }
    int any_index() { return b_.below(static_cast<int>(r_.indices.size())); }

    range new_range() {
        range result;
        result.written = b_.one_in(2);
        if (result.written) {
            result.low = b_.one_in(3) ? new_subscript() : constant(b_.below(3) - 1);
            result.high = b_.one_in(3) ? new_subscript() : constant(b_.below(5) - 1);
            result.coefficient = b_.one_in(8) ? b_.below(5) - 1 : 1;
        }
        return result;
    }
    subscript new_subscript() {
        subscript result = constant(b_.below(5) - 2);
        for (int terms = has_indices() ? b_.below(3) : 0; terms > 0; --terms) {
            int const c = b_.below(16);
            result.terms.push_back({any_index(), c < 10 ? 1 : c - 13});
        }
        result.extent = b_.one_in(20) ? 0 : -1;
        return result;
    }
    subscript bare() { return has_indices() ? of_index(any_index()) : constant(0); }

    void add_equation() {
        equation e;
        e.tensor = any_tensor();
        for (int d = r_.tensors[static_cast<std::size_t>(e.tensor)].rank; d > 0; --d) {
            e.left.push_back(b_.one_in(10) ? new_subscript() : bare());
        }
        e.value = any(3);
        r_.equations.push_back(e);
    }

    expression children(part what, int count, int depth) {
        expression e;
        e.what = what;
        for (; count > 0; --count) {
            e.children.push_back(any(depth - 1));
        }
        return e;
    }
    expression with_position(part what) {
        expression e;
        e.what = what;
        e.positions.push_back(new_subscript());
        e.modulus = b_.below(6) - 1;
        return e;
    }
    expression number() {
        expression e;
        bool const large = b_.one_in(12);
        e.numerator = large ? INT64_MAX - b_.below(3) : b_.below(9) - 4;
        e.denominator = large && b_.one_in(2) ? INT64_MAX - 4 : 1 + b_.below(4);
        return e;
    }
    expression access() {
        expression e;
        e.what = part::access;
        e.tensor = any_tensor();
        for (int d = r_.tensors[static_cast<std::size_t>(e.tensor)].rank; d > 0; --d) {
            e.positions.push_back(b_.one_in(3) ? new_subscript() : bare());
        }
        return e;
    }
    expression reduction(int depth) {
        expression e;
        e.what = part::reduce;
        e.tensor = b_.one_in(3) ? b_.below(4) : 0;
        for (int n = 1 + b_.below(2); n > 0 && has_indices(); --n) {
            e.indices.push_back(any_index());
        }
        e.children.push_back(any(depth - 1));
        return e;
    }
    expression call(int depth) {
        expression e;
        e.what = part::call;
        e.tensor = b_.below(function_count);
        for (int n = records()[static_cast<std::size_t>(e.tensor)].arity; n > 0; --n) {
            e.children.push_back(any(depth - 1));
        }
        return e;
    }
    expression any(int depth) {
        int const kind = depth > 0 && !b_.used_up() ? b_.below(16) : b_.below(7);
        switch (kind) {
            case 0: return number();
            case 1: return with_position(part::equal);
            case 2: return with_position(part::at_least);
            case 3: return with_position(part::divisible);
            case 4:
            case 5:
            case 6: return access();
            case 7: return children(part::sum, 2, depth);
            case 8: return children(part::product, 2 + b_.below(2), depth);
            case 9: return children(part::quotient, 2, depth);
            case 10: {
                expression e = children(part::power, 1, depth);
                e.modulus = b_.below(8) - 3;
                return e;
            }
            case 11: return children(part::raise, 2, depth);
            case 12: return call(depth);
            case 13: return children(part::less, 2, depth);
            case 14: {
                expression e = children(part::chosen_by, 1, depth);
                e.positions.push_back(new_subscript());
                return e;
            }
            default: return reduction(depth);
        }
    }

    bytes& b_;
    recipe r_;
};

}  // namespace fuzz
