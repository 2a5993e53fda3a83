// SPDX-License-Identifier: BSL-1.0
// long because one evaluation is one class over the types of its arguments and results: their places, checks, memory.
#pragma once

#include "bound_plan.hpp"
#include "check_entries.hpp"
#include "evaluation.hpp"

/// From a frozen formula and named data to numbers. A `Source` is a type with the frozen formula `value` and the frozen
/// formulas that it came from; named data are what where(...) makes.
namespace iverson::loops {

template <class Binding>
inline constexpr bool is_number = std::is_arithmetic_v<data_of<Binding>>;

/// Data of integers, which an integer tensor is bound to.
template <class Binding>
inline constexpr bool is_integral = [] {
    if constexpr (is_number<Binding>) {
        return false;
    } else {
        return std::is_integral_v<typename storage<data_of<Binding>>::scalar>;
    }
}();

/// The type of the numbers: that of the tensors (but those of integers), and double where only numbers are bound.
template <class... Bindings>
struct common_scalar {
    using type = double;
};
template <class First, class... Rest>
struct common_scalar<First, Rest...> {
    using rest = typename common_scalar<Rest...>::type;
    static auto pick() {
        if constexpr (is_number<First> || is_integral<First>) {
            return rest{};
        } else {
            return typename storage<data_of<First>>::scalar{};
        }
    }
    using type = decltype(pick());
};

template <class T, class Object>
concept HoldsOnly =
    is_number<Object> || is_integral<Object> || std::is_same_v<typename storage<data_of<Object>>::scalar, T>;

/// One evaluation: a plan, the types of its arguments and of its results.
template <class P, class T, class Arguments, class Results>
class call;

template <class P, class T, class... Argument, class... Result>
class call<P, T, std::tuple<Argument...>, std::tuple<Result...>> {
    static constexpr int arguments = sizeof...(Argument);
    static constexpr int first_temporary = arguments + static_cast<int>(sizeof...(Result));
    static constexpr bool has_temporaries = P::value.buffer_count > first_temporary;
    static constexpr bool has_parts = has_cuts(P::value);
    using all_temporaries = std::make_index_sequence<static_cast<std::size_t>(
        has_temporaries ? P::value.buffer_count - first_temporary : 0)>;
    using all_arguments = std::make_index_sequence<sizeof...(Argument)>;
    using all_results = std::make_index_sequence<sizeof...(Result)>;

    template <class Object>
    static constexpr bool unit_known = storage<Object>::contiguous;

    /// The bytes of an entry, negative without a sign; 0 for data of other numbers.
    template <class Binding>
    static constexpr int bytes_of_integer() {
        if constexpr (is_integral<Binding>) {
            using scalar = typename storage<data_of<Binding>>::scalar;
            return std::is_signed_v<scalar> ? static_cast<int>(sizeof(scalar))
                                            : -static_cast<int>(sizeof(scalar));
        } else {
            return 0;
        }
    }

    /// `Assumed`: inner strides that only the objects know are 1.
    template <bool Assumed>
    static constexpr memory_layout<P::value.buffer_count> make_layout() {
        memory_layout<P::value.buffer_count> result;
        std::size_t b = 0;
        ((result.unit_axis[b++] =
              Assumed || unit_known<data_of<Argument>> ? storage<data_of<Argument>>::inner_axis : -1),
         ...);
        ((result.unit_axis[b++] = Assumed || unit_known<Result> ? storage<Result>::inner_axis : -1), ...);
        for (; b < static_cast<std::size_t>(P::value.buffer_count); ++b) {
            result.unit_axis[b] = P::value.buffers[b].rank - 1;
        }
        std::size_t a = 0;
        ((result.integer[a++] = bytes_of_integer<Argument>()), ...);
        return result;
    }
    template <bool Assumed, std::size_t... B>
    static auto as_type(std::index_sequence<B...>) -> layout_type<make_layout<Assumed>().code(B)...>;
    using all_buffers = std::make_index_sequence<static_cast<std::size_t>(P::value.buffer_count)>;
    using known_layout = decltype(as_type<false>(all_buffers{}));
    using assumed_layout = decltype(as_type<true>(all_buffers{}));

