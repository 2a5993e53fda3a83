// SPDX-License-Identifier: BSL-1.0
//
// The passes as the program runs them; see graph/library.hpp.
#include <iverson/graph/complete.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/steps/derive.hpp>

namespace iverson {

void graph::library::complete(formula& f) { here::complete(f); }

graph::derivation steps::library::gradients(graph::formula const& f, int output,
                                            graph::vector<derive::variable> const& wanted, bool with_value) {
    return here::gradients(f, output, wanted, with_value);
}

graph::derivation steps::library::tangent(graph::formula const& f, int output,
                                          graph::vector<derive::variable> const& wanted) {
    return here::tangent(f, output, wanted);
}

graph::derivation steps::library::jacobian(graph::formula const& f, int left,
                                           graph::vector<graph::text> const& left_names,
                                           derive::variable const& right,
                                           graph::vector<graph::affine> const& right_positions) {
    return here::jacobian(f, left, left_names, right, right_positions);
}

loops::plan loops::library::make_plan(graph::formula const& f, std::span<argument const> bound,
                                      std::span<graph::formula const> primals) {
    return here::make_plan(f, bound, primals);
}

template class loops::interpreter<double>;

}  // namespace iverson
