// SPDX-License-Identifier: BSL-1.0
#include "directions.hpp"

#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/steps/derive.hpp>
#include <iverson/verify/derivative.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

#include <cmath>

namespace corpus::directions {

namespace graph = iverson::graph;
namespace loops = iverson::loops;
namespace plain = iverson::plain;
namespace verify = iverson::verify;
using iverson::derive::variable;
using verify::precise;

namespace {

/// What is read, by the names of the formula that was derived.
struct setting {
    plain::tensors<double> inputs;
    plain::tensors<double> moves;  ///< tangents, by the tensors that move
};

/// Where a formula has a value that is a number, at extents 0, 1 and random ones.
std::vector<setting> settings_of(graph::formula const& f, std::vector<variable> const& moving) {
    constexpr std::size_t wanted = 4;
    verify::sampler random{f, 30};
    std::vector<setting> result;
    for (int attempt = 0; attempt < 2000 && result.size() < wanted; ++attempt) {
        auto const& range = verify::value_ranges[static_cast<std::size_t>(attempt / 2) % 5];
        try {
            setting s{random.inputs(attempt % 40, 3 + attempt / 200, range), {}};
            auto const all = plain::evaluate_all(f, s.inputs);
            if (!verify::all_finite(all.at(f.output().tensor))) {
                continue;
            }
            for (variable const& v : moving) {
                s.moves[v.tensor] = random.numbers(s.inputs.at(v.tensor).box(), verify::value_ranges[0]);
            }
            result.push_back(std::move(s));
        } catch (iverson::binding_error const&) {
        }
    }
    BOOST_TEST(result.size() == wanted);
    return result;
}

/// The output at x + by dx.
plain::tensor<precise> moved(graph::formula const& f, setting const& s, precise const& by) {
    auto inputs = verify::converted<precise>(s.inputs);
    for (auto const& [tensor, move] : s.moves) {
        for (std::size_t k = 0; k < move.values.size(); ++k) {
            inputs.at(tensor).values[k] += by * precise(move.values[k]);
        }
    }
    return plain::evaluate_all(f, std::move(inputs)).at(f.output().tensor);
}

plain::tensor<precise> differences(graph::formula const& f, setting const& s) {
    precise const step = ldexp(precise(1), -53);
    auto result = moved(f, s, step);
    auto const before = moved(f, s, -step);
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        result.values[i] = (result.values[i] - before.values[i]) / (2 * step);
    }
    return result;
}

/// The inputs of the derived formula, with its tangents.
plain::tensors<double> bindings(graph::formula const& f, graph::formula const& derived, setting const& s) {
    plain::tensors<double> result;
    for (int id = 0; id < static_cast<int>(derived.nodes.tensors.size()); ++id) {
        graph::tensor const& t = derived.nodes.tensor_at(id);
        bool const is_tangent =
            t.kind == graph::role::tangent && verify::find(f, verify::name_of(derived, id)) < 0;
        int const twin = verify::find(f, verify::name_of(derived, is_tangent ? t.of : id));
        auto const& known = is_tangent ? s.moves : s.inputs;
        if (derived.defining(id) < 0 && known.contains(twin)) {
            result[id] = known.at(twin);
        }
    }
    return result;
}

/// With nothing bound but what is read.
plain::tensor<double> interpreted(graph::formula const& f, plain::tensors<double> const& inputs) {
    std::vector<loops::argument> bound;
    std::vector<loops::dense<double>> arguments;
    for (auto const& [id, t] : inputs) {
        bool const read = std::any_of(f.equations.begin(), f.equations.end(), [&](graph::equation const& e) {
            return graph::reads(f.nodes, e.value, id);
        });
        if (read) {
            bound.push_back({id, true});
            arguments.push_back({t.lower, t.extents, t.values, true});
        }
    }
    loops::plan const p = loops::make_plan(f, bound);
    auto const found = loops::interpreter<double>{p}(arguments).front();
    return {found.lower, found.extents, found.values};
}

void compare(graph::formula const& f, graph::formula const& derived, setting const& s) {
    auto const inputs = bindings(f, derived, s);
    int const result = derived.output().tensor;
    auto const found = plain::evaluate_all(derived, verify::converted<precise>(inputs)).at(result);
    auto const expected = differences(f, s);
    BOOST_TEST_REQUIRE((found.box() == expected.box()));
    auto const error = verify::worst(found, expected);
    BOOST_TEST(error.error <= 1e-20, verify::text_of(error, "differences"));
    auto const computed = verify::converted<precise>(interpreted(derived, inputs));
    BOOST_TEST_REQUIRE((computed.box() == found.box()));
    auto const rounding = verify::worst(computed, found);
    BOOST_TEST(rounding.error <= 1e-9, verify::text_of(rounding, "plain meaning"));
}

/// The Jacobian by the one tensor that moves, times its move, is the difference.
void compare_columns(graph::formula const& f, graph::formula const& jacobian, setting const& s) {
    auto const slopes = interpreted(jacobian, bindings(f, jacobian, s)).values;
    auto const& move = s.moves.begin()->second.values;
    auto const expected = differences(f, s);
    BOOST_TEST_REQUIRE(slopes.size() == expected.values.size() * move.size());
    auto found = plain::tensor<precise>::zeros(expected.box());
    for (std::size_t i = 0; i < slopes.size(); ++i) {
        found.values[i / move.size()] += precise(slopes[i]) * precise(move[i % move.size()]);
    }
    auto const error = verify::worst(found, expected);
    BOOST_TEST(error.error <= 1e-9, verify::text_of(error, "differences"));
}

/// Whether the sentence of the refusal says that the output is constant or linear in what moves.
bool stays(graph::formula const& derived) {
    return derived.nodes.message().view().find("does not depend") != std::string_view::npos;
}

/// A total Jacobian through time is refused; its product with a direction is not.
bool runs_through_a_recurrence(graph::formula const& jacobian) {
    return jacobian.nodes.message().view().find("runs through the recurrence") != std::string_view::npos;
}

/// The same place with only these inputs moving.
setting moving_only(setting s, std::vector<variable> const& wanted) {
    std::erase_if(s.moves, [&](auto const& move) {
        return std::none_of(wanted.begin(), wanted.end(),
                            [&](variable const& v) { return v.tensor == move.first; });
    });
    return s;
}

void move(graph::formula const& f, std::vector<variable> const& moving, std::vector<setting> const& where) {
    graph::formula const derived = iverson::steps::tangent(f, f.output().tensor, moving).result;
    if (stays(derived)) {
        return;
    }
    BOOST_TEST_REQUIRE(!derived.failed(), derived.nodes.message().view());
    for (setting const& s : where) {
        compare(f, derived, moving_only(s, moving));
    }
}

void differentiate(graph::formula const& f, variable const& by, std::vector<setting> const& where) {
    graph::formula const jacobian =
        iverson::steps::jacobian(f, f.output().tensor, {}, {by.tensor, {}}, {}).result;
    if (stays(jacobian) || runs_through_a_recurrence(jacobian)) {
        return;
    }
    BOOST_TEST_REQUIRE(!jacobian.failed(), jacobian.nodes.message().view());
    for (setting const& s : where) {
        compare_columns(f, jacobian, moving_only(s, {by}));
    }
}

std::vector<variable> variables(graph::formula const& f) {
    verify::sampler const about{f, 0};
    std::vector<variable> result;
    for (int id = 0; id < static_cast<int>(f.nodes.tensors.size()); ++id) {
        if (about.is_input(id) && !f.nodes.tensor_at(id).integral) {
            result.push_back({id, {}});
        }
    }
    return result;
}

/// The gradient by one input, moved by each.
void differentiate_again(graph::formula const& f, variable const& by) {
    graph::formula const first = iverson::steps::gradients(f, f.output().tensor, {by}, false).result;
    auto const all = variables(f);
    auto const where = settings_of(first, all);
    for (variable const& v : all) {
        BOOST_TEST_CONTEXT("second derivative by " << verify::name_of(f, by.tensor) << " and "
                                                   << verify::name_of(f, v.tensor)) {
            move(first, {v}, where);
            differentiate(first, v, where);
        }
    }
}

}  // namespace

void examine(graph::formula const& f) {
    auto const all = variables(f);
    auto const where = settings_of(f, all);
    move(f, all, where);
    for (variable const& v : all) {
        BOOST_TEST_CONTEXT("moved by " << verify::name_of(f, v.tensor)) { move(f, {v}, where); }
    }
    if (f.nodes.tensor_at(f.output().tensor).rank == 0) {
        for (variable const& v : all) {
            differentiate_again(f, v);
        }
    }
}

}  // namespace corpus::directions
