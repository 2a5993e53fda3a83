// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "plan.hpp"

#include <bit>

/// A plan as arrays of exact size, which outlive the constant evaluation that made it: templates read it as a
/// reference argument. On the way it is a flat array of integers.
namespace iverson::loops {

/// Writes or reads the members of a plan's parts, one integer after the other: `words(member...)` is all a part says.
class plan_writer {
  public:
    template <class Int>
        requires std::is_integral_v<Int> || std::is_enum_v<Int>
    constexpr void word(Int value) {
        words_.push_back(static_cast<std::int64_t>(value));
    }
    constexpr void word(double value) { words_.push_back(std::bit_cast<std::int64_t>(value)); }
    constexpr graph::vector<std::int64_t> const& words() const { return words_; }

  private:
    graph::vector<std::int64_t> words_;
};

class plan_reader {
  public:
    constexpr explicit plan_reader(std::int64_t const* words) : next_{words} {}
    template <class Int>
        requires std::is_integral_v<Int> || std::is_enum_v<Int>
    constexpr void word(Int& value) {
        value = static_cast<Int>(*next_++);
    }
    constexpr void word(double& value) { value = std::bit_cast<double>(*next_++); }

  private:
    std::int64_t const* next_;
};

template <class Io, class T>
    requires std::is_arithmetic_v<T> || std::is_enum_v<T>
constexpr void visit(Io& io, T& value) {
    io.word(value);
}

constexpr void visit(plan_writer& io, graph::affine& e) {
    io.word(e.constant());
    io.word(e.size());
    for (auto const& t : e) {
        io.word(t.symbol);
        io.word(t.coefficient);
    }
}

constexpr void visit(plan_reader& io, graph::affine& e) {
    std::int64_t constant = 0;
    int size = 0;
    io.word(constant);
    io.word(size);
    e = graph::affine{constant};
    for (; size > 0; --size) {
        int symbol = 0;
        std::int64_t coefficient = 0;
        io.word(symbol);
        io.word(coefficient);
        e = e + graph::affine::symbol(symbol, coefficient);
    }
}

template <class Io, class... Members>
constexpr void visit_all(Io& io, Members&... members) {
    (visit(io, members), ...);
}

template <class Io>
constexpr void visit(Io& io, range& r) {
    visit_all(io, r.first, r.size);
}
template <class Io>
constexpr void visit(Io& io, bound& b) {
    visit_all(io, b.expression, b.divisor);
}
template <class Io>
constexpr void visit(Io& io, graph::condition& c) {
    visit_all(io, c.kind, c.expression, c.modulus);
}
template <class Io>
constexpr void visit(Io& io, loop& l) {
    visit_all(io, l.symbol, l.lowers, l.uppers, l.source, l.at, l.guards, l.by, l.rest);
}
template <class Io>
constexpr void visit(Io& io, piece& p) {
    visit_all(io, p.values, p.conditions, p.witnesses, p.missing);
}
template <class Io>
constexpr void visit(Io& io, axis_bounds& a) {
    visit_all(io, a.lower, a.upper, a.of_support);
}
template <class Io>
constexpr void visit(Io& io, buffer& b) {
    visit_all(io, b.kind, b.tensor, b.rank, b.axes, b.name, b.integral);
}
template <class Io>
constexpr void visit(Io& io, operation& o) {
    visit_all(io, o.kind, o.head, o.a, o.b, o.c, o.items, o.guards, o.region);
}
template <class Io>
constexpr void visit(Io& io, nest& n) {
    visit_all(io, n.loops, n.conditions, n.ops, n.result, n.buffer, n.subscripts, n.accumulate);
}
template <class Io>
constexpr void visit(Io& io, block& b) {
    visit_all(io, b.time, b.downwards, b.nests);
}
template <class Io>
constexpr void visit(Io& io, setting& s) {
    visit_all(io, s.from, s.symbol, s.buffer, s.axis, s.sign, s.divisor, s.rest, s.pieces, s.at_least_zero);
}
template <class Io>
constexpr void visit(Io& io, check& c) {
    visit_all(io, c.what, c.buffer, c.axis, c.other_buffer, c.other_axis, c.start, c.lower, c.upper,
              c.other_lower, c.other_upper, c.pieces, c.tensor, c.index, c.access, c.position, c.loops,
              c.guards);
}

/// Calls f(pool) for all pools that travel as words.
template <class Plan, class F>
constexpr void for_each_pool(Plan& p, F&& f) {
    f(p.characters);
    f(p.affines);
    f(p.bounds);
    f(p.conditions);
    f(p.loops);
    f(p.pieces);
    f(p.axes);
    f(p.buffers);
    f(p.numbers);
    f(p.operands);
    f(p.ops);
    f(p.nests);
    f(p.blocks);
    f(p.settings);
    f(p.checks);
}

/// The sizes of the pools, in the order of `for_each_pool`; the functions last.
using pool_sizes = std::array<int, 16>;

/// A plan whose pools are arrays. (An empty pool has one unused entry: zero-length arrays cannot be indexed.)
template <pool_sizes Sizes>
struct frozen_plan {
    template <class T, int Which>
    using pool = std::array<T, static_cast<std::size_t>(Sizes[Which] > 0 ? Sizes[Which] : 1)>;

