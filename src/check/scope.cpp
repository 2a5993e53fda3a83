// SPDX-License-Identifier: BSL-1.0
#include "scope.hpp"

#include <algorithm>
#include <set>

namespace iverson::check {

namespace {

std::string with_rank(std::string const& name, std::size_t rank) { return name + "/" + std::to_string(rank); }

/// The axis along which the value reads the tensor at an earlier or later step than the left side.
int time_axis_of(document const& d, definition const& e) {
    int found = -1;
    each_item(d, e.value, [&](int id) {
        item const& i = d[id];
        if (i.what != form::access || i.parts.empty() || key_of(i) != e.key) {
            return;
        }
        for (std::size_t a = 0; a < i.parts.size() && a < e.indices.size(); ++a) {
            item const& at = d[i.parts[a]];
            bool const shifted = at.what == form::add && at.parts.size() == 2 &&
                                 d[at.parts[0]].tensor.name == e.indices[a] &&
                                 d[at.parts[1]].what == form::number;
            if (shifted && !e.indices[a].empty() && found < 0) {
                found = static_cast<int>(a);
            }
        }
    });
    return found;
}

}  // namespace

void each_item(document const& d, int id, std::function<void(int)> const& visit) {
    if (id < 0) {
        return;
    }
    visit(id);
    item const& i = d[id];
    for (int part : i.parts) {
        each_item(d, part, visit);
    }
    for (syntax::comparison const& c : i.comparisons) {
        each_item(d, c.left, visit);
        each_item(d, c.right, visit);
    }
    each_item(d, i.condition, visit);
}

std::string key_of(item const& access) {
    syntax::tensor_name const& t = access.tensor;
    if (t.kind == graph::role::adjoint) {
        std::string const of = t.of.empty() ? t.name : syntax::spelled(t.of[0]);
        std::string const by = t.of.size() > 1 ? syntax::spelled(t.of[1]) : "E";
        return with_rank("adjoint(" + of + ", " + by + ")", access.parts.size());
    }
    return with_rank(syntax::spelled(t), access.parts.size());
}

std::string base_key(item const& access) {
    bool const adjoint = access.tensor.kind == graph::role::adjoint && !access.tensor.of.empty();
    return adjoint ? with_rank(syntax::spelled(access.tensor.of[0]), access.parts.size()) : key_of(access);
}

std::string name_in(std::string const& key) { return key.substr(0, key.rfind('/')); }

definition const* scope::find(std::string const& key) const {
    for (definition const& e : definitions) {
        if (e.key == key && !e.is_initial()) {
            return &e;
        }
    }
    return nullptr;
}

definition const* scope::find_name(std::string const& name) const {
    auto const found = std::find_if(definitions.begin(), definitions.end(),
                                    [&](definition const& e) { return name_in(e.key) == name; });
    return found == definitions.end() ? nullptr : &*found;
}

bool scope::is_recurrent(std::string const& key) const {
    definition const* e = find(key);
    return e != nullptr && e->time_axis >= 0;
}

std::optional<definition> definition_of(document& d, int left, int value, std::vector<syntax::binder> notes) {
    definition e;
    int whole = left;
    if (d[left].what == form::add) {  // x - u = v is x = v + u
        item const moved = d[left];
        item sum = moved;
        sum.parts = {value};
        sum.signs = "+";
        for (std::size_t k = 1; k < moved.parts.size(); ++k) {
            sum.parts.push_back(moved.parts[k]);
            sum.signs += moved.signs[k] == '-' ? '+' : '-';
        }
        whole = moved.parts[0];
        sum.at = {-1, -1};
        value = d.add(sum);
    }
    item const access = d[whole];
    bool const plain = access.tensor.kind == graph::role::plain || access.tensor.kind == graph::role::next ||
                       access.tensor.kind == graph::role::transition;
    if (access.what != form::access || !plain) {
        return std::nullopt;
    }
    std::set<std::string> seen;
    for (int part : access.parts) {
        item const& at = d[part];
        bool const index = at.what == form::access && at.parts.empty();
        bool const constant = at.what == form::number;
        if ((!index && !constant) || (index && !seen.insert(at.tensor.name).second)) {
            return std::nullopt;
        }
        e.positions.push_back(part);
        e.indices.push_back(index ? at.tensor.name : "");
    }
    e.key = key_of(access);
    e.is_transition = access.tensor.kind == graph::role::transition;
    e.value = value;
    e.notes = std::move(notes);
    e.time_axis = time_axis_of(d, e);
    bool const circular = e.time_axis < 0 && reads(d, value, e.key);
    return circular ? std::nullopt : std::optional{e};
}

bool reads(document const& d, int id, std::string const& key) {
    bool found = false;
    each_item(d, id, [&](int i) { found = found || (d[i].what == form::access && key_of(d[i]) == key); });
    return found;
}

}  // namespace iverson::check
