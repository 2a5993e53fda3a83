// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "formula.hpp"
#include "vector.hpp"

#include <array>
#include <cstdint>

/// A formula as a flat array of integers, so that one stage of compile-time work hands its result to the next:
/// vectors may not outlive a constant evaluation, arrays may.
namespace iverson::graph {

/// Writes the parts of a formula, one integer after the other.
class writer {
  public:
    constexpr void put(std::int64_t value) { words_.push_back(value); }
    constexpr void put(text const& t) {
        put(static_cast<std::int64_t>(t.view().size()));
        for (char c : t.view()) {
            put(static_cast<unsigned char>(c));
        }
    }
    constexpr void put(affine const& a) {
        put(a.constant());
        put(a.size());
        for (auto const& t : a) {
            put(t.symbol);
            put(t.coefficient);
        }
    }
    constexpr void put(vector<int> const& list) {
        put(static_cast<std::int64_t>(list.size()));
        for (int value : list) {
            put(value);
        }
    }
    constexpr vector<std::int64_t> const& words() const { return words_; }

  private:
    vector<std::int64_t> words_;
};

/// Reads them back in the same order. (Vectors are made with a value: libstdc++ 12 cannot default-fill one at compile
/// time under Clang.)
class reader {
  public:
    constexpr explicit reader(std::int64_t const* words) : next_{words} {}
    constexpr std::int64_t get() { return *next_++; }
    constexpr int get_int() { return static_cast<int>(get()); }
    template <class Enum>
    constexpr Enum get_enum() {
        return static_cast<Enum>(get());
    }
    constexpr text get_text() {
        text result;
        for (std::int64_t n = get(); n > 0; --n) {
            char const c = static_cast<char>(get());
            result += std::string_view{&c, 1};
        }
        return result;
    }
    constexpr affine get_affine() {
        affine result{get()};
        for (std::int64_t n = get(); n > 0; --n) {
            int const symbol = get_int();
            result = result + affine::symbol(symbol, get());
        }
        return result;
    }
    constexpr vector<int> get_list() {
        vector<int> result(static_cast<std::size_t>(get()), 0);
        for (int& value : result) {
            value = get_int();
        }
        return result;
    }

