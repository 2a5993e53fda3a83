// SPDX-License-Identifier: BSL-1.0
#include "bytes.hpp"

#include <iverson/latex/latex.hpp>
#include <iverson/latex/text.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/simplify/canonical.hpp>
#include <iverson/steps/derive.hpp>
#include <iverson/verify/sample.hpp>

#include <cstdio>
#include <cstdlib>

/// Any formula, sense or nonsense, through all passes: none crashes or hangs, and what is refused is refused with a sentence.
namespace {

using namespace fuzz;
namespace loops = iverson::loops;
namespace plain = iverson::plain;

void expect_sentence(std::string_view message) {
    bool readable = message.size() > 10;
    for (char c : message) {
        readable = readable && c >= ' ';
    }
    if (!readable) {
        std::fprintf(stderr, "no sentence: '%.*s'\n", static_cast<int>(message.size()), message.data());
        std::abort();
    }
}

/// Whether the formula is in order; else it says why not.
bool stands(graph::formula const& f) {
    if (f.failed()) {
        expect_sentence(f.nodes.message().view());
    }
    return !f.failed();
}

void print(graph::formula const& f) {
    if (iverson::print::text(f).empty() || iverson::print::latex(f).empty()) {
        std::abort();
    }
}

void run(loops::plan const& p, plain::tensors<double> const& inputs) {
    std::vector<loops::dense<double>> arguments;
    for (auto const& [id, t] : inputs) {
        arguments.push_back({t.lower, t.extents, t.values, true});
    }
    try {
        loops::interpreter<double>{p}(arguments);
    } catch (iverson::binding_error const& error) {
        expect_sentence(error.what());
    }
}

/// Plans and runs a formula at a few extents. The pieces of a large one are too many to wait for.
void evaluate(graph::formula const& f) {
    if (f.nodes.size() > 150) {
        return;
    }
    iverson::verify::sampler draw{f, 1};
    for (int round = 0; round < 3; ++round) {
        auto const inputs = draw.inputs(round, 2, iverson::verify::value_ranges[0]);
        std::vector<loops::argument> bound;
        for (auto const& [id, t] : inputs) {
            bound.push_back({id, true});
        }
        loops::plan const p = loops::make_plan(f, bound);
        if (p.failed()) {
            expect_sentence(p.message.view());
            return;
        }
        run(p, inputs);
    }
}

void simplify(graph::formula f) {
    namespace simplify = iverson::simplify;
    for (graph::equation const& e : f.equations) {
        for (std::span<simplify::rule const> table : {std::span<simplify::rule const>{simplify::algebra},
                                                      std::span<simplify::rule const>{simplify::collapse},
                                                      std::span<simplify::rule const>{simplify::tidy}}) {
            graph::rule_names used;
            auto const known = simplify::domain_of(f.nodes, e);
            simplify::simplifier{f.nodes, table, used}(e.value, known);
        }
    }
}

void differentiate(graph::formula const& f) {
    for (int x = 0; x < static_cast<int>(f.nodes.tensors.size()); ++x) {
        if (f.defining(x) >= 0) {
            continue;
        }
        auto const g = iverson::steps::gradients(f, f.output().tensor, {{x, {}}}, false);
        if (stands(g.result)) {
            print(g.result);
            iverson::print::latex(g);
            evaluate(g.result);
        }
        auto const j = iverson::steps::jacobian(f, f.output().tensor, {}, {x, {}}, {});
        if (stands(j.result)) {
            print(j.result);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    bytes source{data, size};
    graph::formula const f = built(nonsense{source}.run());
    if (stands(f)) {
        print(f);
        simplify(f);
        iverson::simplify::canonical_form(f);
        evaluate(f);
        differentiate(f);
    }
    return 0;
}
