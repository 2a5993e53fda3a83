// SPDX-License-Identifier: BSL-1.0

/// Compiled once for each instruction set. All that is instantiated here depends on the width of its registers, or the linker
/// would keep one of several functions of one name.
#include "kernels.hpp"

#include <iverson/functions/table.hpp>

#include <array>

namespace functions = iverson::functions;

namespace {

using lane_kernels::entry;

constexpr auto entries = std::apply(
    []<class... Rows>(Rows const&... row) {
        constexpr int count = (int{Rows::has_lanes} + ...);
        std::array<entry, count> result{};
        auto at = result.begin();
        auto const add = [&]<class Row>(Row const& r) {
            if constexpr (Row::has_lanes) {
                *at++ = {r.name, Row::arity, &Row::template at_lanes<double, functions::native_width<double>>,
                         &Row::template at_lanes<float, functions::native_width<float>>};
            }
        };
        (add(row), ...);
        return result;
    },
    functions::table);

}  // namespace

lane_kernels::instruction_set lane_kernels::IVERSON_INSTRUCTION_SET() {
    return {IVERSON_INSTRUCTION_SET_NAME, entries.data(), entries.data() + entries.size()};
}