  private:
    std::int64_t const* next_;
};

constexpr void write_graph(writer& out, graph const& g) {
    out.put(g.message());
    out.put(static_cast<std::int64_t>(g.symbols.size()));
    for (symbol const& s : g.symbols) {
        out.put(s.name);
        out.put(static_cast<std::int64_t>(s.kind));
        out.put(s.written);
    }
    out.put(static_cast<std::int64_t>(g.tensors.size()));
    for (tensor const& t : g.tensors) {
        out.put(t.name);
        for (std::int64_t part : {std::int64_t{t.rank}, static_cast<std::int64_t>(t.kind), std::int64_t{t.of},
                                  std::int64_t{t.by}}) {
            out.put(part);
        }
        out.put(t.integral);
        out.put(static_cast<std::int64_t>(t.axes.size()));
        for (axis const& a : t.axes) {
            out.put(a.lower);
            out.put(a.upper);
        }
    }
    out.put(static_cast<std::int64_t>(g.affines().size()));
    for (affine const& a : g.affines()) {
        out.put(a);
    }
    out.put(static_cast<std::int64_t>(g.conditions().size()));
    for (condition const& c : g.conditions()) {
        out.put(static_cast<std::int64_t>(c.kind));
        out.put(c.modulus);
        out.put(c.expression);
    }
    out.put(static_cast<std::int64_t>(g.numbers().size()));
    for (rational const& r : g.numbers()) {
        out.put(r.num());
        out.put(r.den());
    }
    out.put(g.size());
    for (int id = 0; id < g.size(); ++id) {
        out.put(static_cast<std::int64_t>(g[id].kind));
        out.put(g[id].head);
        out.put(g[id].size);
        for (int link : g.links(id)) {
            out.put(link);
        }
    }
}

/// Ids are those of the written graph: pools and nodes are read in their order.
constexpr void read_graph(reader& in, graph& g) {
    if (text const message = in.get_text(); !message.empty()) {
        g.fail(message);
    }
    for (std::int64_t n = in.get(); n > 0; --n) {
        text const name = in.get_text();
        auto const kind = in.get_enum<symbol_kind>();
        g.new_symbol(name, kind, in.get() != 0);
    }
    for (std::int64_t n = in.get(); n > 0; --n) {
        tensor t;
        t.name = in.get_text();
        t.rank = in.get_int();
        t.kind = in.get_enum<role>();
        t.of = in.get_int();
        t.by = in.get_int();
        t.integral = in.get() != 0;
        t.axes.resize(static_cast<std::size_t>(in.get()), axis{});
        for (axis& a : t.axes) {
            a.lower = in.get_affine();
            a.upper = in.get_affine();
        }
        g.tensors.push_back(t);
    }
    for (std::int64_t n = in.get(); n > 0; --n) {
        g.affine_id(in.get_affine());
    }
    for (std::int64_t n = in.get(); n > 0; --n) {
        auto const kind = in.get_enum<relation>();
        std::int64_t const modulus = in.get();
        g.condition_id({kind, in.get_affine(), modulus});
    }
    for (std::int64_t n = in.get(); n > 0; --n) {
        std::int64_t const num = in.get();
        g.number_id(rational{wide_integer{num}, wide_integer{in.get()}});
    }
    vector<int> parts;
    for (std::int64_t n = in.get(); n > 0; --n) {
        auto const kind = in.get_enum<op>();
        int const head = in.get_int();
        parts = in.get_list();
        g.intern(kind, head, parts);
    }
}

/// The words of a formula. Function records hold pointers and travel beside them (see `frozen`).
constexpr vector<std::int64_t> words_of(formula const& f) {
    writer out;
    write_graph(out, f.nodes);
    out.put(static_cast<std::int64_t>(f.equations.size()));
    for (equation const& e : f.equations) {
        out.put(e.tensor);
        out.put(e.positions);
        out.put(e.domain);
        out.put(e.value);
    }
    out.put(static_cast<std::int64_t>(f.requirements.size()));
    for (requirement const& r : f.requirements) {
        for (int part : {static_cast<int>(r.what), r.index, r.tensor, r.axis, r.other_tensor, r.other_axis,
                         r.position}) {
            out.put(part);
        }
        out.put(r.guards);
        out.put(static_cast<std::int64_t>(r.entries.size()));
        for (entry const& e : r.entries) {
            out.put(e.symbol);
            out.put(e.tensor);
            out.put(e.positions);
        }
    }
    out.put(f.outputs);
    return out.words();
}

constexpr formula formula_of(std::int64_t const* words, function_record const* records, std::size_t size) {
    formula f;
    f.nodes.functions.assign(records, records + size);
    reader in{words};
    read_graph(in, f.nodes);
    f.equations.resize(static_cast<std::size_t>(in.get()), equation{});
    for (equation& e : f.equations) {
        e.tensor = in.get_int();
        e.positions = in.get_list();
        e.domain = in.get_list();
        e.value = in.get_int();
    }
    f.requirements.resize(static_cast<std::size_t>(in.get()), requirement{});
    for (requirement& r : f.requirements) {
        r.what = in.get_enum<requirement::kind>();
        for (int* part : {&r.index, &r.tensor, &r.axis, &r.other_tensor, &r.other_axis, &r.position}) {
            *part = in.get_int();
        }
        r.guards = in.get_list();
        r.entries.resize(static_cast<std::size_t>(in.get()), entry{});
        for (entry& e : r.entries) {
            e.symbol = in.get_int();
            e.tensor = in.get_int();
            e.positions = in.get_list();
        }
    }
    f.outputs = in.get_list();
    return f;
}

/// A formula that survives its constant evaluation.
template <std::size_t Words, std::size_t Functions>
struct frozen {
    std::array<std::int64_t, Words> words{};
    std::array<function_record, Functions> functions{};

    constexpr formula thaw() const { return formula_of(words.data(), functions.data(), Functions); }
};

/// A frozen formula of any size, to be read again at run time.
struct frozen_view {
    std::span<std::int64_t const> words;
    std::span<function_record const> functions;

    formula thaw() const { return formula_of(words.data(), functions.data(), functions.size()); }
};
template <std::size_t Words, std::size_t Functions>
constexpr frozen_view view(frozen<Words, Functions> const& f) {
    return {f.words, f.functions};
}

/// Room for one stage of work; what does not fit is refused by `freeze`.
inline constexpr std::size_t stage_words = 1 << 15;

struct stage {
    std::array<std::int64_t, stage_words> words{};
    std::array<function_record, 64> functions{};
    std::size_t word_count = 0;
    std::size_t function_count = 0;
};

constexpr stage staged(formula const& f) {
    stage result;
    auto const words = words_of(f);
    for (std::size_t i = 0; i < words.size(); ++i) {
        result.words[i] = words[i];
    }
    for (std::size_t i = 0; i < f.nodes.functions.size(); ++i) {
        result.functions[i] = f.nodes.functions[i];
    }
    result.word_count = words.size();
    result.function_count = f.nodes.functions.size();
    return result;
}

template <stage const& Stage>
constexpr auto freeze() {
    frozen<Stage.word_count, Stage.function_count> result;
    for (std::size_t i = 0; i < Stage.word_count; ++i) {
        result.words[i] = Stage.words[i];
    }
    for (std::size_t i = 0; i < Stage.function_count; ++i) {
        result.functions[i] = Stage.functions[i];
    }
    return result;
}

/// The formula that `Make()` builds, computed once and kept: a `Stage` type names it in few characters.
template <class Make>
struct kept {
    static constexpr stage wide = staged(Make::make());
    static constexpr auto value = freeze<wide>();
};

}  // namespace iverson::graph
