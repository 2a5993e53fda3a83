// SPDX-License-Identifier: BSL-1.0
//
// Copies of parts of a line, with one thing changed.
#include "repair.hpp"

#include <algorithm>

namespace iverson::check {

std::vector<std::string> workshop::indices() const {
    std::vector<std::string> result = free;
    result.insert(result.end(), bound.begin(), bound.end());
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

bool workshop::is_free(std::string const& name) const {
    return std::find(free.begin(), free.end(), name) != free.end();
}

/// A copy has no place in the source; it remembers that its first subscript stood above.
int workshop::copy(item i) {
    bool above = i.at.end == -2;
    if (i.what == form::access && i.at.begin >= 0 && !i.parts.empty()) {
        item const& first = d[i.parts[0]];
        std::string_view const text = source.substr(static_cast<std::size_t>(i.at.begin),
                                                    static_cast<std::size_t>(i.at.end - i.at.begin));
        std::size_t const hat = text.find('^');
        above = hat != std::string_view::npos && i.tensor.kind == graph::role::plain &&
                first.at.begin >= i.at.begin + static_cast<int>(hat);
    }
    i.at = {-1, above ? -2 : -1};
    return d.add(std::move(i));
}

int workshop::number(std::int64_t value) {
    item i;
    i.value = graph::rational{value};
    return copy(i);
}

int workshop::half() {
    item i;
    i.value = graph::rational{1, 2};
    return copy(i);
}

int workshop::index(std::string const& name) {
    item i;
    i.what = form::access;
    i.tensor.name = name;
    return copy(i);
}

int workshop::product(std::vector<int> parts) {
    if (parts.size() == 1) {
        return parts[0];
    }
    item i;
    i.what = form::multiply;
    i.signs = std::string(parts.size(), '*');
    i.parts = std::move(parts);
    return copy(i);
}

int workshop::sum(std::vector<int> terms, std::string signs) {
    item i;
    i.what = form::add;
    i.parts = std::move(terms);
    i.signs = std::move(signs);
    return copy(i);
}

int workshop::equal_bracket(std::string const& a, std::string const& b) {
    item i;
    i.what = form::bracket;
    int const left = index(a);
    int const right = index(b);
    i.comparisons.push_back({lowering::sign::equal, left, right});
    return copy(i);
}

int workshop::moved(int id, std::int64_t by) {
    item const i = d[id];
    if (i.what == form::number) {
        return number(i.value.num() + by);
    }
    bool const has_constant = i.what == form::add && d[i.parts.back()].what == form::number;
    if (!has_constant) {
        return sum({id, number(by < 0 ? -by : by)}, by < 0 ? "+-" : "++");
    }
    std::int64_t const old = d[i.parts.back()].value.num() * (i.signs.back() == '-' ? -1 : 1);
    if (old + by == 0) {
        return without_part(id, i.parts.size() - 1);
    }
    item result = i;
    result.signs.back() = old + by < 0 ? '-' : '+';
    result.parts.back() = number(old + by < 0 ? -old - by : old + by);
    return copy(result);
}

int workshop::raised(int base, std::int64_t exponent) {
    item i;
    i.what = form::power;
    i.parts = {base, number(exponent)};
    return copy(i);
}

int workshop::with_part(int id, std::size_t which, int part) {
    item i = d[id];
    i.parts[which] = part;
    return copy(std::move(i));
}

int workshop::without_part(int id, std::size_t which) {
    item i = d[id];
    i.parts.erase(i.parts.begin() + static_cast<std::ptrdiff_t>(which));
    i.signs.erase(i.signs.begin() + static_cast<std::ptrdiff_t>(which));
    if (i.parts.size() == 1 && i.signs[0] != '-' && i.signs[0] != '/') {
        return i.parts[0];
    }
    if (i.signs[0] == '/') {
        i.parts.insert(i.parts.begin(), number(1));
        i.signs.insert(i.signs.begin(), '*');
    }
    return copy(std::move(i));
}

namespace {

/// Puts other items in the place of all that an item is made of, conditions and ranges too; whether any is another one.
template <class Other>
bool map_parts(item& i, Other const& other) {
    bool changed = false;
    auto const step = [&](int& part) {
        int const now = other(part);
        changed = changed || now != part;
        part = now;
    };
    for (int& part : i.parts) {
        step(part);
    }
    for (syntax::comparison& c : i.comparisons) {
        step(c.left);
        step(c.right);
    }
    step(i.condition);
    for (syntax::binder& b : i.binders) {
        step(b.lower);
        step(b.upper);
    }
    return changed;
}

}  // namespace

int workshop::replaced(int root, int target, int by) {
    if (root == target || root < 0) {
        return root < 0 ? root : by;
    }
    item i = d[root];
    bool const changed = map_parts(i, [&](int part) { return replaced(part, target, by); });
    return changed ? copy(std::move(i)) : root;
}

int workshop::renamed(int id, std::string const& from, std::string const& to) {
    return substituted(id, {{from, index(to)}});
}

int workshop::substituted(int id, std::map<std::string, int> const& by) {
    if (id < 0) {
        return id;
    }
    item i = d[id];
    if (is_index(id)) {
        auto const found = by.find(i.tensor.name);
        return found == by.end() ? id : found->second;
    }
    std::map<std::string, int> inside = by;
    for (syntax::binder const& b : i.binders) {
        inside.erase(b.name);
    }
    bool const changed = map_parts(i, [&](int part) { return substituted(part, inside); });
    return changed ? copy(std::move(i)) : id;
}

std::vector<int> workshop::factors(int id) const {
    item const& i = d[id];
    bool const product = i.what == form::multiply && i.signs.find_first_not_of('*') == std::string::npos;
    return product ? i.parts : std::vector<int>{id};
}

bool workshop::is_index(int id) const {
    item const& i = d[id];
    return i.what == form::access && i.parts.empty() && i.tensor.kind == graph::role::plain;
}

}  // namespace iverson::check
