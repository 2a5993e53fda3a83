// SPDX-License-Identifier: BSL-1.0
#include "../sheet/formulas.hpp"
#include "evaluated.hpp"

namespace workloads {
namespace {

namespace sheet = sheet_formulas;
using iverson::adjoint;
using iverson::where;

constexpr auto pullback =
    iverson::gradients<sheet::ex_3a>(sheet::x(sheet::i), sheet::w(sheet::i, sheet::j), sheet::b(sheet::j));

struct step {
    static constexpr std::string_view name = "Euler step";
    static constexpr auto const& formula = sheet::ex_3a;
    using inputs = ranks<1, 2, 1>;
    using results = ranks<1>;
    static auto given(auto const& x, auto const& w, auto const& b) {
        return where(sheet::x = x, sheet::w = w, sheet::b = b);
    }
};
struct jacobian {
    static constexpr std::string_view name = "Jacobian";
    static constexpr auto const& formula = sheet::ex_3c;
    using inputs = ranks<1, 2, 1>;
    using results = ranks<2>;
    static auto given(auto const& x, auto const& w, auto const& b) { return step::given(x, w, b); }
};
struct vjp {
    static constexpr std::string_view name = "vjp";
    static constexpr auto const& formula = pullback;
    using inputs = ranks<1, 2, 1, 1>;
    using results = ranks<1, 2, 1>;
    static auto given(auto const& x, auto const& w, auto const& b, auto const& g) {
        return where(sheet::x = x, sheet::w = w, sheet::b = b, adjoint(iverson::next(sheet::x)) = g);
    }
};

[[maybe_unused]] bool const added = in_variants<IVERSON_VARIANTS>::add<step, jacobian, vjp>();

}  // namespace
}  // namespace workloads