  public:
    template <class Binding>
    IVERSON_INLINE static bound_axis axis_of(Binding const& b, int axis) {
        using its = storage<data_of<Binding>>;
        if constexpr (Binding::placed_axes > 0) {
            return {its::extent(b.data, axis), b.lower[static_cast<std::size_t>(axis)], true};
        } else {
            return {its::extent(b.data, axis), 0, false};
        }
    }
    IVERSON_INLINE static argument_axes<P> axes_of(std::tuple<Argument...> const& given) {
        argument_axes<P> axes;
        fill_axes(axes, given, all_arguments{});
        return axes;
    }

    template <std::size_t Which>
    static constexpr int result_rank = P::value.buffers[arguments + static_cast<int>(Which)].rank;
    template <std::size_t Which>
    IVERSON_INLINE static auto extents(resolved<P> const& values) {
        return extents_of<arguments + static_cast<int>(Which)>(
            values, std::make_index_sequence<static_cast<std::size_t>(result_rank<Which>)>{});
    }

    /// Runs the loops. Errors: binding_error for a result of another shape, or one that overlaps an argument.
    static void run(std::tuple<Argument...> const& given, resolved<P>& values, means const& use,
                    Result&... results) {
        bool const strides_are_one = unit_strides(given, results...);
        if constexpr (has_temporaries) {
            run_with_memory(given, values, use, strides_are_one, results...);
        } else {
            if (bytes_of_parts(values, strides_are_one) > 0) [[unlikely]] {
                run_cut(given, values, use, strides_are_one, results...);
                return;
            }
            memory_of<P, T> m;
            numbers read;
            give_team(m, use.workers);
            place_objects(m, read, values, given, results...);
            run_loops(m, values, strides_are_one);
        }
    }

    // -- the stages of `run`, for evaluations that are prepared once and run often ---------------------------------
    IVERSON_INLINE static void give_team([[maybe_unused]] memory_of<P, T>& m,
                                         [[maybe_unused]] team const* workers) {
        if constexpr (Shared<P>) {
            m.workers = workers;
        }
    }
    /// The bound numbers, as the loops read them.
    struct numbers {
        T value[arguments > 0 ? arguments : 1];
    };
    /// Errors: binding_error for a result of another shape, or one that overlaps an argument.
    IVERSON_INLINE static void place_objects(memory_of<P, T>& m, numbers& read, resolved<P> const& values,
                                             std::tuple<Argument...> const& given, Result&... results) {
        place_arguments(m, read, values, given, all_arguments{});
        place_results(m, values, given, all_results{}, results...);
    }
    static void place_temporaries(memory_of<P, T>& m, resolved<P>& values, workspace& memory,
                                  bool strides_are_one) {
        if constexpr (has_temporaries || has_parts) {
            needs const its{m, values, strides_are_one};
            its.place(m, memory.reserve(static_cast<std::size_t>(its.bytes())));
        }
    }
    /// Whether all entries that the types leave open lie one behind the other.
    IVERSON_INLINE static bool unit_strides(std::tuple<Argument...> const& given, Result const&... results) {
        return assumptions_hold(given, all_arguments{}, results...);
    }
    IVERSON_INLINE static void run_loops(memory_of<P, T> const& m, resolved<P>& values,
                                         [[maybe_unused]] bool unit_strides) {
        check_entries<P, known_layout>(m, values.values());
        if constexpr (std::is_same_v<known_layout,
                                     assumed_layout>) {  // NOLINT(bugprone-branch-clone): types differ
            run_plan<P, known_layout, T>(m, values.values());
        } else if (unit_strides) {
            run_plan<P, assumed_layout, T>(m, values.values());
        } else {
            run_plan<P, known_layout, T>(m, values.values());
        }
    }

  private:
    template <std::size_t... I>
    IVERSON_INLINE static void fill_axes(argument_axes<P>& axes, std::tuple<Argument...> const& given,
                                         std::index_sequence<I...>) {
        (fill_axes_of<I>(axes, std::get<I>(given)), ...);
    }
    template <std::size_t I, class Binding>
    IVERSON_INLINE static void fill_axes_of(argument_axes<P>& axes, Binding const& b) {
        constexpr int rank = P::value.buffers[I].rank;
        static_assert(storage<data_of<Binding>>::rank == rank,
                      "a tensor is bound to data with another number of axes than it has in the formula");
        for (int d = 0; d < rank; ++d) {
            axes.axis[I][d] = axis_of(b, d);
        }
    }
    template <int Buffer, std::size_t... D>
    IVERSON_INLINE static std::array<std::int64_t, sizeof...(D)> extents_of(resolved<P> const& values,
                                                                            std::index_sequence<D...>) {
        return {values.template axis<Buffer, static_cast<int>(D)>().extent()...};
    }

