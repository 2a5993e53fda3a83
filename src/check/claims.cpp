// SPDX-License-Identifier: BSL-1.0
#include "claims.hpp"

#include "rules.hpp"

#include <algorithm>

namespace iverson::check {

namespace {

using answer = judgement::answer;

class considered {
  public:
    considered(document& d, page const& p, claim const& c) : d_{d}, page_{p}, c_{c} {}

    judgement run() {
        judgement found = in(page_.known);
        for (auto const reading :
             {&considered::by_other_definitions, &considered::by_named_paths, &considered::through_all_steps,
              &considered::with_others_held, &considered::by_what_prose_says}) {
            if (found.what == answer::different) {
                found = (this->*reading)(std::move(found));
            }
        }
        std::string const unknown = found.what == answer::different ? new_name() : "";
        return unknown.empty() ? found : with_later_definitions(unknown);
    }

  private:
    judgement in(scope const& s) const { return judged(d_, s, c_.around, c_.before, c_.here); }

    judgement equal_or(scope const& s, judgement found, std::string as) const {
        judgement again = in(s);
        if (again.what != answer::equal) {
            return found;
        }
        if (!as.empty()) {
            again.as.push_back(std::move(as));
        }
        return again;
    }

    /// A first line may also follow from a definition that was given later, and was reported where it stood.
    judgement by_other_definitions(judgement found) const {
        for (definition const& other : page_.others) {
            scope changed = page_.known;
            for (definition& e : changed.definitions) {
                e = e.key == other.key ? other : e;
            }
            if (c_.first && found.what == answer::different) {
                found = equal_or(changed, std::move(found), "");
            }
        }
        return found;
    }

    /// An unspecified E depends on what the line names: a page may have several layers that read x, each with an E of its own.
    judgement by_named_paths(judgement found) const {
        item const& left = d_[c_.before];
        bool const gradient = left.what == form::access && left.tensor.kind == graph::role::adjoint;
        std::set<std::string> const named = gradient && c_.first ? paths_of() : std::set<std::string>{};
        scope changed = page_.known;
        bool any = false;
        for (definition& e : changed.definitions) {
            e.is_aside = !named.empty() && !named.contains(e.key);
            any = any || e.is_aside;
        }
        return any ? equal_or(changed, std::move(found), "") : found;
    }
    /// The tensors by which the line derives a scalar, and all that definitions join to them.
    std::set<std::string> paths_of() const {
        std::set<std::string> result = derived_tensors();
        auto const& all = page_.known.definitions;
        for (std::size_t size = 0; size != result.size();) {
            size = result.size();
            for (definition const& e : all) {
                for (definition const& read : all) {
                    if (result.contains(e.key) != result.contains(read.key) && reads(d_, e.value, read.key)) {
                        result.insert({e.key, read.key});
                    }
                }
            }
        }
        return result;
    }

    /// Of a recurrence, papers derive one step or all of them.
    judgement through_all_steps(judgement found) const {
        auto const& all = page_.known.definitions;
        bool const recurrent =
            std::any_of(all.begin(), all.end(), [](definition const& e) { return e.time_axis >= 0; });
        scope changed = page_.known;
        for (steps_derived const which : {steps_derived::all, steps_derived::none}) {
            changed.steps = which;
            if (recurrent && found.what == answer::different) {
                found = equal_or(changed, std::move(found),
                                 which == steps_derived::all ? "derivative through all steps"
                                                             : "other steps held fixed");
            }
        }
        return found;
    }

    /// Of a system, dy/dx is the whole derivative in one paper; in another it is what y itself says, where a gradient is a sum over
    /// several tensors, as that of m = mean(x), y = m x: dE/dm dm/dx + dE/dy dy/dx.
    judgement with_others_held(judgement found) const {
        scope changed = page_.known;
        changed.others_held = true;
        if (derived_tensors().size() < 2) {
            return found;
        }
        found = equal_or(changed, std::move(found), "other definitions held fixed in each derivative");
        found.others_held = found.what == answer::equal;
        return found;
    }
    /// The tensors by which the line derives a scalar.
    std::set<std::string> derived_tensors() const {
        std::set<std::string> result;
        each_item(d_, c_.here, [&](int id) {
            if (d_[id].what == form::access && d_[id].tensor.kind == graph::role::adjoint) {
                result.insert(base_key(d_[id]));
            }
        });
        return result;
    }

