// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/graph/formula.hpp>
#include <iverson/latex/naming.hpp>
#include <iverson/latex/piece.hpp>

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace iverson::text_writer {

/// How much is written that a reader could infer.
enum class detail : std::uint8_t {
    inferred,  ///< nothing
    extents,   ///< declarations for the extents that the formula mentions, ranges that no access tells
    all        ///< declarations of all inputs, all ranges
};

/// Writes a formula as text that keeps the order and the grouping of its nodes.
class writer {
  public:
    writer(graph::formula const& f, detail how);
    writer(writer const&) = delete;
    std::string run();
    std::string tensor(int id) const;

  private:
    using piece = print::piece;
    using strength = print::strength;

    std::string equation(graph::equation const& e);
    std::string left(graph::equation const& e);
    std::string declarations();
    std::string functions() const;
    std::string outputs() const;

    piece of(int id);
    std::string whole(int id) { return of(id).whole(); }
    piece number(graph::rational value) const;
    std::string access(int tensor, std::span<int const> positions);
    piece call(int id);
    piece product(int id);
    piece power(int id);
    piece reduce(int id, std::string const& word);
    std::string value_of(int number);
    std::string enclosed(int id, strength least);
    bool is_divisor(int id) const;
    bool is_count_of(int sum, int power) const;

    std::string binder(int symbol, std::vector<int>& guards, std::span<int const> unknown, int body);
    std::string interval(int symbol, std::vector<int>& guards, std::span<int const> unknown, bool written);
    bool is_told(int symbol, int guard) const;
    bool is_subscript(int symbol, int body) const;
    bool shares_subscript(int symbol) const;
    int read_at_entry(int id) const;
    std::set<int> entries_below(int node) const;

    std::string name(int symbol);
    std::string affine(graph::affine const& e);
    std::string condition(int id);

    graph::formula const& f_;
    graph::graph const& g_;
    detail how_;
    print::naming const* names_ = nullptr;
    graph::equation const* at_ = nullptr;
    std::map<int, std::string> extents_;
    std::map<int, std::string> indices_;
    std::set<int> read_;  ///< indices that are written as the entries which they are
    std::set<std::string> taken_;
    std::set<int> mentioned_;
    int written_ = 0;
};

}  // namespace iverson::text_writer
