// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "slips.hpp"

#include <span>

/// Rewritings of a wrong line: one usual slip each, undone.
namespace iverson::check {

/// Makes items for a repair, and knows what stands around the place at hand.
class workshop {
  public:
    workshop(document& all, scope const& s, wrong_line const& w, std::string_view text)
        : d{all}, known{s}, line{w}, source{text} {}

    document& d;
    scope const& known;
    wrong_line const& line;
    std::string_view source;
    std::vector<std::string> free;   ///< the free indices of the chain
    std::vector<std::string> bound;  ///< the indices bound around the place, outermost first

    std::vector<std::string> indices() const;
    bool is_free(std::string const& name) const;

    // -- making items; what is copied loses its place in the source
    int copy(item i);
    int number(std::int64_t value);
    int half();
    int index(std::string const& name);
    int product(std::vector<int> factors);
    int sum(std::vector<int> terms, std::string signs);
    int equal_bracket(std::string const& a, std::string const& b);
    /// An end of a range, or a subscript, moved by an integer.
    int moved(int id, std::int64_t by);
    int raised(int base, std::int64_t exponent);
    int with_part(int id, std::size_t which, int part);
    int without_part(int id, std::size_t which);
    /// The item with another one in the place of one below it.
    int replaced(int root, int target, int by);
    /// The item with an index renamed, where that index is not bound again.
    int renamed(int id, std::string const& from, std::string const& to);
    /// The item with other items in place of indices.
    int substituted(int id, std::map<std::string, int> const& by);

    // -- reading
    std::vector<int> factors(int id) const;
    bool is_index(int id) const;
};

/// One usual slip: a rewriting of an item that undoes it, in all ways that are to be tried.
struct slip {
    std::string_view name;
    std::vector<int> (*undone)(workshop&, int id);
};

/// THE TABLE of slips, in the order in which they are tried.
std::span<slip const> slips();

}  // namespace iverson::check