    /// A word of the prose may say what no formula says.
    judgement by_what_prose_says(judgement found) const {
        std::set<std::pair<std::string, std::size_t>> tensors;
        auto const note = [&](int id) {
            each_item(d_, id, [&](int at) {
                item const& i = d_[at];
                bool const input =
                    i.what == form::access && i.tensor.kind == graph::role::plain && !i.parts.empty();
                if (input && page_.known.find(key_of(i)) == nullptr) {
                    tensors.insert({key_of(i), i.parts.size()});
                }
            });
        };
        note(c_.before);
        note(c_.here);
        for (definition const& e : page_.known.definitions) {
            note(e.value);
        }
        for (auto const& [key, rank] : tensors) {
            if (found.what == answer::different && page_.says_symmetric && rank == 2) {
                scope changed = page_.known;
                changed.symmetric.insert(key);
                found = equal_or(changed, std::move(found), name_in(key) + " is symmetric");
            }
            if (found.what == answer::different && page_.says_one) {
                scope changed = page_.known;
                changed.sums[key] = {rank - 1, 1};
                found = equal_or(changed, std::move(found), name_in(key) + " sums to 1");
            }
        }
        return found;
    }

    /// A tensor of the line whose name nothing before it mentions; empty if there is none.
    std::string new_name() const {
        std::set<std::string> known;
        auto const note = [&](int id) {
            for (std::string const& key : tensors_in(d_, id)) {
                known.insert(name_in(key));
            }
        };
        int const left = c_.around.left;
        note(is_derivative(left) ? d_[left].parts[1] : left);
        note(c_.before);
        for (definition const& e : page_.known.definitions) {
            known.insert(name_in(e.key));
            note(e.value);
        }
        for (std::string const& key : tensors_in(d_, c_.here)) {
            if (!known.contains(name_in(key)) && key.find("adjoint(") != 0) {
                return name_in(key);
            }
        }
        return {};
    }

    judgement with_later_definitions(std::string const& unknown) const {
        scope more = page_.known;
        for (definition const& e : page_.later.definitions) {
            bool const read = reads(d_, c_.before, e.key) ||
                              (!is_derivative(c_.around.left) && reads(d_, c_.around.left, e.key));
            if (more.find(e.key) == nullptr && !read) {
                more.add(d_, e);
            }
        }
        judgement result = in(more);
        if (result.what == answer::different && more.find_name(unknown) == nullptr) {
            result = {};
            result.why = unknown + " is not defined before this line";
        }
        return result;
    }
    /// dy/dx on the left says nothing of y.
    bool is_derivative(int left) const {
        return d_[left].what == form::partial && d_[d_[left].parts[0]].what == form::access;
    }

    document& d_;
    page const& page_;
    claim const& c_;
};

/// The names of the indices of an access; empty unless all are bare and distinct.
std::vector<std::string> bare_indices(document const& d, item const& access) {
    std::vector<std::string> result;
    for (int part : access.parts) {
        item const& at = d[part];
        bool const bare = at.what == form::access && at.parts.empty();
        if (!bare || std::ranges::find(result, at.tensor.name) != result.end()) {
            return {};
        }
        result.push_back(at.tensor.name);
    }
    return result;
}

bool is_input(document const& d, scope const& s, int id) {
    item const& i = d[id];
    return i.what == form::access && i.tensor.kind == graph::role::plain && s.find(key_of(i)) == nullptr;
}

}  // namespace

judgement judged_on(document& d, page const& p, claim const& c) { return considered{d, p, c}.run(); }

bool restricts(document const& d, scope& s, int left, int value) {
    item const& l = d[left];
    item const& v = d[value];
    bool const sum = l.what == form::reduce && l.operation == syntax::word::sum && l.binders.size() == 1 &&
                     l.condition < 0 && v.what == form::number;
    if (sum && is_input(d, s, l.parts[0])) {
        item const& entry = d[l.parts[0]];
        auto const names = bare_indices(d, entry);
        auto const bound = std::ranges::find(names, l.binders[0].name);
        if (bound == names.end()) {
            return false;
        }
        s.sums[key_of(entry)] = {static_cast<std::size_t>(bound - names.begin()), v.value.as<real>()};
        return true;
    }
    bool const matrices =
        is_input(d, s, left) && is_input(d, s, value) && key_of(l) == key_of(v) && l.parts.size() == 2;
    auto const here = matrices ? bare_indices(d, l) : std::vector<std::string>{};
    auto const there = matrices ? bare_indices(d, v) : std::vector<std::string>{};
    bool const symmetric =
        here.size() == 2 && there.size() == 2 && here[0] == there[1] && here[1] == there[0];
    if (symmetric) {
        s.symmetric.insert(key_of(l));
    }
    return symmetric;
}

}  // namespace iverson::check