    template <int Buffer, class Object>
    IVERSON_INLINE static void place(memory_of<P, T>& m, resolved<P> const& values, Object& object) {
        using its = storage<std::remove_const_t<Object>>;
        constexpr auto axes =
            std::make_index_sequence<static_cast<std::size_t>(P::value.buffers[Buffer].rank)>{};
        auto const stride = [&](int d) { return its::stride(object, d); };
        if constexpr (std::is_same_v<typename its::scalar, T>) {
            T* const data = const_cast<T*>(its::data(object));
            m.base[Buffer] = data != nullptr ? data : static_cast<T*>(nowhere());
            m.base[Buffer] -= place_axes<Buffer>(m, values, stride, axes);
        } else {  // integers: the base is of type T in name only
            auto* const data = const_cast<char*>(reinterpret_cast<char const*>(its::data(object)));
            constexpr auto size = static_cast<coordinate>(sizeof(typename its::scalar));
            coordinate const shift = size * place_axes<Buffer>(m, values, stride, axes);
            m.base[Buffer] =
                reinterpret_cast<T*>((data != nullptr ? data : static_cast<char*>(nowhere())) - shift);
        }
    }
    /// The distance, in entries, from position (0, ..., 0) to the first one.
    template <int Buffer, class Stride, std::size_t... D>
    IVERSON_INLINE static coordinate place_axes(memory_of<P, T>& m, resolved<P> const& values,
                                                Stride const& stride, std::index_sequence<D...>) {
        coordinate shift = 0;
        ((m.stride[Buffer][D] = stride(static_cast<int>(D)),
          shift += m.stride[Buffer][D] * values.template axis<Buffer, static_cast<int>(D)>().first),
         ...);
        return shift;
    }

