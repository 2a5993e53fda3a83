// SPDX-License-Identifier: BSL-1.0
//
// What the compiler knows of the exercise sheet: compiling is passing.
#include <iverson/derivatives.hpp>

namespace {

using namespace iverson;

constexpr auto t = integer<"t">;
constexpr auto s = integer<"s">;
constexpr auto k = integer<"k">;
constexpr auto i = idx<"i">;
constexpr auto j = idx<"j">;
constexpr auto l = idx<"l">;
constexpr auto w = tensor<"w">;
constexpr auto x = tensor<"x">;
constexpr auto y = tensor<"y">;

constexpr auto conv = (y(t) = sum(s, w(s) * x(t - s)));
constexpr auto dE_dx = gradient<conv>(x(k));
constexpr auto layer = (y(j) = tanh(sum(i, x(i) * w(i, j))));
constexpr auto by_w = jacobian<layer>(y(j), w(k, l));

constexpr graph::op kind_of_value(graph::formula const& f) { return f.nodes.kind(f.output().value); }

// The convolution is a sum over Z; its gradient is one sum of a product of two accesses: no bracket is left.
static_assert(kind_of_value(frozen_formula<conv>.thaw()) == graph::op::reduce);
static_assert(kind_of_value(frozen_formula<dE_dx>.thaw()) == graph::op::reduce);
constexpr bool holds_bracket(graph::formula const& f) {
    return graph::any_node(f.nodes, f.output().value,
                           [&](int id) { return f.nodes.is(id, graph::op::bracket); });
}
static_assert(!holds_bracket(frozen_formula<dE_dx>.thaw()));

// The Jacobian of the layer by its weights keeps the bracket [j = l]: a diagonal, no dense zeros, and no sum over deltas.
static_assert(holds_bracket(frozen_formula<by_w>.thaw()));
static_assert(frozen_formula<by_w>.thaw().output().positions.size() == 3);

// A derivative in a formula is never left over.
constexpr bool holds_derivative(graph::formula const& f) {
    return graph::any_node(f.nodes, f.output().value,
                           [&](int id) { return f.nodes.is(id, graph::op::partial); });
}
static_assert(!holds_derivative(frozen_formula<dE_dx>.thaw()) &&
              !holds_derivative(frozen_formula<by_w>.thaw()));

// A gradient has exactly the domain of its tensor.
constexpr bool has_domain_of(graph::formula const& f, std::string_view name) {
    int const tensor = f.find_tensor(name);
    auto const& mine = f.nodes.tensor_at(f.output().tensor).axes;
    auto const& its = f.nodes.tensor_at(tensor).axes;
    return mine.size() == its.size() && mine[0].lower == its[0].lower && mine[0].upper == its[0].upper;
}
static_assert(has_domain_of(frozen_formula<dE_dx>.thaw(), "x"));

}  // namespace
