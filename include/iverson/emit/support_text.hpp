// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace iverson::emit {

/// One function, or a few that belong together, of the emitted namespace. It may use those that stand above it.
struct helper {
    std::string_view name;
    std::string_view text;
};

}  // namespace iverson::emit