    template <std::size_t... I>
    IVERSON_INLINE static void place_arguments(memory_of<P, T>& m, numbers& read, resolved<P> const& values,
                                               std::tuple<Argument...> const& given,
                                               std::index_sequence<I...>) {
        (place_argument<static_cast<int>(I)>(m, read.value[I], values, std::get<I>(given)), ...);
    }
    template <int I, class Binding>
    IVERSON_INLINE static void place_argument(memory_of<P, T>& m, T& number, resolved<P> const& values,
                                              Binding const& b) {
        if constexpr (is_number<Binding>) {
            number = static_cast<T>(b.data);
            m.base[I] = &number;
        } else {
            place<I>(m, values, std::as_const(b.data));
        }
    }
    template <std::size_t... I>
    IVERSON_INLINE static void place_results(memory_of<P, T>& m, resolved<P> const& values,
                                             std::tuple<Argument...> const& given, std::index_sequence<I...>,
                                             Result&... results) {
        (check_result<I>(values, given, results), ...);
        check_apart(results...);
        (place<arguments + static_cast<int>(I)>(m, values, results), ...);
        ((m.around_caches[arguments + static_cast<int>(I)] = is_large<I>(values)), ...);
    }
    template <std::size_t I>
    IVERSON_INLINE static bool is_large(resolved<P> const& values) {
        coordinate bytes = sizeof(T);
        for (std::int64_t const extent : extents<I>(values)) {
            bytes *= extent;
        }
        return bytes >= more_than_caches;
    }
    template <std::size_t I, class Object>
    IVERSON_INLINE static void check_result(resolved<P> const& values, std::tuple<Argument...> const& given,
                                            Object const& result) {
        static_assert(storage<Object>::rank == result_rank<I>,
                      "the result object has another number of axes than the result of the formula");
        auto const wanted = extents<I>(values);
        for (std::size_t d = 0; d < wanted.size(); ++d) {
            if (storage<Object>::extent(result, static_cast<int>(d)) != wanted[d]) [[unlikely]] {
                refuse_shape<I>(values, static_cast<int>(d),
                                storage<Object>::extent(result, static_cast<int>(d)));
            }
        }
        if (lies_on_itself(result)) [[unlikely]] {
            refuse_result_on_itself(arguments + static_cast<int>(I));
        }
        footprint const its = footprint_of(result);
        check_overlaps<I>(its, given, all_arguments{});
    }
    template <std::size_t Which, std::size_t... I>
    IVERSON_INLINE static void check_overlaps(footprint const& result, std::tuple<Argument...> const& given,
                                              std::index_sequence<I...>) {
        (check_overlap<Which, I>(result, std::get<I>(given)), ...);
    }
    template <std::size_t Which, std::size_t I, class Binding>
    IVERSON_INLINE static void check_overlap(footprint const& result, Binding const& b) {
        if constexpr (!is_number<Binding>) {
            if (result.overlaps(footprint_of(b.data))) [[unlikely]] {
                refuse_overlap(arguments + static_cast<int>(Which), static_cast<int>(I));
            }
        }
    }
    /// What is written to one result must not be lost in another one.
    IVERSON_INLINE static void check_apart(Result const&... results) {
        footprint const all[] = {footprint_of(results)...};
        for (std::size_t i = 1; i < sizeof...(Result); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (all[i].overlaps(all[j])) [[unlikely]] {
                    refuse_overlap_of_results(static_cast<int>(j), static_cast<int>(i));
                }
            }
        }
    }
    [[noreturn, gnu::cold, gnu::noinline]] static void refuse_result_on_itself(int which) {
        std::string const name{name_of(P::value, P::value.buffers[static_cast<std::size_t>(which)].name)};
        throw binding_error{"several entries of the result " + name +
                            " may have one place: the strides of its memory are too small for its extents"};
    }
    [[noreturn, gnu::cold, gnu::noinline]] static void refuse_overlap_of_results(int one, int other) {
        std::string const left{
            name_of(P::value, P::value.buffers[static_cast<std::size_t>(arguments + one)].name)};
        std::string const right{
            name_of(P::value, P::value.buffers[static_cast<std::size_t>(arguments + other)].name)};
        throw binding_error{"the memory for the result " + left + " overlaps that of the result " + right +
                            ": give each memory of its own"};
    }
    [[noreturn, gnu::cold, gnu::noinline]] static void refuse_overlap(int result, int argument) {
        std::string const left{name_of(P::value, P::value.buffers[static_cast<std::size_t>(result)].name)};
        std::string const right{name_of(P::value, P::value.buffers[static_cast<std::size_t>(argument)].name)};
        throw binding_error{"the memory for the result " + left + " overlaps that of " + right +
                            ", which is read while the result is written: give the result memory of its own"};
    }
    template <std::size_t Which>
    [[noreturn, gnu::cold, gnu::noinline]] static void refuse_shape(resolved<P> const& values, int axis,
                                                                    std::int64_t found) {
        auto const wanted = extents<Which>(values);
        std::string const name{name_of(P::value, P::value.buffers[arguments + Which].name)};
        throw binding_error{"the memory for axis " + std::to_string(axis) + " of the result " + name +
                            " has extent " + std::to_string(found) + ", and the result has extent " +
                            std::to_string(wanted[static_cast<std::size_t>(axis)])};
    }

    // -- temporaries -----------------------------------------------------------------------------------------------
    /// The memory that loops need: temporaries one behind the other, then the parts of reductions that are cut.
    class needs {
      public:
        IVERSON_INLINE needs(memory_of<P, T>& m, resolved<P>& values, bool strides_are_one)
            : temporaries_{place_temporaries(m, values, shifts_, all_temporaries{})},
              parts_{bytes_of_parts(values, strides_are_one)} {}
        coordinate bytes() const { return temporaries_ + parts_; }
        IVERSON_INLINE void place(memory_of<P, T>& m, void* memory) const {
            shift_temporaries(m, static_cast<T*>(memory), shifts_, all_temporaries{});
            if (parts_ > 0) {
                m.parts = static_cast<T*>(memory) + temporaries_ / static_cast<coordinate>(sizeof(T));
            }
        }

