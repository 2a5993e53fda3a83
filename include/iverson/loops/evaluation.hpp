// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "run_plan.hpp"
#include "run_time_values.hpp"
#include "storage.hpp"

#include <array>
#include <memory>
#include <tuple>
#include <utility>

/// One plan meets the tensors that are bound to it: extents are read and checked, then the loops run.
namespace iverson {

/// Memory for the temporaries of evaluations. One that the caller keeps grows to what is needed and is used again, so
/// that evaluations allocate nothing. Not to be used by two threads at once.
class workspace {
  public:
    /// At least `bytes` of memory, aligned to 64 bytes; what was there before is lost.
    void* reserve(std::size_t bytes) {
        if (bytes > size_) {
            memory_.reset(static_cast<std::byte*>(::operator new(bytes, std::align_val_t{64})));
            size_ = bytes;
        }
        return memory_.get();
    }
    std::size_t bytes() const { return size_; }

  private:
    struct release {
        void operator()(std::byte* p) const { ::operator delete(p, std::align_val_t{64}); }
    };
    std::unique_ptr<std::byte, release> memory_;
    std::size_t size_ = 0;
};

namespace loops {

/// What an evaluation may use beside its arguments.
struct means {
    workspace* memory = nullptr;    ///< for temporaries; none: its own
    team const* workers = nullptr;  ///< none: the caller's thread alone
};

}  // namespace loops

/// Positions first .. last of one axis of a result.
struct axis_range {
    std::int64_t first = 0;
    std::int64_t last = -1;

    std::int64_t extent() const { return last < first ? 0 : last - first + 1; }
    friend bool operator==(axis_range const&, axis_range const&) = default;
};

namespace loops {

template <class P, int I>
struct rest_at {
    static constexpr graph::affine const& value = P::value.settings[I].rest;
};
template <class P, int I, bool Upper>
struct axis_at {
    static constexpr graph::affine const& value = Upper ? P::value.axes[I].upper : P::value.axes[I].lower;
};
template <class P, int I, bool Upper>
struct expected_at {
    static constexpr graph::affine const& value = Upper ? P::value.checks[I].upper : P::value.checks[I].lower;
};

template <class P, int I, bool Upper>
struct other_expected_at {
    static constexpr graph::affine const& value =
        Upper ? P::value.checks[I].other_upper : P::value.checks[I].other_lower;
};

template <class P>
inline constexpr int argument_count = [] {
    int n = 0;
    for (int b = 0; b < P::value.buffer_count; ++b) {
        n += P::value.buffers[static_cast<std::size_t>(b)].kind == buffer_kind::argument ? 1 : 0;
    }
    return n;
}();
template <class P>
inline constexpr int result_count = [] {
    int n = 0;
    for (int b = 0; b < P::value.buffer_count; ++b) {
        n += P::value.buffers[static_cast<std::size_t>(b)].kind == buffer_kind::result ? 1 : 0;
    }
    return n;
}();

/// Extents and first positions of the arguments.
template <class P>
struct argument_axes {
    static constexpr int rank = greatest_rank<P>() > 0 ? greatest_rank<P>() : 1;
    static constexpr int count = argument_count<P> > 0 ? argument_count<P> : 1;
    bound_axis axis[count][rank] = {};

    bound_axis const& operator()(int buffer, int which) const { return axis[buffer][which]; }
};

/// The values of all symbols, and the checks, as straight-line code.
template <class P>
class resolved {
  public:
    /// Errors: binding_error.
    IVERSON_INLINE explicit resolved(argument_axes<P> const& axes) { resolve(axes); }

    coordinate* values() { return v_; }
    /// Axis `Axis` of any buffer.
    template <int Buffer, int Axis>
    IVERSON_INLINE axis_range axis() const {
        constexpr int place = P::value.buffers[Buffer].axes.first + Axis;
        axis_range const result{value_of<axis_at<P, place, false>>(v_),
                                value_of<axis_at<P, place, true>>(v_)};
        if constexpr (P::value.axes[place].of_support) {
            return result.extent() > 0 ? result : axis_range{};
        }
        return result;
    }

