// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scope.hpp"

#include <string>
#include <string_view>

/// Parts of a line as LaTeX: what stands in the source as it stands there, what is new in the same style.
namespace iverson::check {

class writer {
  public:
    writer(document const& d, std::string_view source) : d_{d}, source_{source} {}

    std::string operator()(int id) const { return value(id, 0); }
    std::string comparison(syntax::comparison const& c) const;

  private:
    std::string value(int id, int around) const;
    std::string written(item const& i) const;
    std::string name(item const& i) const;
    std::string access(item const& i) const;
    std::string call(item const& i, std::string const& power) const;
    std::string reduction(item const& i) const;
    std::string product(item const& i) const;
    std::string sum(item const& i) const;
    std::string quoted(item const& i) const;

    document const& d_;
    std::string_view source_;
};

/// A name as LaTeX: \theta, \hat{x}, \mathrm{hidden}.
std::string spelled_name(std::string const& name);

/// The source text without alignment, line breaks and repeated spaces.
std::string in_one_line(std::string_view source);

}  // namespace iverson::check
