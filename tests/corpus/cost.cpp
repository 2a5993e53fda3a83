// SPDX-License-Identifier: BSL-1.0
//
// value_and_gradients costs at most four times the formula, in the leading term of the operation count.
#include "cost.hpp"

#include "corpus.hpp"

#include <iverson/loops/count.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/verify/sample.hpp>

#include <cmath>
#include <cstdio>
#include <numeric>
#include <string_view>

namespace corpus::cost {

namespace verify = iverson::verify;
namespace plain = iverson::plain;

std::string text(leading const& l) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.4g n^%d", l.coefficient, l.degree);
    return buffer;
}

namespace {

/// The inputs that the equations read.
std::vector<int> read_by(graph::formula const& f) {
    std::vector<int> result;
    for (int id = 0; id < static_cast<int>(f.nodes.tensors.size()); ++id) {
        bool const read = std::any_of(f.equations.begin(), f.equations.end(), [&](graph::equation const& e) {
            return graph::reads(f.nodes, e.value, id);
        });
        if (read && f.defining(id) < 0) {
            result.push_back(id);
        }
    }
    return result;
}

std::vector<loops::argument> arguments_of(graph::formula const& f) {
    std::vector<loops::argument> result;
    for (int id : read_by(f)) {
        result.push_back({id, false});
    }
    return result;
}

/// x(2 i + r) asks for an extent of three times that of i and r; twice that leaves the loops room.
std::int64_t weight(graph::formula const& f, int extent) {
    std::int64_t result = 1;
    for (int id = 0; id < f.nodes.size(); ++id) {
        if (!f.nodes.is(id, graph::op::access)) {
            continue;
        }
        auto const positions = f.nodes.links(id);
        auto const& axes = f.nodes.tensor_of(id).axes;
        for (std::size_t d = 0; d < positions.size() && d < axes.size(); ++d) {
            std::int64_t steps = 0;
            for (auto const& t : f.nodes.affine_at(positions[d])) {
                bool const ranged = f.nodes.symbol_at(t.symbol).kind == graph::symbol_kind::ranged;
                steps += ranged ? std::abs(t.coefficient) : 0;
            }
            if (axes[d].upper.mentions(extent) && steps > 1) {
                result = std::max(result, 2 * steps);
            }
        }
    }
    return result;
}

/// The leading term of what is a polynomial in n on the multiples of 12, so that strides divide. Exact: by differences.
template <class Count>
leading leading_term(Count const& count) {
    constexpr int points = 7;
    constexpr std::int64_t step = 12;
    std::vector<std::int64_t> difference;
    for (int i = 0; i < points; ++i) {
        difference.push_back(count(step * (2 + i)));
    }
    leading result;
    double scale = 1;
    for (int degree = 0; degree < points; ++degree) {
        if (std::all_of(difference.begin(), difference.end(), [&](auto d) { return d == difference[0]; })) {
            result.coefficient = static_cast<double>(difference[0]) / scale;
            result.degree = degree;
            return result;
        }
        std::adjacent_difference(difference.begin(), difference.end(), difference.begin());
        difference.erase(difference.begin());
        scale *= static_cast<double>(step) * (degree + 1);
    }
    BOOST_ERROR("the count is no polynomial");
    return result;
}

}  // namespace

planned::planned(graph::formula const& source, graph::formula const& f) : source_{source} {
    std::vector<loops::argument> const bound = arguments_of(f);
    for (loops::argument const& a : bound) {
        axes_.push_back(f.nodes.tensor_at(a.tensor).axes);
    }
    plan_ = loops::make_plan(f, bound, std::vector<graph::formula>{source});
}

std::vector<std::int64_t> planned::values(std::int64_t n) const {
    std::vector<std::int64_t> result(static_cast<std::size_t>(plan_.symbols), 0);
    for (std::size_t s = 0; s < source_.nodes.symbols.size(); ++s) {
        if (source_.nodes.symbols[s].kind == graph::symbol_kind::extent) {
            result[s] = n * weight(source_, static_cast<int>(s));
        }
    }
    for (loops::setting const& s : plan_.settings) {
        if (s.from == loops::setting::source::hull_lower || s.from == loops::setting::source::hull_extent) {
            result[static_cast<std::size_t>(s.symbol)] =
                loops::value_of(plan_, s, result, [](int, int) { return loops::bound_axis{}; });
        }
    }
    return result;
}

std::int64_t planned::operations(std::int64_t n) const {
    std::vector<std::int64_t> const v = values(n);
    std::vector<std::vector<loops::bound_axis>> axes;
    for (auto const& tensor : axes_) {
        axes.emplace_back();
        for (graph::axis const& a : tensor) {
            std::int64_t const first = loops::value_of(a.lower, v);
            axes.back().push_back({loops::value_of(a.upper, v) - first + 1, first, false});
        }
    }
    return loops::count_operations(plan_, axes).operations;
}

std::int64_t planned::entries(std::int64_t n) const {
    std::vector<std::int64_t> const v = values(n);
    std::int64_t result = 0;
    for (loops::buffer const& b : plan_.buffers) {
        std::int64_t size = b.kind == loops::buffer_kind::temporary ? 1 : 0;
        for (loops::axis_bounds const& a : loops::slice(plan_.axes, b.axes)) {
            size *= std::max<std::int64_t>(0, loops::value_of(a.upper, v) - loops::value_of(a.lower, v) + 1);
        }
        result += size;
    }
    return result;
}

leading planned::operations() const {
    return leading_term([&](std::int64_t n) { return operations(n); });
}
leading planned::entries() const {
    return leading_term([&](std::int64_t n) { return entries(n); });
}

