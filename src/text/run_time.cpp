// SPDX-License-Identifier: BSL-1.0
#include <iverson/text/run_time.hpp>

#include "writer.hpp"

#include <iverson/latex/latex.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/steps/derive.hpp>

#include <stdexcept>

namespace iverson {

namespace {

void require_meaning(graph::formula const& f) {
    if (f.failed()) {
        throw std::invalid_argument{std::string{f.nodes.message().view()}};
    }
}

int tensor_named(graph::formula const& f, std::string const& name) {
    text_writer::writer const write{f, text_writer::detail::inferred};
    for (std::size_t id = 0; id < f.nodes.tensors.size(); ++id) {
        if (write.tensor(static_cast<int>(id)) == name) {
            return static_cast<int>(id);
        }
    }
    throw std::invalid_argument{"the formula has no " + name};
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

graph::derivation gradient(graph::formula const& f, std::vector<std::string> const& by) {
    require_meaning(f);
    std::vector<derive::variable> tensors;
    for (std::string const& name : by) {
        tensors.push_back({tensor_named(f, name), {}});
    }
    graph::derivation result = steps::gradients(f, f.output().tensor, tensors, false);
    require_meaning(result.result);
    return result;
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
