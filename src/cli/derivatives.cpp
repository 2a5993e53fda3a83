// SPDX-License-Identifier: BSL-1.0
#include "derivatives.hpp"

#include "tensor_names.hpp"

#include <iverson/text/run_time.hpp>

namespace iverson::cli {

namespace {

struct derivative {
    std::string of;
    std::vector<std::string> by;
};

derivative parsed_derivative(std::string const& option, std::string const& text, std::size_t count = 0) {
    auto const [of, by] = split_at(text, ':', option + " is written OF:BY, as in E:w");
    derivative result{of, count == 2 ? split_list(by) : split_names(by)};  // by x twice is a Hessian
    if (count != 0 && result.by.size() != count) {
        throw failure{option + " takes " + std::to_string(count) + (count == 1 ? " tensor" : " tensors") +
                      " behind the colon, and '" + text + "' has " + std::to_string(result.by.size())};
    }
    return result;
}

}  // namespace

graph::formula derivative_options::derived(graph::formula const& f) const {
    if (!grad_.empty()) {
        auto const [of, by] = parsed_derivative("--grad", grad_);
        return (value_ ? value_and_gradients(f, by, of) : gradient(f, by, of)).result;
    }
    if (!jacobian_.empty()) {
        auto const [of, by] = parsed_derivative("--jacobian", jacobian_, 1);
        return jacobian(f, by[0], of).result;
    }
    if (!hessian_.empty()) {
        auto const [of, by] = parsed_derivative("--hessian", hessian_, 2);
        return hessian(f, by[0], by[1], of).result;
    }
    if (!jvp_.empty()) {
        auto const [of, by] = parsed_derivative("--jvp", jvp_);
        return jvp(f, by, of).result;
    }
    if (!hvp_.empty()) {
        auto const [of, by] = parsed_derivative("--hvp", hvp_, 1);
        return hvp(f, by[0], of).result;
    }
    return f;
}

bool derivative_options::is_given() const { return !(grad_ + jacobian_ + hessian_ + jvp_ + hvp_).empty(); }

void derivative_options::add_to(CLI::App& command) {
    auto* const which =
        command.add_option_group("What", "What is computed; the outputs of FILE if nothing is said");
    which->add_option("--grad", grad_, "Gradients: E:w, or y:x with --adjoint y=...")->type_name("OF:BY,...");
    which->add_option("--jacobian", jacobian_, "dy/dx")->type_name("OF:BY");
    which->add_option("--hessian", hessian_, "The second derivative by two tensors: E:x,w")
        ->type_name("OF:BY,BY");
    which->add_option("--jvp", jvp_, "The derivative in the direction --tangent")->type_name("OF:BY,...");
    which->add_option("--hvp", hvp_, "The second derivative times --tangent")->type_name("OF:BY");
    which->require_option(0, 1);
    command.add_flag("--value", value_, "The value in front of the gradients")->needs("--grad");
}

}  // namespace iverson::cli
