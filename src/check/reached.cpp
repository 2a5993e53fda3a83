// SPDX-License-Identifier: BSL-1.0
#include "reached.hpp"

#include <algorithm>

namespace iverson::check {

axes_reached::end axes_reached::end_of(document const& d, int id) {
    if (id < 0) {
        return {};
    }
    item const& i = d[id];
    bool const name = i.what == form::access && i.parts.empty();
    if (i.what == form::number && i.value.is_integer()) {
        return {{}, -1, i.value.num(), true};
    }
    if (name) {
        return {i.tensor.name, id, 0, true};
    }
    bool const moved = i.what == form::add && i.parts.size() == 2 && d[i.parts[1]].what == form::number;
    if (!moved) {
        return {};
    }
    end result = end_of(d, i.parts[0]);
    result.constant += d[i.parts[1]].value.num() * (i.signs[1] == '-' ? -1 : 1);
    return result;
}

axes_reached::reach axes_reached::moved(reach r, std::int64_t by) {
    r.lower.constant += by;
    r.upper.constant += by;
    return r;
}

/// What i or i + 1 reaches; nothing known of other subscripts.
axes_reached::reach axes_reached::subscript(document const& d, int id, ranges const& all) {
    end const at = end_of(d, id);
    auto const range = all.find(at.base);
    return at.known && range != all.end() ? moved(range->second, at.constant) : reach{};
}

void axes_reached::gather(document const& d, definition const& e) {
    ranges all;
    auto const bind = [&](syntax::binder const& b) {
        reach const r{end_of(d, b.lower), end_of(d, b.upper), false};
        auto const [known, fresh] = all.try_emplace(b.name, r);
        bool const same = fresh || (known->second.upper.base == r.upper.base &&
                                    known->second.upper.constant == r.upper.constant &&
                                    known->second.lower.constant == r.lower.constant);
        known->second = same ? known->second : reach{};
    };
    for (syntax::binder const& b : e.notes) {
        bind(b);
    }
    each_item(d, e.value, [&](int id) { std::ranges::for_each(d[id].binders, bind); });
    each_item(d, e.value, [&](int id) {
        item const& i = d[id];
        bool const input = i.what == form::access && i.tensor.kind == graph::role::plain &&
                           !i.parts.empty() && s_.find(key_of(i)) == nullptr;
        std::vector<reach> found;
        for (int part : input ? i.parts : std::vector<int>{}) {
            found.push_back(subscript(d, part, all));
        }
        if (input) {
            note(key_of(i), i.tensor, found);
        }
    });
}

void axes_reached::note(std::string const& key, syntax::tensor_name const& tensor,
                        std::vector<reach> const& found) {
    auto const [known, fresh] = inputs_.try_emplace(key, tensor, found);
    for (std::size_t a = 0; a < found.size() && !fresh; ++a) {
        reach& r = known->second.second[a];
        reach const& other = found[a];
        bool const fits = r.lower.known && r.upper.known && other.lower.known && other.upper.known &&
                          r.lower.base == other.lower.base && r.upper.base == other.upper.base;
        if (!fits) {
            r = {};
            continue;
        }
        r.differs =
            r.differs || r.lower.constant != other.lower.constant || r.upper.constant != other.upper.constant;
        r.lower.constant = std::min(r.lower.constant, other.lower.constant);
        r.upper.constant = std::max(r.upper.constant, other.upper.constant);
    }
}

void axes_reached::declare(document& d) {
    for (definition const& e : s_.definitions) {
        gather(d, e);
    }
    auto const item_of = [&](end const& e) {
        item constant;
        constant.value = graph::rational{e.constant < 0 && e.item >= 0 ? -e.constant : e.constant};
        int const number = d.add(constant);
        if (e.item < 0) {
            return number;
        }
        item sum;
        sum.what = form::add;
        sum.parts = {e.item, number};
        sum.signs = e.constant < 0 ? "+-" : "++";
        return d.add(sum);
    };
    for (auto const& [key, input] : inputs_) {
        auto const& [tensor, axes] = input;
        bool const declared = std::ranges::any_of(
            d.declarations, [&](auto const& told) { return told.tensor.name == input.first.name; });
        if (declared || std::ranges::none_of(axes, &reach::differs)) {
            continue;
        }
        syntax::declaration told;
        told.tensor = tensor;
        for (reach const& r : axes) {
            syntax::written_axis axis;
            if (r.differs) {
                axis.lower = item_of(r.lower);
                axis.upper = item_of(r.upper);
            }
            told.axes.push_back(axis);
        }
        d.declarations.push_back(told);
    }
}

}  // namespace iverson::check
