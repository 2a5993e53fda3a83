// SPDX-License-Identifier: BSL-1.0
//
// LaTeX and text give one graph.
#include <iverson/text/text.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

struct reading_of {
    std::string latex;
    std::string text;
};

void check(std::vector<reading_of> const& all, std::vector<std::string> const& unknown = {}) {
    for (reading_of const& r : all) {
        iverson::reading const found = iverson::parse_latex(r.latex, "paper.tex", unknown);
        BOOST_TEST(!found.error.has_value(), (found.error ? found.error->str() : ""));
        if (found) {
            BOOST_TEST(iverson::same(found.formula, iverson::parsed(r.text)),
                       r.latex << " is not " << r.text << "\nbut\n"
                               << iverson::to_text(found.formula));
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(latex_and_text_give_one_graph)

BOOST_AUTO_TEST_CASE(the_sheet) {
    check({
        {R"(y_t = (w * x)_t = \sum_{s \in \mathbb{Z}} w_s x_{t-s})",
         "y[t in Z] = sum(s in Z, w[s]*x[t - s])"},
        {R"($$y_t = \sum_{s \in \mathbb{Z}} w_s x_{t-s}$$)", "y[t] = sum(s in Z, w[s]*x[t - s])"},
        {R"(\dot x_j = \tanh(\sum_i x_i w_{ij} + b_j) - x_j)",
         "rate(x)[j] = tanh(sum(i, x[i]*w[i, j]) + b[j]) - x[j]"},
        {R"(x_j^t - x_j^{t-1} = 0.1(\tanh(\sum_{i=1}^d x_i^{t-1} w_{ij} + b_j) - x_j^{t-1}))",
         "x'[j] = 0.1*(tanh(sum(i in 1..d, x[i]*w[i, j]) + b[j]) - x[j]) + x[j]"},
        {R"(\Theta(x)_j = 0.1(\tanh(\sum_{i=1}^d x_i w_{ij} + b_j) - x_j) + x_j)",
         "transition(x)[j] = 0.1*(tanh(sum(i in 1..d, x[i]*w[i, j]) + b[j]) - x[j]) + x[j]"},
        {R"(\begin{split}
\frac{\partial E}{\partial x_k} &= \sum_{t \in \mathbb{Z}} \frac{\partial E}{\partial y_t} w_{-k+t} \\
 &= \left[ \frac{\partial E}{\partial y} \star w \right]_{-k}
\end{split})",
         "adjoint(x)[k] = sum(t in Z, adjoint(y)[t]*w[t - k])"},
        {R"(\begin{split}
\frac{\partial x_i^t}{\partial x_j^{t-1}} &= 0.1 (1 - \tanh^2(\sum_{k=1}^d x_k^{t-1} w_{ki} + b_i)) w_{ji} + 0.9 \mathbb{I}_{\{i=j\}}
\end{split})",
         "x: [1..d]\njacobian(x', x)[i, j] = 0.1*(1 - tanh(sum(k in 1..d, x[k]*w[k, i]) + b[i])^2)*w[j, i] + "
         "0.9*[i == j]"},
    });
}

BOOST_AUTO_TEST_CASE(arguments_without_braces) {
    check({{R"(y_i = \frac12 x_i + \frac1n \sqrt2)", "y[i] = 1/2*x[i] + 1/n*sqrt(2)"},
           {R"(y_i = \frac{x_i}2 + \frac\alpha{\sqrt a})", "y[i] = x[i]/2 + alpha/sqrt(a)"}});
}

BOOST_AUTO_TEST_CASE(cases) {
    check({{R"(y_i = \begin{cases} x_i & \text{if } x_i > 0 \\ 2 & \text{otherwise} \end{cases})",
            "y[i] = [x[i] > 0]*x[i] + [x[i] <= 0]*2"},
           {R"(y_i = z_i \begin{cases} 1, & 0 \le x_i < 3, \\ 0, & x_i \ge 3 \end{cases})",
            "y[i] = z[i]*([0 <= x[i] < 3]*1 + (1 - [0 <= x[i] < 3])*[x[i] >= 3]*0)"}});
}

BOOST_AUTO_TEST_CASE(derivatives_in_other_writings) {
    std::string const text = "E = sum(i, x[i]^2)\ny[k] = d(sum(i, x[i]^2))/d(x[k])";
    for (std::string const derivative :
         {R"(\partial_{x_k} (\sum_i x_i^2))", R"(\nabla_{x_k} (\sum_i x_i^2))"}) {
        check({{R"($$E = \sum_i x_i^2$$ $$y_k \triangleq )" + derivative + "$$", text}});
    }
    std::string const adjoint = "E = sum(i, x[i]^2)\ny[k] = adjoint(x, E)[k]";
    for (std::string const derivative :
         {R"(\partial E / \partial x_k)", R"([\nabla_x E]_k)", R"((\nabla_{x} E)_k)", R"(\nabla_{x_k} E)"}) {
        check({{R"($$E = \sum_i x_i^2$$ $$y_k \overset{(a)}{=} )" + derivative + "$$", adjoint}});
    }
}

BOOST_AUTO_TEST_CASE(higher_derivatives) {
    check({{R"(y_i = \frac{\partial^2}{\partial x_i^2} \exp(3 x_i))",
            "y[i] = d(d(exp(3*x[i]))/d(x[i]))/d(x[i])"}});
}

BOOST_AUTO_TEST_CASE(sums) {
    std::string const convolution = "y[t] = sum(s in Z, w[s]*x[t - s])";
    check({
        {R"(y_t = \sum_{s=-\infty}^{\infty} w_s x_{t-s})", convolution},
        {R"(y_t = \sum\limits_{s \in \mathbb Z} w_s \cdot x_{t-s})", convolution},
        {R"(\[ y_t = \sum_{s=-\infty}^\infty w_s\,x_{t - s}. \])", convolution},
        {R"(E = \sum_{i,j} A_{ij} x_j)", "E = sum(i, j, A[i, j]*x[j])"},
        {R"(E = \sum_{i,j=1}^{n} A_{ij} x_j)", "E = sum(i in 1..n, j in 1..n, A[i, j]*x[j])"},
        {R"(E = \sum_{i=1}^n \sum_{j=1}^m A_{ij} x_j)", "E = sum(i in 1..n, sum(j in 1..m, A[i, j]*x[j]))"},
        {R"(E = \sum_i x_i + 1)", "E = sum(i, x[i]) + 1"},
        {R"(E = \sum_i x_i y_i - \sum_i z_i)", "E = sum(i, x[i]*y[i]) - sum(i, z[i])"},
        {R"(E = \left( \sum_i x_i \right)^2)", "E = sum(i, x[i])^2"},
        {R"(y_i = \sum_{j < i} A_{ij})", "y[i] = sum(j | j < i, A[i, j])"},
        {R"(E = \sum_{\substack{i,j \\ i < j}} A_{ij})", "E = sum(i, j | i < j, A[i, j])"},
        {R"(y_i = \sum_{j \ne i} A_{ij} + x_i)", "y[i] = sum(j, [j != i]*A[i, j]) + x[i]"},
        {R"(y_i = \max_{0 \le r \le 2} x_{2i+r})", "y[i] = max(r in 0..2, x[2*i + r])"},
        {R"(y_i = \max_{0 \le r < 3} x_{2i+r})", "y[i] = max(r in 0..3-1, x[2*i + r])"},
        {R"(E = \prod_i x_i)", "E = prod(i, x[i])"},
        {R"(E = \frac{1}{n} \sum_{i=1}^{n} x_i)", "E = 1/n*sum(i in 1..n, x[i])"},
        {R"(E = \frac{\sum_i x_i}{\sum_i 1})", "E = mean(i, x[i])"},
        {R"(E = \frac{1}{\sum_i 1} \sum_i x_i)", "E = mean(i, x[i])"},
        {R"(E = \frac{a}{(\sum_i 1)(\sum_k 1)(1 + b)} (\sum_i x_i) \sum_k y_k)",
         "E = a/(1 + b)*mean(i, x[i])*mean(k, y[k])"},
        {R"(E = -\frac{1}{\sum_i 1} \sum_i (x_i - \frac{a}{\sum_j 1} \sum_j x_j z_i))",
         "E = -mean(i, x[i] - a*mean(j, x[j]*z[i]))"},
    });
}

BOOST_AUTO_TEST_CASE(indicators) {
    std::string const text = "y[i] = sum(j, [i <= j]*x[j]) + 0*x[i]";
    for (std::string const indicator :
         {R"(\mathbf{1}_{\{i \le j\}})", R"(\mathbb{1}_{\{i \leq j\}})", R"(\mathbbm{1}_{i \le j})",
          R"(\mathbb{I}[i \le j])", R"(\mathbf 1_{\{i \leqslant j\}})", R"([i \le j])",
          R"(\mathds{1}(i \le j))", R"(\mathbb{1}\left[ i \le j \right])"}) {
        check({{"y_i = \\sum_j " + indicator + " x_j + 0 x_i", text}});
    }
    check({
        {R"(y_i = \sum_j \delta_{ij} x_j + z_i)", "y[i] = sum(j, [i == j]*x[j]) + z[i]"},
        {R"(\delta_{ij} = a_i b_j)", "delta[i, j] = a[i]*b[j]"},
        {R"(y_i = \mathbf{1}_{\{2 \mid i - 1\}} x_i)", "y[i] = [(i - 1) % 2 == 0]*x[i]"},
        {R"(y_i = \mathbf{1}_{\{0 \le i \le 3\}} x_i)", "y[i] = [0 <= i <= 3]*x[i]"},
        {R"(y_i = [i = \arg\max_r x_r] z_i)", "y[i] = [i == argmax(r, x[r])]*z[i]"},
        {R"(y_{ij} = \mathbf{1}_{\{x_i < x_j\}})", "y[i, j] = [x[i] < x[j]]"},
    });
}

BOOST_AUTO_TEST_CASE(values) {
    check(
        {
            {R"(y_i = \frac{x_i}{z_i} + \tfrac{1}{3} x_i)", "y[i] = x[i]/z[i] + 1/3*x[i]"},
            {R"(y_i = \tanh^2(x_i) - \tanh x_i)", "y[i] = tanh(x[i])^2 - tanh(x[i])"},
            {R"(y_i = \exp\left(-x_i^2\right) + e^{-x_i})", "y[i] = exp(-x[i]^2) + exp(-x[i])"},
            {R"(y_i = \sigma(x_i) + \operatorname{ReLU}(x_i) + \ln(x_i) + |x_i|)",
             "y[i] = sigmoid(x[i]) + relu(x[i]) + log(x[i]) + abs(x[i])"},
            {R"(y_i = 2 |x_i| |z_i| + x_i \left| x_i - 3 |z_i| \right|^2 + \bigl|x_i \bigr| z_i)",
             "y[i] = 2*abs(x[i])*abs(z[i]) + x[i]*abs(x[i] - 3*abs(z[i]))^2 + abs(x[i])*z[i]"},
            {R"(y_i = \left\lvert x_i - \left\lvert z_i \right\rvert \right\rvert z_i)",
             "y[i] = abs(x[i] - abs(z[i]))*z[i]"},
            {R"(y_i = \max(x_i, 0) + \max\{x_i, z_i\})", "y[i] = maximum(x[i], 0) + maximum(x[i], z[i])"},
            {R"(y_i = \sqrt{x_i} + 2\pi)", "y[i] = sqrt(x[i]) + 2*pi"},
            {R"(y_i = x_i^{10} + x_{10})", "y[i] = x[i]^10 + x[10]"},
            {R"(y_i = 2 x_i (z_i + 1))", "y[i] = 2*x[i]*(z[i] + 1)"},
            {R"(y_i = a (z_i + 1))", "y[i] = a*(z[i] + 1)"},
            {R"(\mathrm{out}_i = \text{hidden}_i \, \mathrm{W\_ih}_i)", "out[i] = hidden[i]*W_ih[i]"},
            {R"(\hat y_i = \theta_1 x_i + \theta_0)", "y_hat[i] = theta[1]*x[i] + theta[0]"},
            {R"(y_i = x_{\lfloor i/4 \rfloor} + z_{i \bmod 4} \quad (-2 \le i \le 9))",
             "y[i in -2..9] = x[i / 4] + z[i % 4]"},
            {R"(y_i = x_i + z_i, \quad i = 1, \dots, n)", "y[i in 1..n] = x[i] + z[i]"},
            {R"(y_i = g(x_i, b_i) + g_1(x_i, b_i))",
             "function g(u, v)\ny[i] = g(x[i], b[i]) + g_1(x[i], b[i])"},
        },
        {"g"});
}

BOOST_AUTO_TEST_CASE(time) {
    check({
        {R"(x_j^t = x_j^{t-1} + 0.1 b_j)", "x'[j] = x[j] + 0.1*b[j]"},
        {R"(x'_j = x_j + 0.1 b_j)", "x'[j] = x[j] + 0.1*b[j]"},
        {R"(x_j^{(t)} = x_j^{(t-1)} + 0.1 b_j)", "x'[j] = x[j] + 0.1*b[j]"},
        {R"(\begin{align*}
h_j^{(-1)} &= z_j \\
h_j^t &= \tanh\left(\sum_i h_i^{t-1} W_{ij} + u_j^t\right)
\end{align*})",
         "h[-1, j] = z[j]\nh[t, j] = tanh(sum(i, h[t-1, i]*W[i, j]) + u[t, j])"},
    });
}

