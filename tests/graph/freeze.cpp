// SPDX-License-Identifier: BSL-1.0
#include "build.hpp"

#include <iverson/graph/freeze.hpp>
#include <iverson/graph/refuse.hpp>

#include <boost/test/unit_test.hpp>

using namespace building;

namespace {

bool same_graph(graph const& a, graph const& b) {
    bool same = a.size() == b.size() && a.message() == b.message() && a.affines() == b.affines() &&
                a.conditions() == b.conditions() && a.numbers() == b.numbers() &&
                a.symbols.size() == b.symbols.size() && a.tensors.size() == b.tensors.size() &&
                a.functions.size() == b.functions.size();
    for (int id = 0; same && id < a.size(); ++id) {
        auto const x = a.links(id), y = b.links(id);
        same = a.kind(id) == b.kind(id) && a[id].head == b[id].head &&
               std::equal(x.begin(), x.end(), y.begin(), y.end());
    }
    for (std::size_t i = 0; same && i < a.symbols.size(); ++i) {
        symbol const &x = a.symbols[i], &y = b.symbols[i];
        same = x.name == y.name && x.kind == y.kind && x.written == y.written;
    }
    for (std::size_t i = 0; same && i < a.tensors.size(); ++i) {
        tensor const &x = a.tensors[i], &y = b.tensors[i];
        same = x.name == y.name && x.rank == y.rank && x.kind == y.kind && x.of == y.of && x.by == y.by &&
               x.axes.size() == y.axes.size();
        for (std::size_t d = 0; same && d < x.axes.size(); ++d) {
            same = x.axes[d].lower == y.axes[d].lower && x.axes[d].upper == y.axes[d].upper;
        }
    }
    for (std::size_t i = 0; same && i < a.functions.size(); ++i) {
        same = a.functions[i].name == b.functions[i].name &&
               a.functions[i].zero_at_zero == b.functions[i].zero_at_zero &&
               a.functions[i].cost == b.functions[i].cost;
    }
    return same;
}
bool same_formula(formula const& a, formula const& b) {
    bool same = same_graph(a.nodes, b.nodes) && a.outputs == b.outputs &&
                a.equations.size() == b.equations.size() && a.requirements.size() == b.requirements.size();
    for (std::size_t i = 0; same && i < a.equations.size(); ++i) {
        equation const &x = a.equations[i], &y = b.equations[i];
        same =
            x.tensor == y.tensor && x.positions == y.positions && x.domain == y.domain && x.value == y.value;
    }
    for (std::size_t i = 0; same && i < a.requirements.size(); ++i) {
        requirement const &x = a.requirements[i], &y = b.requirements[i];
        same = x.what == y.what && x.index == y.index && x.tensor == y.tensor && x.axis == y.axis &&
               x.other_tensor == y.other_tensor && x.other_axis == y.other_axis && x.position == y.position &&
               x.guards == y.guards;
    }
    return same;
}

/// Formulas of all kinds of node, by a number.
constexpr formula formula_number(unsigned seed) {
    sheet s;
    affine const i = s.idx("i"), j = s.idx("j", true), t = s.integer("t"), n = s.extent("n");
    int const y = s.tensor("y", 2);
    unsigned state = seed;
    auto const pick = [&](unsigned size) {
        return static_cast<int>((state = state * 1103515245U + 12345U) / 65536U % size);
    };
    term u = s.at("x", {i + affine{pick(3)}}) * s.at("w", {i, j});
    for (int k = 0; k < 6; ++k) {
        affine const r = s.idx("r");
        switch (pick(6)) {
            case 0: u = u + s.number({pick(9) - 4, 7}) * s.at("x", {i}); break;
            case 1: u = s.call(pick(2) == 0 ? tanh_row : exp_row, u); break;
            case 2: u = u * s.when(s.zero(i - j + affine{pick(4)})); break;
            case 3:
                u = u + s.reduced(static_cast<reduction>(pick(4)), {r}, s.at("v", {r}) * u,
                                  s.range(r, affine{0}, n));
                break;
            case 4: u = s.sum({t}, s.at("z", {t}) * s.at("z", {t - i})) * u; break;
            default: u = integer_power(u, -pick(3)); break;
        }
    }
    if (seed % 5 == 0) {
        u = u + s.at("x", {s.integer("unbound")});
    }
    s.equation(y, {i, j}, u, s.range(j, affine{1}, n));
    s.complete();
    return s.f;
}

template <unsigned Seed>
struct any_formula {
    static constexpr formula make() { return formula_number(Seed); }
};

template <unsigned... Seed>
void check_kept(std::integer_sequence<unsigned, Seed...>) {
    auto const check = [](unsigned seed, auto const& kept_words, formula const& thawed) {
        auto const again = words_of(thawed);
        BOOST_TEST(std::equal(again.begin(), again.end(), kept_words.begin(), kept_words.end()),
                   "formula " << seed);
        BOOST_TEST(thawed.failed() == (seed % 5 == 0));
    };
    (check(Seed, kept<any_formula<Seed>>::value.words, kept<any_formula<Seed>>::value.thaw()), ...);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_words_of_a_formula_tell_all_of_it) {
    std::size_t nodes = 0;
    for (unsigned seed = 0; seed < 400; ++seed) {
        formula const made = formula_number(seed);
        auto const words = words_of(made);
        BOOST_REQUIRE(same_formula(
            formula_of(words.data(), made.nodes.functions.data(), made.nodes.functions.size()), made));
        nodes += static_cast<std::size_t>(made.nodes.size());
    }
    BOOST_TEST(nodes > 4000U);
}

BOOST_AUTO_TEST_CASE(a_formula_frozen_at_compile_time_thaws_to_itself) {
    check_kept(std::make_integer_sequence<unsigned, 8>{});
}

BOOST_AUTO_TEST_CASE(a_thawed_graph_goes_on_interning) {
    formula f = kept<any_formula<1>>::value.thaw();
    int const size = f.nodes.size();
    int const same =
        f.nodes.intern(f.nodes.kind(size - 1), f.nodes[size - 1].head,
                       std::vector<int>(f.nodes.links(size - 1).begin(), f.nodes.links(size - 1).end()));
    BOOST_TEST(same == size - 1);
    BOOST_TEST(f.nodes.number({12345, 7}) == size);
}

BOOST_AUTO_TEST_CASE(a_refusal_survives_freezing) {
    BOOST_TEST(std::string(message_of<kept<any_formula<5>>>::sentence()).find("index unbound") !=
               std::string::npos);
    BOOST_TEST(message_of<kept<any_formula<1>>>::sentence().empty());
}

BOOST_AUTO_TEST_CASE(a_long_sentence_is_broken_behind_blanks_and_nothing_is_lost) {
    std::string_view const sentence =
        "index j on the right of y(i) = ... is neither bound by a sum nor on the left";
    std::string joined;
    for (std::size_t line = 0; line < iverson::refusal::line_count(sentence); ++line) {
        std::size_t const from = iverson::refusal::line_start(sentence, line);
        std::size_t const to = iverson::refusal::line_end(sentence, from);
        BOOST_TEST(to - from <= iverson::refusal::longest_line);
        joined += sentence.substr(from, to - from);
    }
    BOOST_TEST(joined == sentence);
}
