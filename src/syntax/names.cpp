// SPDX-License-Identifier: BSL-1.0
#include "tree.hpp"

#include <iverson/functions/table.hpp>

#include <algorithm>
#include <tuple>

namespace iverson::syntax {

namespace {

/// The number of letters to insert, delete, replace or swap with their neighbours.
std::size_t distance(std::string const& a, std::string const& b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) {
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            std::size_t const replaced = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[a.size()][b.size()];
}

}  // namespace

std::string nearest(std::string const& unknown, std::vector<std::string> const& known) {
    std::string best;
    std::size_t least = unknown.size() < 4 ? 2 : 3;
    for (std::string const& word : known) {
        if (unknown.size() > 40) {
            break;
        }
        std::size_t const d = distance(unknown, word);
        if (d < least && d < std::max(unknown.size(), word.size())) {
            least = d;
            best = word;
        }
    }
    return best;
}

std::vector<std::string> function_names() {
    std::vector<std::string> result;
    std::apply([&](auto const&... row) { (result.emplace_back(row.name), ...); }, functions::table);
    return result;
}

std::string spelled(tensor_name const& t) {
    auto const of = [&](char const* word) {
        std::string result = std::string{word} + "(" + spelled(t.of.front());
        return result + (t.of.size() > 1 ? ", " + spelled(t.of[1]) : "") + ")";
    };
    switch (t.kind) {
        case graph::role::plain: return t.name;
        case graph::role::next: return spelled(t.of.front()) + "'";
        case graph::role::state: return spelled(t.of.front()) + "@" + std::to_string(t.time);
        case graph::role::rate: return of("rate");
        case graph::role::transition: return of("transition");
        case graph::role::tangent: return of("tangent");
        case graph::role::adjoint: return of("adjoint");
        case graph::role::total: return of("total");
        case graph::role::jacobian: return of("jacobian");
    }
    return t.name;
}

}  // namespace iverson::syntax