BOOST_AUTO_TEST_CASE(entries_of_integer_tensors) {
    check({
        {R"(E = \sum_i x_{p_i})", "E = sum(i, x[p[i]])"},
        {R"(y_i = A_{p_i,i} [p_i = i])", "y[i] = A[p[i], i]*[p[i] == i]"},
        {R"(y_{ij} = A_j^{(p_i)} + A_j^{(2p_i-1)})", "y[i, j] = A[p[i], j] + A[2*p[i] - 1, j]"},
        {R"(y_i = x_i^{p_i} + (A_i^{(p_i)})^2)", "y[i] = x[i]^p[i] + A[p[i], i]^2"},
    });
}

BOOST_AUTO_TEST_CASE(documents) {
    check({
        {R"(Let the hidden layer be
\begin{equation}
h_j = \tanh\Big(\sum_i x_i W_{ij}\Big), \label{eq:h}
\end{equation}
for all $j$, and the error % a comment
\begin{align}
E &= \sum_j (h_j - z_j)^2 \\
  &\quad + a \sum_{ij} W_{ij}^2.
\end{align})",
         "h[j] = tanh(sum(i, x[i]*W[i, j]))\nE = sum(j, (h[j] - z[j])^2) + a*sum(i, j, W[i, j]^2)"},
    });
}

BOOST_AUTO_TEST_SUITE_END()