    pool<char, 0> characters{};
    pool<graph::affine, 1> affines{};
    pool<bound, 2> bounds{};
    pool<graph::condition, 3> conditions{};
    pool<loop, 4> loops{};
    pool<piece, 5> pieces{};
    pool<axis_bounds, 6> axes{};
    pool<buffer, 7> buffers{};
    pool<double, 8> numbers{};
    pool<int, 9> operands{};
    pool<operation, 10> ops{};
    pool<nest, 11> nests{};
    pool<block, 12> blocks{};
    pool<setting, 13> settings{};
    pool<check, 14> checks{};
    pool<graph::function_record, 15> functions{};
    int symbols = 0;

    static constexpr int size(int which) { return Sizes[static_cast<std::size_t>(which)]; }
    static constexpr int buffer_count = Sizes[7];
    static constexpr int nest_count = Sizes[11];
    static constexpr int block_count = Sizes[12];
    static constexpr int setting_count = Sizes[13];
    static constexpr int check_count = Sizes[14];
};

/// Room for one plan on its way; a larger one is refused with a sentence.
inline constexpr std::size_t plan_words = 1 << 14;

struct plan_stage {
    std::array<char, 256> message{};
    int message_size = 0;
    std::array<std::int64_t, plan_words> words{};
    std::array<graph::function_record, 64> functions{};
    pool_sizes sizes{};
    int symbols = 0;

    constexpr void refuse(std::string_view why) {
        message_size = static_cast<int>(why.size() < message.size() ? why.size() : message.size());
        for (int i = 0; i < message_size; ++i) {
            message[static_cast<std::size_t>(i)] = why[static_cast<std::size_t>(i)];
        }
    }
    constexpr bool failed() const { return message_size > 0; }
};

constexpr plan_stage staged(plan p) {
    plan_stage result;
    if (p.failed()) {
        result.refuse(p.message);
        return result;
    }
    plan_writer out;
    std::size_t which = 0;
    for_each_pool(p, [&](auto& pool) {
        result.sizes[which++] = static_cast<int>(pool.size());
        for (auto& entry : pool) {
            visit(out, entry);
        }
    });
    if (out.words().size() > plan_words || p.functions.size() > result.functions.size()) {
        result.refuse(
            "the loops of this formula do not fit into 16384 words; split the formula into equations");
        return result;
    }
    for (std::size_t i = 0; i < out.words().size(); ++i) {
        result.words[i] = out.words()[i];
    }
    for (std::size_t i = 0; i < p.functions.size(); ++i) {
        result.functions[i] = p.functions[i];
    }
    result.sizes[which] = static_cast<int>(p.functions.size());
    result.symbols = p.symbols;
    return result;
}

template <plan_stage const& Stage>
constexpr auto frozen() {
    frozen_plan<Stage.sizes> result;
    plan_reader in{Stage.words.data()};
    std::size_t which = 0;
    for_each_pool(result, [&](auto& pool) {
        for (int i = 0; i < Stage.sizes[which]; ++i) {
            visit(in, pool[static_cast<std::size_t>(i)]);
        }
        ++which;
    });
    for (int i = 0; i < Stage.sizes[which]; ++i) {
        result.functions[static_cast<std::size_t>(i)] = Stage.functions[static_cast<std::size_t>(i)];
    }
    result.symbols = Stage.symbols;
    return result;
}

/// The plan that `Make::make()` builds, computed once and kept.
template <class Make>
struct kept_plan {
    static constexpr plan_stage stage = staged(Make::make());
    static constexpr auto value = frozen<stage>();
};

}  // namespace iverson::loops
