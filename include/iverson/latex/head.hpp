// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "indices.hpp"

#include <string>
#include <vector>

namespace iverson::print {

/// Neighbouring indices that one operator can show: i,j or s,t \in \mathbb{Z}. An interval stands alone.
inline std::vector<std::vector<shown_index>> groups_of(shown_range const& range) {
    std::vector<std::vector<shown_index>> groups;
    for (shown_index const& index : range.indices) {
        bool const joins =
            !groups.empty() && groups.back()[0].form == index.form && index.form != index_form::interval;
        if (!joins) {
            groups.emplace_back();
        }
        groups.back().push_back(index);
    }
    return groups;
}

/// One condition that bounds the index, with the index in front: j < i, j > i. Empty if it is no bound.
inline std::string bounded(graph::graph const& g, index_printer const& indices, int index, int condition) {
    bound const b = bound_of(g.condition_at(condition), index);
    if (b.index < 0) {
        return {};
    }
    int const beyond = b.lower ? 1 : -1;
    bool const strict = b.value.size() > 0 && b.value.constant() == beyond;
    std::string const sign = std::string{b.lower ? (strict ? " > " : " \\ge ") : (strict ? " < " : " \\le ")};
    return indices.name(index) + sign + indices(strict ? b.value - graph::affine{beyond} : b.value);
}

/// What stands under an operator, line by line: the indices, then the conditions. One bound of one index says both.
inline std::string under(graph::graph const& g, index_printer const& indices,
                         std::vector<shown_index> const& group, std::vector<int> const& conditions) {
    if (group.size() == 1 && group[0].form == index_form::plain && conditions.size() == 1) {
        if (std::string const both = bounded(g, indices, group[0].symbol, conditions[0]); !both.empty()) {
            return both;
        }
    }
    std::vector<std::string> names;
    for (shown_index const& index : group) {
        names.push_back(indices.name(index.symbol));
    }
    std::vector<std::string> rows = indices.conditions(conditions);
    std::string const members = group[0].form == index_form::integers ? " \\in \\mathbb{Z}" : "";
    rows.insert(rows.begin(), group[0].form == index_form::interval ? indices.chain(group[0])
                                                                    : joined(names, ",") + members);
    return rows.size() == 1 ? rows[0] : "\\substack{" + joined(rows, " \\\\ ") + "}";
}

/// The operator of a reduction with its range: \sum_{s \in \mathbb{Z}}, \sum_{i=1}^{d}, \max_{0 \le r \le 2},
/// \sum_{\substack{i,j \\ i \le j}}.
inline std::string range_head(graph::graph const& g, index_printer const& indices, int reduce) {
    static constexpr std::string_view signs[] = {"\\sum", "\\prod", "\\max", "\\min"};
    auto const kind = g.reduction_of(reduce).kind;
    std::string const sign{signs[static_cast<int>(kind)]};
    bool const limits = kind == graph::reduction::sum || kind == graph::reduction::product;
    shown_range const range = show_range(g, reduce);
    auto const groups = groups_of(range);
    std::vector<std::string> heads;
    for (auto const& group : groups) {
        auto const conditions = &group == &groups.back() ? range.conditions : std::vector<int>{};
        if (group[0].form == index_form::interval && limits && conditions.empty()) {
            heads.push_back(sign + "_{" + indices.name(group[0].symbol) + "=" + indices(group[0].lower) +
                            "}^{" + indices(group[0].upper) + "}");
        } else {
            heads.push_back(sign + "_{" + under(g, indices, group, conditions) + "}");
        }
    }
    return joined(heads, " ");
}

}  // namespace iverson::print
