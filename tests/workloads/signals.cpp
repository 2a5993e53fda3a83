// SPDX-License-Identifier: BSL-1.0
#include "../sheet/formulas.hpp"
#include "evaluated.hpp"

namespace workloads {
namespace {

namespace sheet = sheet_formulas;
using iverson::adjoint;
using iverson::where;

struct convolution {
    static constexpr std::string_view name = "convolution";
    static constexpr auto const& formula = sheet::convolution;
    using inputs = ranks<1, 1>;
    using results = ranks<1>;
    static auto given(auto const& w, auto const& x) { return where(sheet::w = w, sheet::x = x); }
};
struct by_x {
    static constexpr std::string_view name = "convolution by x";
    static constexpr auto const& formula = sheet::ex_2a;
    using inputs = ranks<1, 1>;
    using results = ranks<1>;
    static auto given(auto const& w, auto const& g) { return where(sheet::w = w, adjoint(sheet::y) = g); }
};
struct by_w {
    static constexpr std::string_view name = "convolution by w";
    static constexpr auto const& formula = sheet::ex_2b;
    using inputs = ranks<1, 1>;
    using results = ranks<1>;
    static auto given(auto const& x, auto const& g) { return where(sheet::x = x, adjoint(sheet::y) = g); }
};

[[maybe_unused]] bool const added = in_variants<IVERSON_VARIANTS>::add<convolution, by_x, by_w>();

}  // namespace
}  // namespace workloads
