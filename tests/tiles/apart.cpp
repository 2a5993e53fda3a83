// SPDX-License-Identifier: BSL-1.0
// Lanes whose entries lie apart: a known small step, forwards and backwards, a step that only the memory knows, few lanes and many,
// few steps and many. Entries end, or begin, where a page does that nobody may touch. Numbers are small integers, so that every order
// of a sum gives the same.
#include <iverson/evaluate.hpp>
#include <iverson/functions/table.hpp>

#include "instructions.hpp"
#include "padded.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

namespace {

using Eigen::Index;
using iverson::evaluate_into;
using iverson::extent;
using iverson::idx;
using iverson::tensor;
using iverson::where;

constexpr auto i = idx<"i">;
constexpr auto s = idx<"s">;
constexpr auto d = extent<"d">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto a = tensor<"a">;
constexpr auto y = tensor<"y">;
constexpr auto E = iverson::scalar<"E">;
constexpr auto A = tensor<"A">;

/// Numbers that end where a page does, or begin there; the pages before and behind cannot be read.
template <class T>
class between_pages {
  public:
    between_pages(Index count, bool at_end) {
        auto const page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
        std::size_t const bytes = static_cast<std::size_t>(count) * sizeof(T);
        std::size_t const inside = (bytes + page - 1) / page * page;
        size_ = inside + 2 * page;
        memory_ = static_cast<char*>(mmap(nullptr, size_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        BOOST_REQUIRE(static_cast<void*>(memory_) != MAP_FAILED);
        if (inside > 0) {
            BOOST_REQUIRE(mprotect(memory_ + page, inside, PROT_READ | PROT_WRITE) == 0);
        }
        numbers_ = reinterpret_cast<T*>(memory_ + page + (at_end ? inside - bytes : 0));
        count_ = count;
        for (Index e = 0; e < count; ++e) {
            numbers_[e] = small_integer<T>();
        }
    }
    between_pages(between_pages const&) = delete;
    between_pages& operator=(between_pages const&) = delete;
    ~between_pages() { munmap(memory_, size_); }

    Eigen::Map<Eigen::VectorX<T>> view() { return {numbers_, count_}; }
    T operator[](Index e) const { return numbers_[e]; }

  private:
    char* memory_ = nullptr;
    std::size_t size_ = 0;
    T* numbers_ = nullptr;
    Index count_ = 0;
};

constexpr Index results[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 70, 127, 130, 200};
constexpr Index counts[] = {1, 2, 3, 5, 8, 9, 17, 33, 70};

/// y(i) = a(i) sum(s, w(s) x(start + step i + by s)) for all of these numbers of results and steps.
template <auto const& F, class T>
void check_sums(Index step, Index by) {
    for (Index const n : results) {
        for (Index const m : counts) {
            for (bool const at_end : {false, true}) {
                Index const size = std::abs(step) * (n - 1) + by * (m - 1) + 1;
                Index const start = step < 0 ? -step * (n - 1) : 0;
                between_pages<T> its_x(n > 0 ? size : 0, at_end), its_w(n > 0 ? m : 0, at_end);
                between_pages<T> its_a(n, at_end), result(n, at_end);
                auto its_y = result.view();
                evaluate_into<F>(its_y, where(x = its_x.view(), w = its_w.view(), a = its_a.view()));
                Index wrong = 0;
                for (Index k = 0; k < n; ++k) {
                    T right = 0;
                    for (Index j = 0; j < m; ++j) {
                        right += its_w[j] * its_x[start + step * k + by * j];
                    }
                    wrong += result[k] != its_a[k] * right ? 1 : 0;
                }
                BOOST_TEST(wrong == 0, "steps of " << step << " and " << by << ", " << n << " results of "
                                                   << m << " terms: " << wrong << " differ");
            }
        }
    }
}
template <auto const& F>
void check_both(Index step, Index by) {
    check_sums<F, double>(step, by);
    check_sums<F, float>(step, by);
}

// The tensor a gives the extent d.
constexpr auto second = (y(i.in(0, d - 1)) = a(i) * sum(s, w(s) * x(2 * i + s)));
constexpr auto third = (y(i.in(0, d - 1)) = a(i) * sum(s, w(s) * x(3 * i + s)));
constexpr auto fourth = (y(i.in(0, d - 1)) = a(i) * sum(s, w(s) * x(4 * i + s)));
constexpr auto fifth = (y(i.in(0, d - 1)) = a(i) * sum(s, w(s) * x(5 * i + s)));
constexpr auto second_back = (y(i.in(0, d - 1)) = a(i) * sum(s, w(s) * x(2 * d - 2 - 2 * i + s)));
constexpr auto third_back = (y(i.in(0, d - 1)) = a(i) * sum(s, w(s) * x(3 * d - 3 - 3 * i + s)));
constexpr auto apart_both = (y(i.in(0, d - 1)) = a(i) * sum(s, w(s) * x(2 * i + 3 * s)));

constexpr auto every_third = (y(i) = w(i) * x(3 * i));
constexpr auto diagonal = (y(i) = A(i, i));
constexpr auto trace = (E = sum(i, A(i, i)));
constexpr auto relus = (y(i) = relu(x(i)) * w(i) - abs(w(i)) + maximum(x(i), w(i)));

}  // namespace

BOOST_AUTO_TEST_SUITE(lanes_apart, *boost::unit_test::precondition(can_run))

BOOST_AUTO_TEST_CASE(sums_whose_results_lie_apart) {
    check_both<second>(2, 1);
    check_both<third>(3, 1);
    check_both<fourth>(4, 1);
    check_both<fifth>(5, 1);
}
BOOST_AUTO_TEST_CASE(backwards) {
    check_both<second_back>(-2, 1);
    check_both<third_back>(-3, 1);
}
BOOST_AUTO_TEST_CASE(results_and_steps_lie_apart) { check_both<apart_both>(2, 3); }

BOOST_AUTO_TEST_CASE(entries_alone) {
    for (Index const n : results) {
        for (bool const at_end : {false, true}) {
            between_pages<double> its_x(n > 0 ? 3 * n - 2 : 0, at_end), its_w(n, at_end), result(n, at_end);
            auto its_y = result.view();
            evaluate_into<every_third>(its_y, where(x = its_x.view(), w = its_w.view()));
            for (Index k = 0; k < n; ++k) {
                BOOST_TEST(result[k] == its_w[k] * its_x[3 * k]);
            }
        }
    }
}
BOOST_AUTO_TEST_CASE(of_a_matrix) {
    for (Index const n : results) {
        padded<double> const a(n, n);
        Eigen::VectorXd result(n);
        evaluate_into<diagonal>(result, where(A = a.view));
        BOOST_TEST((result.array() == a.view.diagonal().array()).all(), "the diagonal of " << n);
        double sum = 1000;
        evaluate_into<trace>(sum, where(A = a.view));
        BOOST_TEST(sum == a.view.diagonal().sum(), "the trace of " << n);
    }
}
BOOST_AUTO_TEST_CASE(functions_of_a_register) {
    double const infinity = std::numeric_limits<double>::infinity();
    double const nan = std::numeric_limits<double>::quiet_NaN();
    double const odd[] = {0.0, -0.0, infinity, -infinity, nan, 5e-324, -5e-324, 1.5, -1.5};
    for (Index const n : results) {
        Eigen::VectorXd its_x(n), its_w(n), result(n);
        for (Index k = 0; k < n; ++k) {
            its_x[k] = odd[k % 9];
            its_w[k] = odd[k / 9 % 9];
        }
        evaluate_into<relus>(result, where(x = its_x, w = its_w));
        for (Index k = 0; k < n; ++k) {
            double const u = its_x[k], v = its_w[k];
            double const greater = std::isnan(u) ? u : std::isnan(v) || u < v ? v : u;
            double const right = (u <= 0 ? 0 : u) * v - std::abs(v) + greater;
            BOOST_TEST((result[k] == right || (std::isnan(result[k]) && std::isnan(right))),
                       "relu(" << u << ")*" << v << " - ...: " << result[k] << ", not " << right);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