namespace {

/// A(i, j) = x(i) y(j) is one multiplication for each entry. Of the n^2 numbers G = adjoint(A) the gradients are G y and G^T x: read as
/// linear maps of G for fixed x and y, their transpose has the n^2 results a(i) y(j) + b(j) x(i), no two of which are multiples of
/// one another, so each has an addition of its own; by transposition the gradients then take 2 n^2 - 2 n additions. With one
/// multiplication for each entry of G that makes 4 n^2, which the sums of the rows of G * A, divided by x(i), attain; but these have no
/// value where x(i) = 0. Without a division each entry of G is multiplied by x(i) and by y(j): 5 n^2. That no other way without
/// division has fewer is not proved.
/// Source: Kaminski, Kirkpatrick and Bshouty, Addition requirements for matrix and transposed matrix products (1988).
constexpr std::string_view needs_division = "outer product";

struct line {
    std::string name;
    leading value;
    leading gradients;
    leading memory_of_value;
    leading memory_of_gradients;

    double ratio() const {
        return value.degree == gradients.degree && value.coefficient > 0
                   ? gradients.coefficient / value.coefficient
                   : 0;
    }
};

/// Prints the table when all formulas are through.
class table {
  public:
    void add(line const& l) { lines_.push_back(l); }
    ~table() {
        if (lines_.empty()) {
            return;
        }
        std::printf("%-32s %-14s %-14s %6s   %-12s %s\n", "operations, leading term", "value",
                    "and gradients", "ratio", "temporaries", "and gradients");
        for (line const& l : lines_) {
            std::printf("%-32s %-14s %-14s %6.2f   %-12s %s\n", l.name.c_str(), text(l.value).c_str(),
                        text(l.gradients).c_str(), l.ratio(), text(l.memory_of_value).c_str(),
                        text(l.memory_of_gradients).c_str());
        }
    }

  private:
    std::vector<line> lines_;
};
table all_lines;

/// Random inputs at which the formula can be evaluated, none empty, with what it defines.
bool draw(graph::formula const& f, verify::sampler& random, plain::tensors<double>& known) {
    for (int attempt = 0; attempt < 2000; ++attempt) {
        try {
            plain::tensors<double> const inputs = random.inputs(2, 5, verify::value_ranges[1]);
            known = plain::evaluate_all(f, inputs);
            if (std::none_of(inputs.begin(), inputs.end(),
                             [](auto const& t) { return t.second.values.empty(); })) {
                return true;
            }
        } catch (iverson::binding_error const&) {
        }
    }
    return false;
}

/// Up to rounding; log(0) and 0 / 0 are what they are in both.
bool same(double found, double expected) {
    bool const finite = std::abs(found - expected) <= 1e-10 * std::max(1.0, std::abs(expected));
    return finite || found == expected || (std::isnan(found) && std::isnan(expected));
}

/// The interpreted plan computes the plain meaning.
void compare(graph::formula const& f, graph::formula const& derived) {
    verify::sampler random{f, 20};
    loops::plan const p = loops::make_plan(derived, arguments_of(derived), std::vector<graph::formula>{f});
    for (int round = 0; round < 4; ++round) {
        plain::tensors<double> known;
        BOOST_TEST_REQUIRE(draw(f, random, known));
        plain::tensors<double> inputs;
        std::vector<loops::dense<double>> arguments;
        for (int id : read_by(derived)) {
            graph::tensor const& t = derived.nodes.tensor_at(id);
            bool const seed = t.kind == graph::role::adjoint;
            inputs[id] = seed ? random.numbers(known.at(t.of).box(), verify::value_ranges[0]) : known.at(id);
            arguments.push_back({inputs[id].lower, inputs[id].extents, inputs[id].values, true});
        }
        auto const expected = plain::evaluate_all(derived, inputs);
        auto const found = loops::interpreter<double>{p}(arguments);
        for (std::size_t i = 0; i < derived.outputs.size(); ++i) {
            int const tensor = derived.output(static_cast<int>(i)).tensor;
            auto const& values = expected.at(tensor).values;
            BOOST_TEST_REQUIRE(found[i].values.size() == values.size());
            for (std::size_t k = 0; k < values.size(); ++k) {
                BOOST_TEST(same(found[i].values[k], values[k]),
                           name_of(derived, tensor)
                               << ", entry " << k << ": " << found[i].values[k] << ", not " << values[k]);
            }
        }
    }
}

}  // namespace

void examine(std::string const& name, graph::formula const& f) {
    std::vector<iverson::derive::variable> wanted;
    for (int input : inputs_of(f)) {
        wanted.push_back({input, {}});
    }
    graph::formula const derived = iverson::steps::gradients(f, f.output().tensor, wanted, true).result;
    BOOST_TEST_REQUIRE(!derived.failed(), derived.nodes.message().view());
    planned const value{f, f};
    planned const gradients{f, derived};
    BOOST_TEST_REQUIRE(!value.failed(), value.message());
    BOOST_TEST_REQUIRE(!gradients.failed(), gradients.message());
    line const l{name, value.operations(), gradients.operations(), value.entries(), gradients.entries()};
    all_lines.add(l);
    double const times = name == needs_division ? 5 : 4;
    bool const cheap =
        l.gradients.degree < l.value.degree ||
        (l.gradients.degree == l.value.degree && l.gradients.coefficient <= times * l.value.coefficient);
    BOOST_TEST(cheap, text(l.gradients) << " against " << times << " times " << text(l.value));
    compare(f, derived);
}

}  // namespace corpus::cost
