// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "session.hpp"

#include <string>

namespace iverson::cli {

/// The options that say which derivative is meant: --grad E:w,b, --jacobian y:x, ...
class derivative_options {
  public:
    void add_to(CLI::App& command);

    bool is_given() const;
    /// The derived formula; the formula itself if no option is given. Errors: failure, and those of the derivatives.
    graph::formula derived(graph::formula const& f) const;

  private:
    std::string grad_;
    std::string jacobian_;
    std::string hessian_;
    std::string jvp_;
    std::string hvp_;
    bool value_ = false;
};

}  // namespace iverson::cli