  private:
    IVERSON_INLINE void resolve(argument_axes<P> const& axes) {
        set_all(axes, std::make_index_sequence<static_cast<std::size_t>(P::value.setting_count)>{});
        check_all(axes, std::make_index_sequence<static_cast<std::size_t>(P::value.check_count)>{});
    }
    template <std::size_t... I>
    IVERSON_INLINE void set_all(argument_axes<P> const& axes, std::index_sequence<I...>) {
        (set<static_cast<int>(I)>(axes), ...);
    }
    template <int I>
    IVERSON_INLINE void set(argument_axes<P> const& axes) {
        constexpr setting::source from = P::value.settings[I].from;
        coordinate& value = v_[P::value.settings[I].symbol];
        if constexpr (from == setting::source::zero) {
            value = 0;
        } else if constexpr (from == setting::source::hull_lower) {
            value = hull<P::value.settings[I].pieces.first, P::value.settings[I].pieces.size>().first;
        } else if constexpr (from == setting::source::hull_extent) {
            value = hull<P::value.settings[I].pieces.first, P::value.settings[I].pieces.size>().extent();
        } else {
            coordinate const rest = value_of<rest_at<P, I>>(v_);
            if constexpr (from == setting::source::relation) {
                value = P::value.settings[I].axis == 0 ? -P::value.settings[I].sign * rest
                                                       : larger(0, -P::value.settings[I].sign * rest);
            } else {
                bound_axis const& a = axes.axis[P::value.settings[I].buffer][P::value.settings[I].axis];
                value = P::value.settings[I].sign *
                        ((from == setting::source::extent ? a.extent : a.first) - rest);
                if constexpr (P::value.settings[I].divisor > 1) {
                    value = graph::floor_divide(value, P::value.settings[I].divisor);
                }
                if constexpr (P::value.settings[I].at_least_zero) {
                    value = larger(0, value);
                }
            }
        }
    }
    template <int First, int Size>
    IVERSON_INLINE interval hull() const {
        interval result;
        join<First>(result, std::make_index_sequence<static_cast<std::size_t>(Size)>{});
        return result;
    }
    template <int First, std::size_t... I>
    IVERSON_INLINE void join(interval& result, std::index_sequence<I...>) const {
        (join_piece<First + static_cast<int>(I)>(result), ...);
    }
    template <int Piece>
    IVERSON_INLINE void join_piece(interval& result) const {
        constexpr range conditions = P::value.pieces[Piece].conditions;
        if (!conditions_hold<P, conditions.first>(
                v_, std::make_index_sequence<static_cast<std::size_t>(conditions.size)>{})) {
            return;
        }
        auto const [low, high] =
            range_between<P, P::value.pieces[Piece].values.lowers, P::value.pieces[Piece].values.uppers>(v_);
        interval its{low, high};
        if constexpr (P::value.pieces[Piece].is_narrowed()) {
            its = its.empty() ? its : witnessed(P::value, P::value.pieces[Piece], its, v_);
        }
        if (!its.empty()) {
            bool const first = result.empty();
            result.first = first ? its.first : smaller(result.first, its.first);
            result.last = first ? its.last : larger(result.last, its.last);
        }
    }

    template <std::size_t... I>
    IVERSON_INLINE void check_all(argument_axes<P> const& axes, std::index_sequence<I...>) const {
        (check_one<static_cast<int>(I)>(axes), ...);
    }
    template <int I>
    IVERSON_INLINE void check_one(argument_axes<P> const& axes) const {
        interval const set{value_of<expected_at<P, I, false>>(v_), value_of<expected_at<P, I, true>>(v_)};
        bool failed = false;
        if constexpr (P::value.checks[I].what == check::kind::entries) {
            return;  // it wants to see the data, not only their extents
        } else if constexpr (P::value.checks[I].what == check::kind::axis) {
            bound_axis const& found = axes.axis[P::value.checks[I].buffer][P::value.checks[I].axis];
            failed = found.extent != set.extent() ||
                     (P::value.checks[I].start && found.extent > 0 && found.first != set.first);
        } else if constexpr (P::value.checks[I].what == check::kind::equal) {
            failed = differ(set, {value_of<other_expected_at<P, I, false>>(v_),
                                  value_of<other_expected_at<P, I, true>>(v_)});
        } else {
            interval const values = hull<P::value.checks[I].pieces.first, P::value.checks[I].pieces.size>();
            failed = !values.empty() && (values.first < set.first || values.last > set.last);
        }
        if (failed) [[unlikely]] {
            refuse(axes, I);
        }
    }
    [[noreturn, gnu::cold, gnu::noinline]] void refuse(argument_axes<P> axes, int which) const {
        throw binding_error{
            sentence_of(P::value, P::value.checks[static_cast<std::size_t>(which)], v_, axes)};
    }

    coordinate v_[P::value.symbols > 0 ? P::value.symbols : 1];
};

/// Empty objects may have no memory; what is never read or written still needs an address to count from.
/// (Out of line, so that the compiler does not warn of positions beside an object that it knows.)
[[gnu::noinline, gnu::cold]] inline void* nowhere() {
    alignas(64) static char place[64];
    return place;
}

/// First and last byte of an object's entries, for finding results that overlap arguments.
struct footprint {
    std::uintptr_t first = 1;
    std::uintptr_t last = 0;

    bool overlaps(footprint const& other) const { return first <= other.last && other.first <= last; }
};

template <class Object>
IVERSON_INLINE footprint footprint_of(Object const& object) {
    using its = storage<Object>;
    coordinate low = 0;
    coordinate high = 0;
    for (int d = 0; d < its::rank; ++d) {
        coordinate const n = its::extent(object, d);
        if (n == 0) {
            return {};
        }
        coordinate const reach = (n - 1) * its::stride(object, d);
        (reach < 0 ? low : high) += reach;
    }
    auto const first = reinterpret_cast<std::uintptr_t>(its::data(object));
    constexpr auto size = static_cast<coordinate>(sizeof(typename its::scalar));
    return {first + static_cast<std::uintptr_t>(low * size),
            first + static_cast<std::uintptr_t>(high * size + size - 1)};
}

/// Whether several entries may have one place: the entries of one axis do not lie inside a step of another one.
template <class Object>
IVERSON_INLINE bool lies_on_itself(Object const& object) {
    using its = storage<Object>;
    constexpr int axes = its::rank > 0 ? its::rank : 1;
    coordinate step[axes];
    coordinate reach[axes];
    for (int d = 0; d < its::rank; ++d) {
        coordinate const n = its::extent(object, d);
        if (n <= 0) {
            return false;
        }
        coordinate const stride = its::stride(object, d);
        step[d] = stride < 0 ? -stride : stride;
        reach[d] = (n - 1) * step[d];
    }
    bool result = false;
    for (int d = 0; d < its::rank; ++d) {
        coordinate inside = 0;
        for (int e = 0; e < its::rank; ++e) {
            inside += e != d && (step[e] < step[d] || (step[e] == step[d] && e < d)) ? reach[e] : 0;
        }
        result = result || (its::extent(object, d) > 1 && inside >= step[d]);
    }
    return result;
}

}  // namespace loops
}  // namespace iverson
