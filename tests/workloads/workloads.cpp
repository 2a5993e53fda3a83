// SPDX-License-Identifier: BSL-1.0
// Every workload at all extents from 0 to 70 on each of its axes, at ten thousand random ones and at some large ones: the numbers
// of plain loops, to the bound of their rounding; nothing is read or written beside the arrays, and nothing is allocated.
#include "../threads/crew.hpp"
#include "memory.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <map>
#include <sstream>

namespace workloads {
namespace {

/// Whether this processor has what the kernels were compiled for.
boost::test_tools::assertion_result can_run(boost::unit_test::test_unit_id) {
    boost::test_tools::assertion_result result{true};
#if defined(__AVX512F__)
    result = static_cast<bool>(__builtin_cpu_supports("avx512f")) &&
             static_cast<bool>(__builtin_cpu_supports("avx512vl"));
    result.message() << "this processor has no AVX-512";
#elif defined(__AVX2__)
    result =
        static_cast<bool>(__builtin_cpu_supports("avx2")) && static_cast<bool>(__builtin_cpu_supports("fma"));
    result.message() << "this processor has no AVX2 with FMA";
#endif
    return result;
}

/// A multiple of 2^-10 of at most 1: sums of a billion products are exact in double.
std::vector<numbers> drawn_numbers(std::vector<extents> const& shapes, std::uint32_t seed) {
    std::mt19937 dice{seed};
    std::vector<numbers> result;
    for (extents const& shape : shapes) {
        numbers& next = result.emplace_back(shape);
        for (double& entry : next.entries) {
            entry = static_cast<double>(drawn(dice, -1024, 1024)) / 1024;
        }
    }
    return result;
}

/// One choice of extents: data, what must come of them, and what each kernel makes of them.
class trial {
  public:
    trial(workload const& w, extents const& e, std::uint32_t seed)
        : w_{w}, e_{e}, seed_{seed}, given_{drawn_numbers(w.inputs(e), seed)} {
        for (extents const& shape : w.results(e)) {
            expected_.emplace_back(shape);
        }
        w.compute(given_, expected_);
    }
    void check() {
        for (kernel const& k : kernels()) {
            if (k.workload == w_.name) {
                k.single ? check<float>(k) : check<double>(k);
            }
        }
    }

  private:
    template <class T>
    void check(kernel const& k) {
        std::mt19937 dice{seed_};  // the same places for threads as for none
        order const lies = k.lies == order::any && seed_ % 2 == 0 ? order::rows : k.lies;
        std::vector<placed<T>> arrays;
        for (numbers const& each : given_) {
            arrays.emplace_back(each.shape, lies, dice).fill(each.entries);
        }
        if (w_.last_is_a_shape) {
            arrays.back() = placed<T>{given_.back().shape, lies, dice};
            arrays.back().leave_empty();
        }
        for (truth const& each : expected_) {
            arrays.emplace_back(each.shape, lies, dice).leave_empty();
        }
        std::vector<array> all;
        for (placed<T>& each : arrays) {
            all.push_back(each.where());
        }
        crew const three{3};
        long const asked = k.run(all.data(), &three);
        expect(asked == 0 || k.with == option::threads, k, "the heap is asked for memory");
        for (std::size_t r = 0; r < expected_.size(); ++r) {
            judge(k, r, arrays[given_.size() + r].taken());
        }
        for (placed<T> const& each : arrays) {
            expect(each.is_unchanged(), k, "something is written where no result is");
        }
    }
    template <class T>
    void judge(kernel const& k, std::size_t which, std::vector<T> const& found) {
        double const unit = static_cast<double>(w_.terms(e_) + 8) * std::numeric_limits<T>::epsilon();
        double const over_all = k.with == option::by_fft ? of_transforms<T>() : 0;
        auto const& expected = expected_[which].entries;
        std::size_t wrong = 0;
        std::size_t last = 0;
        for (std::size_t i = 0; i < found.size(); ++i) {
            double const error = std::abs(static_cast<double>(found[i]) - expected[i].value);
            if (!(error <= unit * expected[i].magnitude + over_all)) {
                ++wrong;
                last = i;
            }
        }
        if (wrong > 0) {
            std::ostringstream out;
            out << wrong << " of " << found.size() << " entries of result " << which << " differ, entry "
                << last << ": " << found[last] << ", not " << expected[last].value;
            expect(false, k, out.str());
        }
        compare_bits(k, which, found);
    }
    /// Threads change nothing: the same workload alone comes before it.
    template <class T>
    void compare_bits(kernel const& k, std::size_t which, std::vector<T> const& found) {
        std::vector<double> const bits{found.begin(), found.end()};
        auto& alone = alone_[{k.single, k.lies, which}];
        if (k.with == option::none) {
            alone = bits;
        } else if (k.with == option::threads) {
            expect(std::memcmp(alone.data(), bits.data(), bits.size() * sizeof(double)) == 0, k,
                   "other bits than alone");
        }
    }
    /// The documented bound: docs/fft.md.
    template <class T>
    double of_transforms() const {
        double norms = 1;
        double entries = 0;
        for (numbers const& each : given_) {
            double squares = 0;
            for (double x : each.entries) {
                squares += x * x;
            }
            norms *= std::sqrt(squares);
            entries += static_cast<double>(each.entries.size());
        }
        return 16 * std::numeric_limits<T>::epsilon() * std::log2(std::max(2 * entries, 64.0)) * norms;
    }
    void expect(bool holds, kernel const& k, std::string const& otherwise) const {
        BOOST_TEST(holds, (holds ? std::string{} : said(k) + otherwise));
    }
    std::string said(kernel const& k) const {
        static constexpr char const* orders[] = {"by rows", "by columns", "in any order"};
        static constexpr char const* options[] = {"", ", threads", ", by_fft"};
        std::ostringstream out;
        out << w_.name << " of";
        for (std::int64_t e : e_) {
            out << ' ' << e;
        }
        out << (k.single ? ", float, " : ", double, ") << orders[static_cast<int>(k.lies)]
            << options[static_cast<int>(k.with)] << ": ";
        return out.str();
    }

