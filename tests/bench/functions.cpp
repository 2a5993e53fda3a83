// SPDX-License-Identifier: BSL-1.0

/// y(i) = f(x(i)) for the functions of the table that are computed in lanes, against a loop over <cmath>.
#include "race.hpp"

#include <iverson/evaluate.hpp>

#include <cmath>
#include <memory>

namespace {

using Eigen::Index;
using iverson::where;

constexpr auto i = iverson::idx<"i">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;

constexpr auto exponential = (y(i) = exp(x(i)));
constexpr auto logarithm = (y(i) = log(x(i)));
constexpr auto near_one = (y(i) = expm1(x(i)));
constexpr auto past_one = (y(i) = log1p(x(i)));
constexpr auto sine = (y(i) = sin(x(i)));
constexpr auto hyperbolic = (y(i) = tanh(x(i)));
constexpr auto logistic = (y(i) = sigmoid(x(i)));

struct vectors {
    Eigen::VectorXd x, y;
    iverson::workspace memory;
};

template <auto const& F, class Scalar>
void add(char const* name, Index n, Scalar scalar) {
    auto const d = std::make_shared<vectors>();
    d->x = Eigen::VectorXd::LinSpaced(n, 0.01, 5);
    d->y.resize(n);
    using prepared_type = decltype(iverson::prepare<F>(d->y, where(x = d->x)));
    std::shared_ptr<prepared_type> const prepared{
        new prepared_type{iverson::prepare<F>(d->y, where(x = d->x))}};
    race::add({name,
               n,
               {[d, scalar] {
                   for (Index k = 0; k < d->x.size(); ++k) {
                       d->y[k] = scalar(d->x[k]);
                   }
               }},
               {},
               {[d] { iverson::evaluate_into<F>(d->y, where(x = d->x), d->memory); },
                [d, prepared] { (*prepared)(); }},
               d->y.data(),
               n});
}

}  // namespace

int main(int argc, char** argv) {
    for (Index const n : {1, 7, 64, 4096}) {
        add<exponential>("exp", n, [](double u) { return std::exp(u); });
        add<logarithm>("log", n, [](double u) { return std::log(u); });
        add<near_one>("expm1", n, [](double u) { return std::expm1(u); });
        add<past_one>("log1p", n, [](double u) { return std::log1p(u); });
        add<sine>("sin", n, [](double u) { return std::sin(u); });
        add<hyperbolic>("tanh", n, [](double u) { return std::tanh(u); });
        add<logistic>("sigmoid", n, [](double u) { return 1 / (1 + std::exp(-u)); });
    }
    return race::run(argc, argv);
}