      private:
        coordinate shifts_[has_temporaries ? all_temporaries::size() : 1];
        coordinate temporaries_;
        coordinate parts_;
    };
    static void run_with_memory(std::tuple<Argument...> const& given, resolved<P>& values, means const& use,
                                bool strides_are_one, Result&... results) {
        memory_of<P, T> m;
        if constexpr (has_parts) {
            m = {};  // it is copied
        }
        numbers read;
        give_team(m, use.workers);
        place_objects(m, read, values, given, results...);
        needs const its{m, values, strides_are_one};
        workspace mine;
        alignas(64) std::byte small[2048];
        bool const fits = use.memory == nullptr && its.bytes() <= static_cast<coordinate>(sizeof small);
        its.place(m, fits ? small
                          : (use.memory != nullptr ? *use.memory : mine)
                                .reserve(static_cast<std::size_t>(its.bytes())));
        run_loops(m, values, strides_are_one);
    }
    /// Out of line, so that evaluations with short sums are none the slower.
    [[gnu::cold, gnu::noinline]] static void run_cut(std::tuple<Argument...> const& given, resolved<P> values,
                                                     means const& use, bool strides_are_one,
                                                     Result&... results) {
        run_with_memory(given, values, use, strides_are_one, results...);
    }
    IVERSON_INLINE static coordinate bytes_of_parts([[maybe_unused]] resolved<P>& values,
                                                    [[maybe_unused]] bool strides_are_one) {
        if constexpr (!has_parts) {
            return 0;
        } else if (strides_are_one) {
            return part_bytes<P, assumed_layout, T>(values.values());
        } else {
            return part_bytes<P, known_layout, T>(values.values());
        }
    }
    template <std::size_t... I>
    IVERSON_INLINE static coordinate place_temporaries(memory_of<P, T>& m, resolved<P> const& values,
                                                       coordinate* shifts, std::index_sequence<I...>) {
        coordinate entries = 0;
        ((shifts[I] = place_temporary<first_temporary + static_cast<int>(I)>(m, values, entries)), ...);
        return entries * static_cast<coordinate>(sizeof(T));
    }
    /// Rows one after the other, from a multiple of 64 bytes on: where position (0, ..., 0) lies in the memory.
    template <int Buffer>
    IVERSON_INLINE static coordinate place_temporary(memory_of<P, T>& m, resolved<P> const& values,
                                                     coordinate& entries) {
        constexpr int rank = P::value.buffers[Buffer].rank;
        auto const wanted =
            extents_of<Buffer>(values, std::make_index_sequence<static_cast<std::size_t>(rank)>{});
        coordinate size = 1;
        for (int d = rank; d-- > 0;) {
            m.stride[Buffer][d] = size;
            size *= wanted[static_cast<std::size_t>(d)];
        }
        coordinate const shift =
            entries -
            first_offset<Buffer>(m, values, std::make_index_sequence<static_cast<std::size_t>(rank)>{});
        constexpr coordinate line = 64 / sizeof(T);
        entries += (size + line - 1) / line * line;
        return shift;
    }
    template <int Buffer, std::size_t... D>
    IVERSON_INLINE static coordinate first_offset(memory_of<P, T> const& m, resolved<P> const& values,
                                                  std::index_sequence<D...>) {
        return (coordinate{0} + ... +
                (m.stride[Buffer][D] * values.template axis<Buffer, static_cast<int>(D)>().first));
    }
    template <std::size_t... I>
    IVERSON_INLINE static void shift_temporaries(memory_of<P, T>& m, [[maybe_unused]] T* memory,
                                                 coordinate const* shifts, std::index_sequence<I...>) {
        ((m.base[first_temporary + static_cast<int>(I)] = memory + shifts[I]), ...);
    }

    // -- layouts ---------------------------------------------------------------------------------------------------------
    template <class Object>
    IVERSON_INLINE static bool inner_stride_is_one(Object const& object) {
        using its = storage<Object>;
        if constexpr (its::contiguous) {
            return true;
        } else {
            return its::stride(object, its::inner_axis) == 1;
        }
    }
    template <std::size_t... I>
    IVERSON_INLINE static bool assumptions_hold(std::tuple<Argument...> const& given,
                                                std::index_sequence<I...>, Result const&... results) {
        return (inner_stride_is_one(std::get<I>(given).data) && ... && true) &&
               (inner_stride_is_one(results) && ...);
    }
};

/// What stands for the results of an evaluation that is refused, so that the compiler says its sentence and no other.
struct no_result {
    template <class T>
    operator T() const;  // NOLINT: it becomes whatever is asked for, and is never linked
};

/// All that the types of one evaluation decide; `WithTeam`: whether threads may compute it; `Model`: which cost model decides
/// whether transforms do, void if they may not.
template <class Source, class Bindings, bool WithTeam = false, class Model = void>
struct evaluation_of;

