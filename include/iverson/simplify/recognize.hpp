// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "contraction.hpp"
#include "normalized.hpp"
#include "sliding.hpp"

/// Names for well-known sums, for display and steps. A recognized node stands for the sum that it holds; no value changes.
namespace iverson::simplify {

/// THE TABLE of forms, in the order in which they are tried. A name is given only where the form fits exactly: the sum runs over
/// whole axes, which are equal where it says so. w_{\uparrow m} is w spread out: its value s stands at position m s.
inline constexpr form forms[] = {
    {"dot product", R"(\sum_k u_k v_k = \left\langle u, v \right\rangle)",
     R"(\left\langle #t1, #t2 \right\rangle)", "k,k>", false, contraction},
    {"matrix times vector", R"(\sum_k A_{ik} v_k = (A v)_i)", "(#t1 #t2)#p3", "ik,k>i", false, contraction},
    {"vector times matrix", R"(\sum_k v_k A_{ki} = (A^\top v)_i)", R"((#t1^\top #t2)#p3)", "ki,k>i", false,
     contraction},
    {"matrix product", R"(\sum_k A_{ik} B_{kj} = (A B)_{ij})", "(#t1 #t2)#p3", "ik,kj>ij", false,
     contraction},
    {"transpose times matrix", R"(\sum_k A_{ki} B_{kj} = (A^\top B)_{ij})", R"((#t1^\top #t2)#p3)",
     "ki,kj>ij", false, contraction},
    {"matrix times transpose", R"(\sum_k A_{ik} B_{jk} = (A B^\top)_{ij})", R"((#t1 #t2^\top)#p3)",
     "ik,jk>ij", false, contraction},
    {"inner product of matrices", R"(\sum_{i,j} A_{ij} B_{ij} = \left\langle A, B \right\rangle)",
     R"(\left\langle #t1, #t2 \right\rangle)", "ij,ij>", false, contraction},
    {"trace of a product", R"(\sum_{i,j} A_{ij} B_{ji} = \operatorname{tr}(A B))",
     R"(\operatorname{tr}(#t1 #t2))", "ij,ji>", false, contraction},
    {"bilinear form", R"(\sum_{i,j} u_i A_{ij} v_j = \left\langle u, A v \right\rangle)",
     R"(\left\langle #t1, #t2 #t3 \right\rangle)", "i,ij,j>", false, contraction},
    {"outer product", R"(u_i v_j = (u v^\top)_{ij})", R"((#t1 #t2^\top)#p3)", "i,j>ij", false, contraction},
    {"trace", R"(\sum_k A_{kk} = \operatorname{tr}(A))", R"(\operatorname{tr}(#t1))", "kk>", false,
     contraction},
    {"diagonal", R"(A_{ii} = \operatorname{diag}(A)_i)", R"(\operatorname{diag}(#t1)#p2)", "ii>i", false,
     contraction},
    {"diagonal matrix", R"(u_i [i = j] = \operatorname{diag}(u)_{ij})", R"(\operatorname{diag}(#t1)#p2)", "",
     false, diagonal_matrix},

    {"convolution", R"(\sum_s w_s x_{t-s} = (w * x)_t)", "(#t1 * #t2)#p3", "*", true, sliding_product},
    {"strided convolution", R"(\sum_s w_s x_{mt-s} = (w * x)_{mt})", "(#t1 * #t2)#p3", "* strided", true,
     sliding_product},
    {"dilated or transposed convolution", R"(\sum_s w_s x_{t-ms} = (w_{\uparrow m} * x)_t)",
     R"((#t1_{\uparrow #i3} * #t2)#p4)", "* up", true, sliding_product},
    {"valid convolution", R"(\sum_r w_r x_{t-r} = (w *_{\mathrm{valid}} x)_t)",
     R"((#t1 *_{\mathrm{valid}} #t2)#p3)", "* valid", true, sliding_product},
    {"valid strided convolution", R"(\sum_r w_r x_{mt-r} = (w *_{\mathrm{valid}} x)_{mt})",
     R"((#t1 *_{\mathrm{valid}} #t2)#p3)", "* strided valid", true, sliding_product},
    {"valid dilated convolution", R"(\sum_r w_r x_{t-mr} = (w_{\uparrow m} *_{\mathrm{valid}} x)_t)",
     R"((#t1_{\uparrow #i3} *_{\mathrm{valid}} #t2)#p4)", "* up valid", true, sliding_product},
    {"correlation", R"(\sum_t f_t g_{t+n} = [f \star g]_n)", R"([#t1 \star #t2]#p3)", "star", true,
     sliding_product},
    {"strided correlation", R"(\sum_t f_t g_{t+mn} = [f \star g]_{mn})", R"([#t1 \star #t2]#p3)",
     "star strided", true, sliding_product},
    {"dilated or transposed correlation", R"(\sum_t f_t g_{mt+n} = [f_{\uparrow m} \star g]_n)",
     R"([#t1_{\uparrow #i3} \star #t2]#p4)", "star up", true, sliding_product},
    {"valid correlation", R"(\sum_r w_r x_{t+r} = [w \star_{\mathrm{valid}} x]_t)",
     R"([#t1 \star_{\mathrm{valid}} #t2]#p3)", "star valid", true, sliding_product},
    {"valid strided correlation", R"(\sum_r w_r x_{mt+r} = [w \star_{\mathrm{valid}} x]_{mt})",
     R"([#t1 \star_{\mathrm{valid}} #t2]#p3)", "star strided valid", true, sliding_product},
    {"valid dilated correlation", R"(\sum_r w_r x_{t+mr} = [w_{\uparrow m} \star_{\mathrm{valid}} x]_t)",
     R"([#t1_{\uparrow #i3} \star_{\mathrm{valid}} #t2]#p4)", "star up valid", true, sliding_product},

    {"softmax", R"(\frac{\exp(u_i)}{\sum_j \exp(u_j)} = \operatorname{softmax}_i(u_i))",
     R"(\operatorname{softmax}#p2(#n1))", "", true, softmax},
    {"softmax by log-sum-exp", R"(\exp(u_i - \log \sum_j \exp(u_j)) = \operatorname{softmax}_i(u_i))",
     R"(\operatorname{softmax}#p2(#n1))", "exp", true, log_softmax},
    {"logarithm of a softmax", R"(u_i - \log \sum_j \exp(u_j) = \log \operatorname{softmax}_i(u_i))",
     R"(\log\operatorname{softmax}#p2(#n1))", "log", true, log_softmax},
    {"log-sum-exp", R"(\log \sum_j \exp(u_j) = \operatorname{logsumexp}_j(u_j))",
     R"(\operatorname{logsumexp}#p2(#n1))", "", true, log_sum_exp},
};

/// The name of this step in a derivation, whichever form it is.
inline constexpr std::string_view recognition = "recognition";

/// Display only: run once, outermost first, on a finished line. `known` is what holds for the indices where the node stands;
/// `whole` says that it is a right side, but for numbers and other terms beside it.
constexpr int recognize(term_graph& g, int id, rule_names& used, inequalities const& known = inequalities{},
                        bool whole = true) {
    for (form const& f : forms) {
        if (!f.everywhere && !whole) {
            continue;
        }
        if (int const result = f.match({g, known}, id, f); result >= 0) {
            used.add(recognition);
            return result;
        }
    }
    bool const numbers_only =
        g.is(id, op::multiply) && g.links(id).size() == 2 && g.is(g.links(id)[0], op::number);
    bool const inside = whole && (g.is(id, op::add) || numbers_only);
    inequalities within = known;
    if (g.is(id, op::reduce)) {
        for (int guard : g.reduction_of(id).guards) {
            within.add(g.condition_at(guard));
        }
    }
    return rebuild(g, id, [&](int child) { return recognize(g, child, used, within, inside); });
}

}  // namespace iverson::simplify