    workload const& w_;
    extents e_;
    std::uint32_t seed_;
    std::vector<numbers> given_;
    std::vector<truth> expected_;
    std::map<std::tuple<bool, order, std::size_t>, std::vector<double>> alone_;
};

void try_extents(workload const& w, extents const& e) {
    static std::uint32_t seed = 0;
    if (w.tells(e)) {
        trial{w, e, ++seed}.check();
    }
}

/// Multiply-adds, as if no axis were empty: what is empty may have large arrays all the same.
double size(workload const& w, extents e) {
    for (std::int64_t& its : e) {
        its = std::max<std::int64_t>(1, its);
    }
    return w.steps(e);
}

/// All axes `others` long but one; where that is too much to compute, as many as need be shorter, the first ones first.
extents swept(workload const& w, int axis, std::int64_t here, std::int64_t others) {
    constexpr double most = 4e5;
    extents result(static_cast<std::size_t>(w.axes), others);
    result[static_cast<std::size_t>(axis)] = here;
    for (std::int64_t less : {5, 3, 1}) {
        for (int a = 0; a < w.axes && size(w, result) > most; ++a) {
            std::int64_t& its = result[static_cast<std::size_t>(a)];
            its = a == axis ? its : std::min(its, less);
        }
    }
    return result;
}

/// What random trials take: `least` to `most` multiply-adds, extents of up to 2^`bits`, small ones more often than large ones.
struct scope {
    int trials;
    int bits;
    double least, most;
};
extents random_extents(workload const& w, scope const& s, std::mt19937& dice) {
    extents result(static_cast<std::size_t>(w.axes));
    do {
        for (std::size_t a = 0; a < result.size(); ++a) {
            std::int64_t const its = drawn(dice, 0, std::int64_t{1} << drawn(dice, 1, s.bits));
            bool const of_window = w.has_window && a + 2 >= result.size();
            result[a] = of_window ? its % 8 : its;
        }
        while (size(w, result) > s.most) {
            result[static_cast<std::size_t>(drawn(dice, 0, w.axes - 1))] /= 2;
        }
    } while (size(w, result) < s.least);
    return result;
}
void try_random(scope const& s) {
    std::mt19937 dice{1};
    for (workload const& w : all_workloads) {
        for (int t = 0; t < s.trials; ++t) {
            try_extents(w, random_extents(w, s, dice));
        }
    }
}

}  // namespace
}  // namespace workloads

BOOST_AUTO_TEST_SUITE(every_workload, *boost::unit_test::precondition(workloads::can_run))

BOOST_AUTO_TEST_CASE(is_tried_with_some_kernel) {
    for (auto const& w : workloads::all_workloads) {
        BOOST_TEST(std::any_of(workloads::kernels().begin(), workloads::kernels().end(),
                               [&](auto const& k) { return k.workload == w.name; }),
                   w.name << " has no kernel");
    }
}
BOOST_AUTO_TEST_CASE(at_a_few_extents) { workloads::try_random({200, 7, 0, 5e3}); }
BOOST_AUTO_TEST_CASE(at_each_extent_of_each_axis) {
    for (auto const& w : workloads::all_workloads) {
        for (int axis = 0; axis < w.axes; ++axis) {
            for (std::int64_t others : {1, 5, 33}) {
                for (std::int64_t here = 0; here <= 70; ++here) {
                    workloads::try_extents(w, workloads::swept(w, axis, here, others));
                }
            }
        }
    }
}
BOOST_AUTO_TEST_CASE(at_random_extents) { workloads::try_random({10000, 8, 0, 2e4}); }
/// Panels in several chunks, long sums, what is worth several threads.
BOOST_AUTO_TEST_CASE(at_large_extents) { workloads::try_random({15, 13, 2e5, 2e6}); }

/// Results that are stored past the caches, sums that are long enough to be cut, many rows of few entries.
BOOST_AUTO_TEST_CASE(at_huge_extents) {
    struct huge {
        std::string_view name;
        workloads::extents e;
    };
    for (huge const& h : std::vector<huge>{{"convolution", {2, 4200003}},
                                           {"convolution by x", {2, 300007}},
                                           {"convolution by w", {3, 300007}},
                                           {"product", {2903, 2897, 1}},
                                           {"product", {3, 2, 200003}},
                                           {"product", {200003, 3, 2}},
                                           {"product", {1, 100003, 3}},
                                           {"batch", {40009, 3}},
                                           {"window", {3, 200003, 2, 3}},
                                           {"window", {200003, 3, 3, 2}},
                                           {"Jacobian", {2051}},
                                           {"vjp", {701}},
                                           {"layer", {1, 1, 2, 401, 403, 3, 3}},
                                           {"layer by x", {2, 1, 1, 403, 401, 3, 3}},
                                           {"layer by w", {2, 1, 2, 301, 307, 3, 3}}}) {
        auto const w = std::find_if(workloads::all_workloads.begin(), workloads::all_workloads.end(),
                                    [&](auto const& its) { return its.name == h.name; });
        workloads::try_extents(*w, h.e);
    }
}

BOOST_AUTO_TEST_SUITE_END()
