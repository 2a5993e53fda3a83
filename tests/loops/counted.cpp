// SPDX-License-Identifier: BSL-1.0
#include "counted.hpp"

#include <iverson/loops/count.hpp>
#include <iverson/loops/interpret.hpp>
#include <iverson/loops/make_plan.hpp>
#include <iverson/text/text.hpp>
#include <iverson/verify/plain.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace counted {

namespace graph = iverson::graph;
namespace loops = iverson::loops;
namespace plain = iverson::plain;

namespace {

graph::formula read(std::string_view text) {
    iverson::reading const r = iverson::parse(text);
    BOOST_TEST_REQUIRE(static_cast<bool>(r), text << ": " << (r.error ? r.error->str() : std::string{}));
    return r.formula;
}
bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// Integers from -3 to 3, in no order.
values drawn(std::vector<std::int64_t> const& extents) {
    values result{{}, extents, {}};
    std::int64_t size = 1;
    for (std::int64_t n : extents) {
        size *= n;
    }
    for (std::int64_t e = 0; e < size; ++e) {
        result.values.push_back(static_cast<double>((e * e + 3 * e + size) % 7 - 3));
    }
    return result;
}

}  // namespace

std::int64_t check(graph::formula const& f, bound const& given) {
    BOOST_TEST_REQUIRE(!f.failed(), f.nodes.message().view());
    plain::tensors<double> inputs;
    std::vector<loops::argument> names;
    std::vector<loops::dense<double>> arguments;
    std::vector<std::vector<loops::bound_axis>> axes;
    for (auto const& [id, t] : given) {
        bool const placed = !t.lower.empty();
        std::vector<std::int64_t> const lower =
            placed ? t.lower : std::vector<std::int64_t>(t.extents.size(), 0);
        inputs[id] = t;
        names.push_back({id, placed});
        arguments.push_back({lower, t.extents, t.values, placed});
        axes.emplace_back();
        for (std::size_t d = 0; d < t.extents.size(); ++d) {
            axes.back().push_back({t.extents[d], lower[d], placed});
        }
    }
    auto const plan = loops::make_plan(f, names);
    BOOST_TEST_REQUIRE(!plan.failed(), plan.message.view());
    auto const found = loops::interpreter<double>{plan}(arguments).front();
    auto const expected = plain::evaluate<double>(f, inputs);
    BOOST_TEST(found.lower == expected.lower, boost::test_tools::per_element());
    BOOST_TEST(found.extents == expected.extents, boost::test_tools::per_element());
    BOOST_TEST_REQUIRE(found.values.size() == expected.values.size());
    for (std::size_t e = 0; e < found.values.size(); ++e) {
        BOOST_TEST(same(found.values[e], expected.values[e]),
                   "entry " << e << ": " << found.values[e] << " and not " << expected.values[e]);
    }
    return loops::count_operations(plan, axes).operations;
}

std::int64_t check(std::string_view text, named const& given) {
    graph::formula const f = read(text);
    bound inputs;
    for (auto const& [name, t] : given) {
        inputs.emplace_back(f.find_tensor(name), t);
    }
    return check(f, inputs);
}

std::int64_t operations(std::string_view text, extents const& given) {
    named inputs;
    for (auto const& [name, its] : given) {
        inputs.emplace_back(name, drawn(its));
    }
    return check(text, inputs);
}

std::string refusal(std::string_view text, std::vector<std::string> const& given) {
    graph::formula const f = read(text);
    std::vector<loops::argument> names;
    for (std::string const& name : given) {
        names.push_back({f.find_tensor(name), false});
    }
    return std::string{loops::make_plan(f, names).message.view()};
}

namespace {

struct layout {
    std::vector<int> unit_axis;
    std::vector<int> integer;
};

}  // namespace

namespace {

/// A plan whose first nest has one reduction, and where its tensors lie.
struct tiled_plan {
    loops::plan p;
    layout lies;
    int reduction = -1;

    tiled_plan(std::string_view text, std::vector<std::pair<std::string, int>> const& units)
        : p{plan_of(text, units)} {
        BOOST_TEST_REQUIRE(!p.failed(), p.message.view());
        for (std::size_t buffer = 0; buffer < p.buffers.size(); ++buffer) {
            lies.unit_axis.push_back(buffer < units.size() ? units[buffer].second
                                                           : p.buffers[buffer].rank - 1);
            lies.integer.push_back(0);
        }
        loops::nest const& n = nest();
        for (int i = n.ops.first; i < n.ops.end(); ++i) {
            reduction = p.ops[static_cast<std::size_t>(i)].kind == loops::op_kind::reduce ? i : reduction;
        }
        BOOST_TEST_REQUIRE(reduction >= 0);
    }
    loops::nest const& nest() const { return p.nests[0]; }
    int symbol(int loop) const { return p.loops[static_cast<std::size_t>(loop)].symbol; }

    /// `choose` takes a tile from what may be one with these lanes.
    template <class Choose>
    tiling with_lanes(int lane, int width, Choose const& choose) const {
        loops::nest const& n = nest();
        loops::lane_analysis const varies{p, n, lane};
        std::array<bool, 64> varying{};
        for (int i = n.ops.first; i < n.ops.end(); ++i) {
            varying[static_cast<std::size_t>(i - n.ops.first)] = varies(i);
        }
        loops::tile_choice const maker{p, n, lies, varying.data(), lane, reduction, width};
        tiling result{choose(maker)};
        if (!result.shape.exists()) {
            return result;  // the body may hold what has no straight-line code
        }
        result.packs = maker.must_pack(result.shape);
        for (loops::micro const& one : maker.code(result.shape)) {
            bool const load =
                one.op >= 0 && p.ops[static_cast<std::size_t>(one.op)].kind == loops::op_kind::load;
            result.loads += load ? 1 : 0;
            result.products += one.op < 0 ? 1 : 0;
        }
        return result;
    }

  private:
    static loops::plan plan_of(std::string_view text, std::vector<std::pair<std::string, int>> const& units) {
        graph::formula const f = read(text);
        std::vector<loops::argument> names;
        for (auto const& [name, unit] : units) {
            names.push_back({f.find_tensor(name), false});
        }
        return loops::make_plan(f, names);
    }
};

}  // namespace

tiling tile_of(std::string_view text, std::vector<std::pair<std::string, int>> const& units, int width,
               int registers) {
    tiled_plan const its{text, units};
    int const lane = its.symbol(its.nest().loops.first + loops::lane_loop(its.p, its.nest(), its.lies));
    return its.with_lanes(lane, width, [&](auto const& maker) { return maker.best(registers); });
}
tiling along_tile_of(std::string_view text, std::vector<std::pair<std::string, int>> const& units, int width,
                     int registers) {
    tiled_plan const its{text, units};
    loops::range const steps = its.p.ops[static_cast<std::size_t>(its.reduction)].items;
    return its.with_lanes(its.symbol(steps.end() - 1), width,
                          [&](auto const& maker) { return maker.best_along(steps.size - 1, -1, registers); });
}

}  // namespace counted
