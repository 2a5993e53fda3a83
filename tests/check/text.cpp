// SPDX-License-Identifier: BSL-1.0
//
// Derivations in the notation of docs/text.md.
#include <iverson/check/check.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace {

namespace check = iverson::check;

check::report judged(std::string const& text) {
    return check::judge(text, "notes.iv", {60, check::notation::text});
}

struct wrong {
    std::string before;  ///< what stands before the wrong line
    std::string line;
    std::string slip;
    std::string corrected;
};

constexpr char const* layer = "y[j] = tanh(sum(i, x[i]*w[i, j]) + b[j])\n";
constexpr char const* recurrence =
    "h[t, j] = tanh(sum(i, h[t - 1, i]*W[i, j]) + u[t, j])\nh[-1, j] = h0[j]\n";

}  // namespace

BOOST_AUTO_TEST_CASE(right_lines_of_text_follow) {
    std::string const all[] = {
        std::string{layer} + "adjoint(x)[k] = sum(j, adjoint(y)[j]*d(y[j])/d(x[k]))\n"
                             "  # the square of the output stands for the square of tanh\n"
                             "  = sum(j, adjoint(y)[j]*(1 - y[j]^2)*w[k, j])\n"
                             "jacobian(y, w)[j, k, l] = (1 - y[j]^2)*x[k]*[j == l]",
        "u: [n]\nE = sum(i in 0..n - 2, (u[i + 1] - u[i])^2)/2\n"
        "d(E)/d(u[k]) = [k >= 1]*(u[k] - u[k - 1]) - [k <= n - 2]*(u[k + 1] - u[k])",
        "y[t in Z] = sum(s in Z, w[s]*x[t - s])\nadjoint(x, L)[k] = sum(t in Z, adjoint(y, L)[t]*w[t - k])",
        "y[t in Z in 0..3] = sum(s in Z, w[s]*x[t - s])\n"
        "E = sum(t in Z in 0..3, y[t]) = sum(t in Z, y[t])\n"
        "adjoint(w)[k] = sum(t in Z in 0..3, adjoint(y)[t]*d(y[t])/d(w[k]))\n"
        "  = sum(t in Z in 0..3, adjoint(y)[t]*x[t - k])",
        "function swish(u) = u*sigmoid(u)\ny[i] = swish(2*x[i])\n"
        "d(y[i])/d(x[k]) = 2*[i == k]*(sigmoid(2*x[i]) + 2*x[i]*sigmoid(2*x[i])*(1 - sigmoid(2*x[i])))",
        "y[i] = max(r in 0..2, x[2*i + r])\n"
        "adjoint(x)[k] = sum(i, adjoint(y)[i]*[k - 2*i == argmax(r in 0..2, x[2*i + r])])",
        std::string{recurrence} +
            "d(h[t, j])/d(h[t - 1, k]) = (1 - h[t, j]^2)*W[k, j]\n"
            "E = sum(t in 0..T, j, h[t, j]^2)\n"
            "adjoint(W, E)[k, l] = sum(t in 0..T, adjoint(h, E)[t, l]*(1 - h[t, l]^2)*h[t - 1, k])",
        "## one\ny[i] = x[i]^2\n## two\ny[i] = x[i]^3\nd(y[i])/d(x[k]) = 3*x[i]^2*[i == k]",
        "sum(i, p[i]) = 1\ns = sum(i, p[i]*(x[i] + 2)) = sum(i, p[i]*x[i]) + 2"};
    for (std::string const& text : all) {
        check::report const r = judged(text);
        BOOST_TEST(r.findings() == 0, check::to_text(r));
        BOOST_TEST(r.count(check::verdict::not_decided) == 0, check::to_text(r));
        BOOST_TEST(r.count(check::verdict::follows) > 0, text);
    }
}

BOOST_AUTO_TEST_CASE(wrong_lines_of_text_are_named_and_corrected_as_text) {
    std::string const sum = "E = sum(i in 0..n - 2, (u[i + 1] - u[i])^2)/2\n";
    std::string const convolution = "y[t] = sum(s in Z, w[s]*x[t - s])\n";
    std::string const pooling = "y[i] = max(r in 0..2, x[2*i + r])\n";
    std::string const loss = "E = sum(j, (y[j] - z[j])^2)\n";
    wrong const all[] = {
        {std::string{layer} + "adjoint(x)[k] = sum(j, adjoint(y)[j]*(1 - y[j]^2)*", "w[j, k])", "swapped",
         "sum(j, adjoint(y)[j]*(1 - y[j]^2)*w[k, j])"},
        {std::string{layer} + "d(y[j])/d(x[k]) = ", "(1 - tanh(sum(i, x[i]*w[i, j]) + b[j]))*w[k, j]",
         "missing square", "(1 - tanh(sum(i, x[i]*w[i, j]) + b[j])^2)*w[k, j]"},
        {"u: [n]\n" + sum + "d(E)/d(u[k]) = ", "[k >= 1]*(u[k] - u[k - 1]) - (u[k + 1] - u[k])", "condition",
         ""},
        {convolution + "adjoint(x)[k] = ", "sum(t in Z, adjoint(y)[t]*w[t + k])", "shift",
         "sum(t in Z, adjoint(y)[t]*w[t - k])"},
        {pooling + "adjoint(x)[k] = ", "sum(i, adjoint(y)[i]*[k - i == argmax(r in 0..2, x[2*i + r])])",
         "stride", "sum(i, adjoint(y)[i]*[k - 2*i == argmax(r in 0..2, x[2*i + r])])"},
        {loss + "adjoint(y, E)[k] = ", "y[k] - z[k]", "factor 2", "2*(y[k] - z[k])"},
        {std::string{recurrence} + "d(h[t, j])/d(h[t - 1, k]) = ", "(1 - h[t, j])*W[k, j]", "exponent",
         "(1 - h[t, j]^2)*W[k, j]"},
        {"y[i] = x[i]*exp(x[i])\nd(y[i])/d(x[k]) = ", "x[i]*exp(x[i])*[i == k]", "product rule", ""}};
    for (wrong const& w : all) {
        check::report const r = judged(w.before + w.line);
        std::string const whole = check::to_text(r);
        BOOST_REQUIRE_MESSAGE(r.findings() == 1, w.before + w.line << "\n" << whole);
        check::remark const& found = r.remarks.back();
        bool const named = std::ranges::any_of(
            found.slips, [&](std::string const& s) { return s.find(w.slip) != std::string::npos; });
        BOOST_TEST(named, whole);
        BOOST_TEST((w.corrected.empty() || found.corrected == w.corrected), whole);
        std::size_t const value = w.before.rfind("= ") + 2;
        check::report const again = judged(w.before.substr(0, value) + found.corrected);
        BOOST_TEST((!found.corrected.empty() && again.findings() == 0), check::to_text(again));
    }
}

BOOST_AUTO_TEST_CASE(a_line_of_text_that_cannot_be_read_does_not_stop_the_rest) {
    check::report const r =
        judged("y[i] = x[i]^2\nz[i] = = 2\n s[i] = 2 x[i]\nd(y[i])/d(x[k]) = 3*x[i]*[i == k]");
    BOOST_TEST(r.findings() == 1);
    BOOST_TEST(r.count(check::verdict::not_decided) >= 1);
}
