// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scope.hpp"

#include <iverson/check/check.hpp>

#include <string>
#include <string_view>

/// Parts of a line in the notation of the page: what stands in the source as it stands there, what is new in the same style.
namespace iverson::check {

/// A page and how it is written.
struct page_source {
    std::string_view text;
    notation written_in = notation::latex;
};

class writer {
  public:
    writer(document const& d, page_source source)
        : d_{d}, source_{source.text}, written_in_{source.written_in} {}

    std::string operator()(int id) const {
        return written_in_ == notation::text ? in_text(id, 0) : value(id, 0);
    }
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

    std::string in_text(int id, int around) const;
    std::string text_of(item const& i) const;
    std::string text_of_name(syntax::tensor_name const& t) const;
    std::string text_of_reduction(item const& i) const;
    std::string text_of_conditions(std::vector<syntax::comparison> const& all, char const* between) const;

    document const& d_;
    std::string_view source_;
    notation written_in_;
};

/// A name as LaTeX: \theta, \hat{x}, \mathrm{hidden}.
std::string spelled_name(std::string const& name);

/// The source text without alignment, line breaks and repeated spaces.
std::string in_one_line(std::string_view source);

}  // namespace iverson::check
