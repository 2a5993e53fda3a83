// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace iverson {

/// Why a formula could not be read, and where.
struct diagnostic {
    std::string file;
    int line = 0;    ///< from 1
    int column = 0;  ///< from 1, in characters
    int width = 1;   ///< of what is wrong, in characters; it ends on its line
    std::string message;
    std::string hint;    ///< what to do; may be empty
    std::string source;  ///< the line

    /// file:line:column: error: message, then the line with a caret, then the hint.
    std::string str() const;
};

/// The diagnostic of a range of a source text, given by the offsets of its bytes.
diagnostic diagnose(std::string_view source, std::string_view file, int begin, int end, std::string message,
                    std::string hint = {});

/// Thrown by `parsed` and `parsed_latex`: what() is the diagnostic.
class syntax_error : public std::invalid_argument {
  public:
    explicit syntax_error(diagnostic d) : std::invalid_argument{d.str()}, why_{std::move(d)} {}
    diagnostic const& why() const { return why_; }

  private:
    diagnostic why_;
};

}  // namespace iverson
