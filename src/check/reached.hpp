// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scope.hpp"

namespace iverson::check {

/// The axes of inputs as written ranges tell them: u_{i+1} - u_i, i = 0 .. n-2, reads u at 0 .. n-1. The engine takes u_i alone for
/// the whole axis.
class axes_reached {
  public:
    explicit axes_reached(scope const& s) : s_{s} {}
    /// Declares the inputs of which all reaches are known and not all the same.
    void declare(document& d);

  private:
    struct end {
        std::string base;  ///< an extent, or empty
        int item = -1;     ///< of the base
        std::int64_t constant = 0;
        bool known = false;
    };
    struct reach {
        end lower;
        end upper;
        bool differs = false;
    };
    using ranges = std::map<std::string, reach>;

    void gather(document const& d, definition const& e);
    static end end_of(document const& d, int id);
    static reach moved(reach r, std::int64_t by);
    static reach subscript(document const& d, int id, ranges const& all);
    void note(std::string const& key, syntax::tensor_name const& tensor, std::vector<reach> const& found);

    scope const& s_;
    std::map<std::string, std::pair<syntax::tensor_name, std::vector<reach>>> inputs_;
};

}  // namespace iverson::check
