// SPDX-License-Identifier: BSL-1.0
#include <iverson/text/run_time.hpp>

#include "writer.hpp"

#include <iverson/latex/latex.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/runtime/operations.hpp>
#include <iverson/steps/derive.hpp>

#include <stdexcept>

namespace iverson {

namespace {

void require_meaning(graph::formula const& f) {
    if (f.failed()) {
        throw std::invalid_argument{std::string{f.nodes.message().view()}};
    }
}

/// -1 if there is none.
/// The tensors that a formula names itself, as many as a line holds.
std::string plain_names(graph::formula const& f) {
    constexpr std::size_t most = 60;
    std::string result;
    for (graph::tensor const& t : f.nodes.tensors) {
        if (t.kind != graph::role::plain) {
            continue;
        }
        if (result.size() > most) {
            return result + ", ...";
        }
        result += (result.empty() ? "" : ", ") + std::string{t.name.view()};
    }
    return result;
}

int find_named(graph::formula const& f, std::string const& name) {
    text_writer::writer const write{f, text_writer::detail::inferred};
    for (std::size_t id = 0; id < f.nodes.tensors.size(); ++id) {
        if (write.tensor(static_cast<int>(id)) == name) {
            return static_cast<int>(id);
        }
    }
    return -1;
}

int tensor_named(graph::formula const& f, std::string const& name) {
    int const id = find_named(f, name);
    if (id < 0) {
        throw std::invalid_argument{"the formula has no " + name + "; it has " + plain_names(f)};
    }
    return id;
}

/// The tensor to be differentiated: what an equation defines.
int function_named(graph::formula const& f, std::string const& name) {
    require_meaning(f);
    int const id = name.empty() ? f.output().tensor : tensor_named(f, name);
    if (f.defining(id) < 0) {
        throw std::invalid_argument{"no equation of the formula defines " + name};
    }
    return id;
}

std::vector<derive::variable> variables_named(graph::formula& f, std::vector<std::string> const& names) {
    std::vector<derive::variable> result;
    for (std::string const& name : names) {
        result.push_back(runtime::operations::differentiable(f, find_named(f, name), name));
    }
    require_meaning(f);
    return result;
}

graph::derivation meaningful(graph::derivation d) {
    require_meaning(d.result);
    return d;
}

graph::derivation gradients(graph::formula f, std::vector<std::string> const& by, std::string const& of,
                            bool with_value) {
    int const function = function_named(f, of);
    return meaningful(steps::gradients(f, function, variables_named(f, by), with_value));
}

loops::dense<double> dense_of(std::string const& name, numbers const& n) {
    std::int64_t size = 1;
    for (std::int64_t e : n.extents) {
        if (e < 0 || (e > 0 && size > INT64_MAX / e)) {
            throw std::invalid_argument{"an extent of " + name + " is negative or too large"};
        }
        size *= e;
    }
    if (size != static_cast<std::int64_t>(n.values.size())) {
        throw std::invalid_argument{name + " has " + std::to_string(n.values.size()) +
                                    " numbers, and its extents say " + std::to_string(size)};
    }
    if (!n.lower.empty() && n.lower.size() != n.extents.size()) {
        throw std::invalid_argument{"the first positions of " + name + " are more or fewer than its extents"};
    }
    loops::dense<double> result{n.lower, n.extents, n.values, !n.lower.empty()};
    result.lower.resize(n.extents.size(), 0);
    return result;
}

}  // namespace

graph::derivation gradient(graph::formula const& f, std::vector<std::string> const& by,
                           std::string const& of) {
    return gradients(f, by, of, false);
}

graph::derivation value_and_gradients(graph::formula const& f, std::vector<std::string> const& by,
                                      std::string const& of) {
    return gradients(f, by, of, true);
}

graph::derivation jacobian(graph::formula const& f, std::string const& by, std::string const& of) {
    graph::formula copy = f;
    int const function = function_named(f, of);
    return meaningful(steps::jacobian(f, function, {}, variables_named(copy, {by})[0], {}));
}

graph::derivation jvp(graph::formula const& f, std::vector<std::string> const& by, std::string const& of) {
    graph::formula copy = f;
    int const function = function_named(f, of);
    return meaningful(steps::tangent(f, function, variables_named(copy, by)));
}

graph::derivation hessian(graph::formula const& f, std::string const& left, std::string const& right,
                          std::string const& of) {
    return jacobian(gradient(f, {left}, of).result, right);
}

graph::derivation hvp(graph::formula const& f, std::string const& by, std::string const& of) {
    return jvp(gradient(f, {by}, of).result, {by});
}

std::vector<std::string> variables(graph::formula const& f, std::string const& of) {
    auto const function = static_cast<std::size_t>(function_named(f, of));
    text_writer::writer const write{f, text_writer::detail::inferred};
    std::vector<std::string> result;
    for (std::size_t id = 0; id < f.nodes.tensors.size(); ++id) {
        int const tensor = static_cast<int>(id);
        bool const is_real_input = f.defining(tensor) < 0 && !f.nodes.tensor_at(tensor).integral;
        if (is_real_input && derive::dependence{f}.influenced_by(tensor)[function] != 0) {
            result.push_back(write.tensor(tensor));
        }
    }
    return result;
}

std::vector<std::string> inputs(graph::formula const& f) {
    text_writer::writer const write{f, text_writer::detail::inferred};
    std::vector<std::string> result;
    for (std::size_t id = 0; id < f.nodes.tensors.size(); ++id) {
        if (f.defining(static_cast<int>(id)) < 0) {
            result.push_back(write.tensor(static_cast<int>(id)));
        }
    }
    return result;
}

std::vector<std::string> results(graph::formula const& f) {
    require_meaning(f);
    text_writer::writer const write{f, text_writer::detail::inferred};
    std::vector<std::string> names;
    for (int output : f.outputs) {
        names.push_back(write.tensor(f.equations[static_cast<std::size_t>(output)].tensor));
    }
    return names;
}

int rank(graph::formula const& f, std::string const& name) {
    return f.nodes.tensor_at(tensor_named(f, name)).rank;
}

std::vector<numbers> evaluate(graph::formula const& f, std::map<std::string, numbers> const& bindings) {
    require_meaning(f);
    std::vector<loops::argument> bound;
    std::vector<loops::dense<double>> arguments;
    for (auto const& [name, value] : bindings) {
        loops::dense<double> argument = dense_of(name, value);
        int const tensor = tensor_named(f, name);
        auto const& t = f.nodes.tensor_at(tensor);
        if (t.rank != static_cast<int>(argument.extents.size())) {
            throw std::invalid_argument{name + " has " + std::to_string(t.rank) +
                                        " axes in the formula and " +
                                        std::to_string(argument.extents.size()) + " in its binding"};
        }
        for (std::size_t d = 0; d < t.axes.size() && !argument.placed; ++d) {
            argument.lower[d] = t.axes[d].lower.is_constant() ? t.axes[d].lower.constant() : 0;
        }
        bound.push_back({tensor, argument.placed});
        arguments.push_back(std::move(argument));
    }
    loops::plan const plan = loops::make_plan(f, bound);
    std::vector<numbers> results;
    for (loops::dense<double> const& r : loops::interpreter<double>{plan}(arguments)) {
        results.push_back({r.extents, r.values, r.lower});
    }
    return results;
}

std::string to_latex(graph::formula const& f) { return print::latex(f); }
std::string to_latex(graph::derivation const& d) { return print::latex(d); }

}  // namespace iverson