template <class Source, template <class...> class Bindings, class... Binding, bool WithTeam, class Model>
struct evaluation_of<Source, Bindings<Binding...>, WithTeam, Model> {
    using alone = checked_plan<cut_plan<bound_plan<Source, key_of<Binding>...>>>;
    using direct = std::conditional_t<WithTeam, shared_plan<alone>, alone>;
    using plans = std::conditional_t<std::is_void_v<Model>, direct, transformed_plan<direct, Model>>;
    using scalar = typename common_scalar<Binding...>::type;
    static_assert((HoldsOnly<scalar, Binding> && ...),
                  "the bound tensors mix types of numbers: bind all of them as float, or all as double");
    /// Whether each tensor is bound to integers that is one of integers (`Wanted`), or only such a tensor is.
    template <bool Wanted>
    static constexpr bool integers_agree = [] {
        std::size_t b = 0;
        bool result = true;
        if (!plan_message<plans>::sentence().empty()) {
            return true;  // there is no plan, and that is said
        }
        ((result = result && (plans::value.buffers[b++].integral != Wanted ||
                              is_integral<Binding> == Wanted || is_number<Binding>)),
         ...);
        return result;
    }();
    static_assert(
        integers_agree<true>,
        "a tensor that subscripts another, or is compared with an index, is bound to data that is not of "
        "integers: bind a vector or matrix of int or std::int64_t");
    static_assert(
        integers_agree<false>,
        "data of integers is bound to a tensor that neither subscripts another nor is compared with an "
        "index: bind it as float or double");
    static constexpr bool runs = plan_message<plans>::sentence().empty() &&
                                 (HoldsOnly<scalar, Binding> && ...) && integers_agree<true> &&
                                 integers_agree<false>;
    using arguments = std::tuple<Binding...>;
    template <class... Result>
    using call_with = call<plans, scalar, arguments, std::tuple<Result...>>;
    static constexpr int results = result_count<plans>;
    template <std::size_t Which>
    using result =
        typename result_object<scalar, plans::value.buffers[sizeof...(Binding) + Which].rank>::type;
};

template <class Evaluation, class... Result>
void run_into(typename Evaluation::arguments const& given, means const& use, Result&... results) {
    if constexpr (Evaluation::runs) {
        static_assert(sizeof...(Result) == Evaluation::results,
                      "one object is needed for each result of the formula");
        static_assert((std::is_same_v<typename storage<Result>::scalar, typename Evaluation::scalar> && ...),
                      "the result holds another type of numbers than the bound tensors");
        using its = typename Evaluation::template call_with<Result...>;
        resolved<typename Evaluation::plans> values{its::axes_of(given)};
        its::run(given, values, use, results...);
    }
}

template <class Evaluation, std::size_t... I>
auto run_new(typename Evaluation::arguments const& given, means const& use, std::index_sequence<I...>) {
    using its = typename Evaluation::template call_with<typename Evaluation::template result<I>...>;
    std::tuple<typename Evaluation::template result<I>...> results;
    resolved<typename Evaluation::plans> values{its::axes_of(given)};
    (resize<typename Evaluation::scalar, its::template result_rank<I>>(std::get<I>(results),
                                                                       its::template extents<I>(values)),
     ...);
    its::run(given, values, use, std::get<I>(results)...);
    if constexpr (sizeof...(I) == 1) {
        return std::get<0>(std::move(results));
    } else {
        return results;
    }
}

/// New objects with the results: a number, an Eigen vector, a column-major Eigen matrix, an Eigen Tensor by rank; a
/// std::tuple of them where the formula has several results.
template <class Source, bool WithTeam = false, class Model = void, class Bindings>
auto evaluate(Bindings const& given, means const& use = {}) {
    using its = evaluation_of<Source, Bindings, WithTeam, Model>;
    if constexpr (its::runs) {
        return run_new<its>(given.members, use,
                            std::make_index_sequence<static_cast<std::size_t>(its::results)>{});
    } else {
        return no_result{};
    }
}

/// The domain of the first result, one range for each axis.
template <class Source, class Bindings>
auto domain(Bindings const& given) {
    using its = evaluation_of<Source, Bindings>;
    constexpr int buffer = argument_count<typename its::plans>;
    constexpr auto rank = static_cast<std::size_t>(its::plans::value.buffers[buffer].rank);
    resolved<typename its::plans> const values{its::template call_with<>::axes_of(given.members)};
    return [&]<std::size_t... D>(std::index_sequence<D...>) {
        return std::array<axis_range, rank>{values.template axis<buffer, static_cast<int>(D)>()...};
    }(std::make_index_sequence<rank>{});
}

}  // namespace iverson::loops
