// SPDX-License-Identifier: BSL-1.0
#include "derivation.hpp"

#include <algorithm>

namespace iverson::syntax {

int add_all(document& into, std::vector<item> all, int root) {
    int const before = static_cast<int>(into.items.size());
    auto const moved = [&](int& id) { id += id < 0 ? 0 : before; };
    for (item& i : all) {
        std::for_each(i.parts.begin(), i.parts.end(), moved);
        for (comparison& c : i.comparisons) {
            moved(c.left);
            moved(c.right);
        }
        for (binder& b : i.binders) {
            moved(b.lower);
            moved(b.upper);
        }
        moved(i.condition);
        i.at = {-1, -1};
        into.add(std::move(i));
    }
    return before + root;
}

}  // namespace iverson::syntax
