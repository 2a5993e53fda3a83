// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/graph/trace.hpp>

#include <string>
#include <vector>

/// Derivations as LaTeX, text, HTML and JSON.
namespace iverson::show {

struct style {
    bool steps = true;   ///< all lines; else the left side and the last one
    bool rules = false;  ///< the names of the rules behind each line (JSON always has them)
};

/// A derivation with what it is one of: "gradient", "jacobian", "jvp", "hessian".
struct titled {
    std::string kind;
    std::string of;
    std::vector<std::string> by;
    graph::derivation derivation;
};

/// One display for each derivation.
std::string latex(std::vector<titled> const& all, style how);
/// Line by line in the notation of docs/text.md.
std::string text(std::vector<titled> const& all, style how);
/// A page that KaTeX typesets; `katex` is the folder or URL with katex.min.js and katex.min.css.
std::string html(std::vector<titled> const& all, style how, std::string const& title,
                 std::string const& katex);
/// docs/program.md says what it holds.
std::string json(std::vector<titled> const& all, style how);

}  // namespace iverson::show
