// SPDX-License-Identifier: BSL-1.0
#include "tests/graph/build.hpp"

#include <iverson/latex/text.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/steps/derive.hpp>
#include <iverson/verify/gradient.hpp>

#include <boost/test/unit_test.hpp>

#include <random>

/// Random formulas whose subscripts and brackets are coupled affine expressions in several indices.
namespace {

using namespace building;
namespace loops = iverson::loops;
namespace plain = iverson::plain;
namespace steps = iverson::steps;
namespace verify = iverson::verify;

class affine_formula {
  public:
    explicit affine_formula(std::uint32_t seed) : random_{seed} {}

    sheet run() {
        std::vector<affine> const left = indices("ij", between(1, 2), outer_);
        std::vector<affine> const bound = indices("rst", between(0, 3), inner_);
        all_ = left;
        all_.insert(all_.end(), bound.begin(), bound.end());
        term body = access("x");
        for (int more = between(0, 2); more > 0; --more) {
            body = body * (more == 2 ? access("w") : factor());
        }
        std::vector<int> vars;
        for (affine const& r : bound) {
            vars.push_back(r.bare_symbol());
        }
        int const value = reduce(s_.f.nodes, reduction::sum, vars, inner_, body.id());
        std::vector<int> positions;
        for (affine const& i : left) {
            positions.push_back(s_.f.nodes.affine_id(i));
        }
        s_.f.add_equation(s_.tensor("y", static_cast<int>(left.size())), positions, outer_, value);
        s_.complete();
        return s_;
    }

  private:
    int between(int low, int high) { return std::uniform_int_distribution<int>{low, high}(random_); }

    /// Integer indices, each with a written range of its own.
    std::vector<affine> indices(std::string_view names, int count, std::vector<int>& ranges) {
        std::vector<affine> result;
        for (int n = 0; n < count; ++n) {
            result.push_back(s_.integer(names.substr(static_cast<std::size_t>(n), 1)));
            int const low = between(-2, 1);
            for (int c : s_.range(result.back(), affine{low}, affine{low + between(-1, 6)})) {
                ranges.push_back(c);
            }
        }
        return result;
    }
    affine expression() {
        affine e{between(-2, 2)};
        for (affine const& i : all_) {
            e = e + (between(0, 2) == 0 ? 0 : between(-4, 4)) * i;
        }
        return e.is_constant() ? e + all_.front() : e;
    }
    term access(std::string_view name) {
        if (s_.f.find_tensor(name) >= 0 && s_.f.nodes.tensor_at(s_.f.find_tensor(name)).rank == 1) {
            return s_.at(name, {expression()});
        }
        return s_.f.find_tensor(name) < 0 && between(0, 1) == 0 ? s_.at(name, {expression()})
                                                                : s_.at(name, {expression(), expression()});
    }
    term factor() {
        switch (between(0, 3)) {
            case 0: return s_.when(s_.f.nodes.condition_id({relation::zero, expression(), 0}));
            case 1: return s_.when(s_.f.nodes.condition_id({relation::nonnegative, expression(), 0}));
            case 2:
                return s_.when(s_.f.nodes.condition_id({relation::divisible, expression(), between(2, 4)}));
            default: return access("x");
        }
    }

