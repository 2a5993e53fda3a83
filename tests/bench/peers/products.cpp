// SPDX-License-Identifier: BSL-1.0

/// Products of square matrices, and the sheet's step on a batch of states. Matrices lie by rows.
#include "bound.hpp"

namespace peers {

namespace {

using iverson::where;

constexpr auto n = iverson::idx<"n">;
constexpr auto i = iverson::idx<"i">;
constexpr auto j = iverson::idx<"j">;
constexpr auto k = iverson::idx<"k">;
constexpr auto A = iverson::tensor<"A">;
constexpr auto B = iverson::tensor<"B">;
constexpr auto C = iverson::tensor<"C">;
constexpr auto X = iverson::tensor<"X">;
constexpr auto W = iverson::tensor<"W">;
constexpr auto Y = iverson::tensor<"Y">;
constexpr auto b = iverson::tensor<"b">;

constexpr auto matrix_product = (C(i, j) = sum(k, A(i, k) * B(k, j)));
constexpr auto batch_step = (Y(n, j) = X(n, j) + 0.1 * (tanh(sum(i, X(n, i) * W(i, j)) + b(j)) - X(n, j)));

template <class T>
using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T>
struct matrices {
    matrix<T> a, b, c;
    Eigen::Matrix<T, Eigen::Dynamic, 1> bias;
    iverson::workspace memory;
};
template <class T>
std::shared_ptr<matrices<T>> random_matrices(index rows, index inner, index columns) {
    auto const d = std::make_shared<matrices<T>>();
    d->a = matrix<T>::Random(rows, inner);
    d->b = matrix<T>::Random(inner, columns) / static_cast<T>(inner);
    d->c.resize(rows, columns);
    d->bias.setRandom(columns);
    return d;
}

void (*multiplier(linear_algebra const& a, double))(product<double> const&) { return a.multiply_double; }
void (*multiplier(linear_algebra const& a, float))(product<float> const&) { return a.multiply_float; }

template <class T>
workload started(std::string const& name, std::shared_ptr<matrices<T>> const& d) {
    workload result;
    result.name = name;
    result.single = std::is_same_v<T, float>;
    result.flops = 2.0 * static_cast<double>(d->a.rows() * d->a.cols() * d->b.cols());
    result.inputs = {bytes_of(d->a), bytes_of(d->b)};
    result.outputs = {written_to(d->c)};
    result.data = d;
    return result;
}

template <class T>
workload square(std::string const& name, index size) {
    auto const d = random_matrices<T>(size, size, size);
    workload result = started(name, d);
    result.ours =
        both<matrix_product>(d, [=]() -> auto& { return d->c; }, [=] { return where(A = d->a, B = d->b); });
    product<T> const p{d->a.data(), d->b.data(), d->c.data(), size, size, size};
    result.loops = {{"by rows", [p, size] { plain::product(p.a, p.b, p.c, size, size, size); }}};
    for (linear_algebra const& a : linear_algebras()) {
        if (auto const multiply = multiplier(a, T{})) {
            result.libraries.push_back({a.name, [=] { multiply(p); }});
        }
    }
    result.expected = [d, size] {
        std::vector<tracked> const at = tracked_numbers(d->a), bt = tracked_numbers(d->b);
        std::vector<tracked> r(at.size());
        plain::product(at.data(), bt.data(), r.data(), size, size, size);
        return truth_of<T>(r, size);
    };
    return result;
}

workload batch(std::string const& name, index rows, index d) {
    auto const m = random_matrices<float>(rows, d, d);
    workload result = started(name, m);
    result.inputs.push_back(bytes_of(m->bias));
    result.ours = both<batch_step>(
        m, [=]() -> auto& { return m->c; }, [=] { return where(X = m->a, W = m->b, b = m->bias); });
    float const* const bias = m->bias.data();
    product<float> const p{m->a.data(), m->b.data(), m->c.data(), rows, d, d};
    result.loops = {{"by rows", [=] { plain::steps(p.a, p.b, bias, p.c, rows, d); }}};
    for (linear_algebra const& a : linear_algebras()) {
        result.libraries.push_back({a.name, [=] {
                                        a.multiply_float(p);
                                        for (index row = 0; row < rows; ++row) {
                                            float* const y = p.c + row * d;
                                            by_hand::finish_step(p.a + row * d, y, bias, y, d);
                                        }
                                    }});
    }
    result.expected = [m, rows, d] {
        std::vector<tracked> const xt = tracked_numbers(m->a), wt = tracked_numbers(m->b),
                                   bt = tracked_numbers(m->bias);
        std::vector<tracked> r(xt.size());
        plain::steps(xt.data(), wt.data(), bt.data(), r.data(), rows, d);
        return truth_of<float>(r, d);
    };
    return result;
}

workloads made(bool tiny) {
    index const size = tiny ? 20 : 512, rows = tiny ? 3 : 256, d = tiny ? 20 : 2048;
    std::string const by = ", n = " + std::to_string(size);
    std::string const doubles = "matrix product" + by + ", double",
                      floats = "matrix product" + by + ", float";
    std::string const steps =
        "Euler step of " + std::to_string(rows) + ", d = " + std::to_string(d) + ", float";
    return {{doubles, [=] { return square<double>(doubles, size); }},
            {floats, [=] { return square<float>(floats, size); }},
            {steps, [=] { return batch(steps, rows, d); }}};
}

group const registered{3, made};

}  // namespace
}  // namespace peers
