// SPDX-License-Identifier: BSL-1.0
// Which nests of which formulas are convolutions: their plans are looked at, nothing is compiled for them.
#include <iverson/loops/convolution.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/text/run_time.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

namespace loops = iverson::loops;

/// Of numbers, however they lie.
struct any_layout {
    std::vector<int> integer;
};

/// The signs of each nest's convolution, "+-" for x(t - s); "." for a nest that is none.
std::string found_in(std::string const& text) {
    iverson::graph::formula const f = iverson::parsed(text);
    std::vector<loops::argument> bound;
    for (std::string const& name : iverson::inputs(f)) {
        bound.push_back({f.find_tensor(name), false});
    }
    loops::plan const p = loops::make_plan(f, bound);
    BOOST_TEST_REQUIRE(!p.failed(), text << ": " << p.message.view());
    any_layout layout;
    for (loops::buffer const& b : p.buffers) {
        layout.integer.push_back(b.integral ? 4 : 0);
    }
    std::string result;
    for (loops::nest const& n : p.nests) {
        loops::convolution const c = loops::convolution_finder{p, n, layout}.find();
        auto const sign = [](std::int64_t by) { return by > 0 ? "+" : "-"; };
        result += c.exists() ? std::string{sign(c.by_result)} + sign(c.by_step) : ".";
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_CASE(convolutions_and_correlations_are_found_by_their_coefficients) {
    BOOST_TEST(found_in("y[t] = sum(s in Z, w[s]*x[t - s])") == "+-");
    BOOST_TEST(found_in("y[t] = sum(s in Z, w[t - s]*x[s])") == "+-");
    BOOST_TEST(found_in("y[t] = sum(s in Z, w[s]*x[t + s])") == "++");
    BOOST_TEST(found_in("y[t] = sum(s in Z, w[s]*x[s - t])") == "++");  // as w[s + t]*x[s]
    BOOST_TEST(found_in("y[t in 0..9] = sum(s in 0..20, w[s]*x[s - t])") == "-+");
    BOOST_TEST(found_in("y[t] = sum(s in Z, w[s]*x[3 - t - s])") == "--");
    BOOST_TEST(found_in("y[i] = sum(r, w[r]*x[i + r])") == "++");
    BOOST_TEST(found_in("y[i] = sum(r in 0..4, w[4 - r]*x[i + r])") == "++");
    BOOST_TEST(found_in("y[t in 0..9] = sum(s in 0..t, w[s]*x[t - s])") == "+-");
    BOOST_TEST(found_in("y[t in -3..9] = sum(s in Z, w[s]*x[t - s + 2])") == "+-");
    BOOST_TEST(found_in("y[t] = sum(s in Z, x[s]*x[t - s])") == "+-");
    BOOST_TEST(found_in("y[t, k] = sum(s in Z, w[s]*x[k, t - s])") == "+-");
    BOOST_TEST(found_in("y[t, k] = sum(s in Z, w[k, s]*x[k, t - s])") == "+-");
    BOOST_TEST(found_in("y[t] = sum(s in Z, tanh(w[s])*x[t - s])") == ".+-");  // of a temporary
    BOOST_TEST(found_in("y[t] = sum(s in Z, w[s]*x[t - s])\nE = sum(t, y[t]^2)") == "+-.");
    BOOST_TEST(found_in("y[t] = sum(s in Z, w[s]*x[t - s]) + b[t]") ==
               "+-.");  // the nest that adds b is one of its own
    BOOST_TEST(found_in("y[t] = sum(s in Z, w[s]*x[t - s] + w[s]*x[t + s])") == "+-++");
}

BOOST_AUTO_TEST_CASE(everything_else_is_left_to_the_loops) {
    for (
        std::string const text : {
            "y[t] = sum(s in Z, w[s]*x[t - 2*s])",                       // a stride in the sum
            "y[i] = sum(r, w[r]*x[2*i + r])",                            // and in the result
            "y[t] = sum(s in Z, w[2*s]*x[t - s])",                       // and in the kernel
            "y[t] = 2*sum(s in Z, w[s]*x[t - s])",                       // something after the sum
            "y[t] = sum(s in Z, w[s]*x[t - s]*v[t + s])",                // one factor more
            "y[i] = sum(r, w[r]*x[i + r] + w[r])",                       // two terms
            "y[t] = sum(s in Z, w[t + s]*x[t - s])",                     // both move with t
            "y[i] = max(r, w[r]*x[i + r])",                              // no sum
            "y[i] = sum(r, w[r] + x[i + r])",                            // no product
            "y[t, u] = sum(s in Z, r in Z, w[s, r]*x[t - s, u - r])",    // two loops in the sum
            "y[t] = sum(s in Z, w[s, s]*x[t - s])",                      // a diagonal
            "y[t] = sum(s in Z, w[s]*x[t - s, t])",                      // two axes of the signal move
            "y[i, j] = sum(r, w[i, r]*x[r, j])",                         // a product of matrices
            "y[i] = sum(r, w[r]*x[p[i] + r])",                           // a gather
            "y[t in 0..9, k in 0..3] = sum(s in 0..k, w[s]*x[t - s])",   // ranges that move with a row
            "y[t in 0..9, k in 0..3] = sum(s in Z, w[s]*x[t - s + k])",  // a signal that moves with a row
            "y[t in 0..9] = sum(s in 0..2*t, w[s]*x[t - s])",            // no box
            "y[0, i] = x[i]\ny[k in 1..3, i] = sum(s in Z, w[s]*y[k - 1, i - s])",  // of what the nest itself writes
        }) {
        BOOST_TEST(found_in(text).find_first_of("+-") == std::string::npos, text << ": " << found_in(text));
    }
}
