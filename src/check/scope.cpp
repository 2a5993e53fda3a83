// SPDX-License-Identifier: BSL-1.0
#include "scope.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace iverson::check {

namespace {

std::string with_rank(std::string const& name, std::size_t rank) { return name + "/" + std::to_string(rank); }

/// An axis of a definition reads an axis of another one, so many steps before.
struct reading_of_axis {
    std::size_t from;
    std::size_t of;
    bool is_shifted;
};

struct axis_of_definition {
    std::string key;
    std::size_t axis;
    friend auto operator<=>(axis_of_definition const&, axis_of_definition const&) = default;
};

/// The index of a subscript t, t - 1; empty where it is none.
std::string index_of(document const& d, int id, bool& is_shifted) {
    item const& at = d[id];
    is_shifted = at.what == form::add && at.parts.size() == 2 && d[at.parts[1]].what == form::number;
    item const& index = is_shifted ? d[at.parts[0]] : at;
    return index.what == form::access && index.parts.empty() ? index.tensor.name : std::string{};
}

/// Who reads whom along which axes.
class axes_that_read {
  public:
    axes_that_read(document const& d, std::vector<definition> const& all) : d_{d} {
        for (definition const& e : all) {
            for (std::size_t a = 0; a < e.indices.size() && !e.is_transition; ++a) {
                number_of({e.key, a});
            }
        }
        for (definition const& e : all) {
            each_item(d, e.value, [&](int id) { note(e, id); });
        }
        reach();
    }

    /// The axis along which the definition reads itself at another step, and the first axis of its system.
    std::optional<std::pair<std::size_t, std::size_t>> time_of(definition const& e) const {
        for (std::size_t a = 0; a < e.indices.size() && !e.is_transition; ++a) {
            std::size_t const own = places_.at({e.key, a});
            bool const steps = std::any_of(readings_.begin(), readings_.end(), [&](auto const& r) {
                return r.is_shifted && same_system(own, r.from) && same_system(own, r.of);
            });
            for (std::size_t other = 0; steps && other < places_.size(); ++other) {
                if (same_system(own, other)) {
                    return std::pair{a, other};
                }
            }
        }
        return std::nullopt;
    }

  private:
    std::size_t number_of(axis_of_definition const& a) {
        return places_.try_emplace(a, places_.size()).first->second;
    }
    void note(definition const& e, int id) {
        item const& i = d_[id];
        if (i.what != form::access || e.is_transition) {
            return;
        }
        for (std::size_t b = 0; b < i.parts.size(); ++b) {
            auto const read = places_.find({key_of(i), b});
            bool is_shifted = false;
            std::string const index = index_of(d_, i.parts[b], is_shifted);
            for (std::size_t a = 0; read != places_.end() && a < e.indices.size(); ++a) {
                if (!index.empty() && e.indices[a] == index) {
                    readings_.push_back({places_.at({e.key, a}), read->second, is_shifted});
                }
            }
        }
    }
    void reach() {
        std::size_t const n = places_.size();
        reaches_.assign(n, std::vector<bool>(n, false));
        for (reading_of_axis const& r : readings_) {
            reaches_[r.from][r.of] = true;
        }
        for (std::size_t k = 0; k < n; ++k) {
            for (std::size_t i = 0; i < n; ++i) {
                for (std::size_t j = 0; j < n; ++j) {
                    reaches_[i][j] = reaches_[i][j] || (reaches_[i][k] && reaches_[k][j]);
                }
            }
        }
    }
    bool same_system(std::size_t a, std::size_t b) const { return reaches_[a][b] && reaches_[b][a]; }

    document const& d_;
    std::map<axis_of_definition, std::size_t> places_;
    std::vector<reading_of_axis> readings_;
    std::vector<std::vector<bool>> reaches_;
};

}  // namespace

void each_item(document const& d, int id, std::function<void(int)> const& visit) {
    if (id < 0) {
        return;
    }
    visit(id);
    item const i = d[id];  // a copy: a visitor may add items, which moves all of them
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

void scope::add(document const& d, definition e) {
    definitions.push_back(std::move(e));
    axes_that_read const all{d, definitions};
    for (definition& one : definitions) {
        auto const time = all.time_of(one);
        one.time_axis = time ? static_cast<int>(time->first) : -1;
        one.system = time ? static_cast<int>(time->second) : -1;
    }
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
        bool const constant =
            at.what == form::number || (at.what == form::negate && d[at.parts[0]].what == form::number);
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
    scope alone;
    alone.add(d, e);
    bool const circular = alone.definitions[0].time_axis < 0 && reads(d, value, e.key);
    return circular ? std::nullopt : std::optional{alone.definitions[0]};
}

bool reads(document const& d, int id, std::string const& key) {
    bool found = false;
    each_item(d, id, [&](int i) { found = found || (d[i].what == form::access && key_of(d[i]) == key); });
    return found;
}

}  // namespace iverson::check