    std::mt19937 random_;
    sheet s_;
    std::vector<int> outer_;
    std::vector<int> inner_;
    std::vector<affine> all_;
};

plain::tensor<double> random_tensor(std::size_t rank, std::mt19937& random) {
    plain::tensor<double> t;
    std::size_t size = 1;
    for (std::size_t d = 0; d < rank; ++d) {
        t.lower.push_back(std::uniform_int_distribution<int>{-3, 1}(random));
        t.extents.push_back(std::uniform_int_distribution<int>{0, 7}(random));
        size *= static_cast<std::size_t>(t.extents.back());
    }
    for (std::size_t i = 0; i < size; ++i) {
        t.values.push_back(
            std::uniform_int_distribution<int>{-8, 8}(random));  // sums of small integers are exact
    }
    return t;
}

/// The interpreted plan gives exactly the plain value.
void compare_loops(formula const& f, plain::tensors<double> const& inputs) {
    std::vector<loops::argument> bound;
    std::vector<loops::dense<double>> arguments;
    for (auto const& [id, t] : inputs) {
        bound.push_back({id, true});
        arguments.push_back({t.lower, t.extents, t.values, true});
    }
    loops::plan const p = loops::make_plan(f, bound);
    BOOST_REQUIRE_MESSAGE(!p.failed(), std::string{p.message.view()});
    loops::dense<double> found;
    BOOST_REQUIRE_NO_THROW(found = loops::interpreter<double>{p}(arguments).front());
    auto const expected = plain::evaluate<double>(f, inputs);
    BOOST_TEST_REQUIRE(found.extents == expected.extents, boost::test_tools::per_element());
    BOOST_TEST_REQUIRE(found.values == expected.values, boost::test_tools::per_element());
}

/// All that f reads or takes extents from, but for what it defines.
plain::tensors<double> inputs_of(formula const& f, std::mt19937& random, plain::tensors<double> known) {
    for (int id = 0; id < static_cast<int>(f.nodes.tensors.size()); ++id) {
        if (f.defining(id) < 0 && !known.contains(id)) {
            known[id] = random_tensor(static_cast<std::size_t>(f.nodes.tensor_at(id).rank), random);
        }
    }
    return known;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(random_affine_formulas)

BOOST_AUTO_TEST_CASE(have_exact_gradients_and_loops_with_the_plain_meaning) {
    int solved = 0;
    int kept = 0;
    for (std::uint32_t seed = 1; seed <= 1500; ++seed) {
        formula const f = affine_formula{seed}.run().f;
        BOOST_TEST_CONTEXT("formula " << seed << ": " << iverson::print::text(f)) {
            BOOST_REQUIRE_MESSAGE(!f.failed(), words(f.nodes.message()));
            std::mt19937 random{seed};
            plain::tensors<double> const inputs = inputs_of(f, random, {});
            compare_loops(f, inputs);
            int const x = f.find_tensor("x");
            if (!reads(f.nodes, f.output().value, x)) {
                continue;  // a bracket that never holds
            }
            auto const d = steps::gradients(f, f.output().tensor, {{x, {}}}, false);
            BOOST_REQUIRE_MESSAGE(!d.result.failed(), words(d.result.nodes.message()));
            verify::report const r = verify::check(f, d.result, {.seed = seed, .rounds = 4});
            BOOST_REQUIRE_MESSAGE(r, r.message() << "\n" << iverson::print::text(d.result));
            plain::tensors<double> all = inputs;
            for (int id = 0; id < static_cast<int>(d.result.nodes.tensors.size()); ++id) {
                tensor const& t = d.result.nodes.tensor_at(id);
                if (t.kind == role::adjoint && d.result.defining(id) < 0) {
                    all[id] = plain::evaluate<double>(f, inputs);
                    for (double& value : all[id].values) {
                        value = std::uniform_int_distribution<int>{1, 9}(random);
                    }
                }
            }
            compare_loops(d.result, all);
            bool const has_equation = any_node(d.result.nodes, d.result.output().value, [&](int id) {
                return d.result.nodes.is(id, op::bracket) &&
                       d.result.nodes.condition_of(id).kind == relation::zero;
            });
            for (auto const& chain : d.chains) {
                for (auto const& line : chain.lines) {
                    solved += std::find(line.rules.begin(), line.rules.end(), "integer solution") ==
                                      line.rules.end()
                                  ? 0
                                  : 1;
                }
            }
            kept += has_equation ? 1 : 0;
        }
    }
    BOOST_TEST(solved > 50);
    BOOST_TEST(kept > 50);
    BOOST_TEST_MESSAGE(solved << " gradients had equations that were solved together, " << kept
                              << " kept some");
}

BOOST_AUTO_TEST_SUITE_END()
