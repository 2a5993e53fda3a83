// SPDX-License-Identifier: BSL-1.0
//
// What a superscript that is an index means: a step of a recurrence over time, the next state, or a state by its number.
#include "parser.hpp"

#include <algorithm>

namespace iverson::latex_reader {

using syntax::form;
using syntax::tensor_name;

namespace {

/// x at t is x', at t - 1 it is x; or x^{(3)} is x@3.
tensor_name moved(std::string const& name, bool next, int state) {
    tensor_name x;
    x.name = name;
    if (!next && state <= 0) {
        return x;
    }
    tensor_name result;
    result.name = name;
    result.kind = next ? graph::role::next : graph::role::state;
    result.time = next ? -1 : state;
    result.of.push_back(x);
    return result;
}

}  // namespace

int parser::uses_of(std::string const& name) const {
    return static_cast<int>(std::count_if(result_.items.begin(), result_.items.end(), [&](item const& i) {
        return i.what == form::access && i.parts.empty() && i.tensor.name == name;
    }));
}

/// x^t and x^{t-1} are all there is of x, and t stands nowhere else: then t is no index but a word for the next state.
bool parser::is_next_state(std::string const& name, std::string& time) const {
    int times = 0;
    int of_name = 0;
    bool defined = false;
    for (std::size_t id = 0; id < result_.items.size(); ++id) {
        item const& i = result_.items[id];
        if (i.what != form::access || i.tensor.name != name || i.tensor.kind != graph::role::plain) {
            continue;
        }
        ++of_name;
        if (!raised_.contains(static_cast<int>(id))) {
            return false;
        }
        item const& up = result_[i.parts[0]];
        bool const now = up.what == form::access && up.parts.empty();
        bool const before = up.what == form::add && up.signs == "+-" && up.parts.size() == 2 &&
                            result_[up.parts[0]].what == form::access &&
                            result_[up.parts[1]].what == form::number && result_[up.parts[1]].value.is_one();
        if (!now && !before) {
            return false;
        }
        std::string const found = (now ? up : result_[up.parts[0]]).tensor.name;
        if (!time.empty() && found != time) {
            return false;
        }
        time = found;
        ++times;
        defined = defined || now;
    }
    return of_name > 0 && defined && uses_of(time) == times;
}

bool parser::is_state(std::string const& name) const {
    bool any = false;
    for (std::size_t id = 0; id < result_.items.size(); ++id) {
        item const& i = result_.items[id];
        if (i.what == form::access && i.tensor.name == name && i.tensor.kind == graph::role::plain) {
            any = true;
            if (!constants_up_.contains(static_cast<int>(id)) || result_[i.parts[0]].what != form::number) {
                return false;
            }
        }
    }
    return any;
}

void parser::rename_time(std::string const& name, bool states, std::string const&) {
    for (std::size_t id = 0; id < result_.items.size(); ++id) {
        item& i = result_.items[id];
        if (i.what != form::access || i.tensor.name != name || i.tensor.kind != graph::role::plain ||
            !raised_.contains(static_cast<int>(id))) {
            continue;
        }
        item const& up = result_[i.parts[0]];
        i.tensor = states ? moved(name, false, static_cast<int>(up.value.num()))
                          : moved(name, up.what == form::access, 0);
        i.parts.erase(i.parts.begin());
    }
}

void parser::tell_time() {
    std::set<std::string> names;
    for (int id : raised_) {
        names.insert(result_[id].tensor.name);
    }
    for (std::string const& name : names) {
        if (auto const found = powered_.find(name); found != powered_.end()) {
            refuse(found->second,
                   "a number above " + name + ", which has indices above it elsewhere, is a power or a time",
                   "write (" + name + "_i)^2 for the power and " + name + "_i^{(2)} for the time");
        }
        std::string time;
        if (is_state(name)) {
            rename_time(name, true, {});
        } else if (is_next_state(name, time)) {
            rename_time(name, false, time);
        }
    }
    // A Jacobian is told by its two tensors, which stand as accesses until here.
    for (auto const& [id, above_and_below] : jacobian_parts_) {
        item const above = result_[above_and_below.first];
        item const below = result_[above_and_below.second];
        item& whole = result_[id];
        whole.tensor.of = {above.tensor, below.tensor};
        whole.tensor.name = above.tensor.name;
        whole.parts = above.parts;
        whole.parts.insert(whole.parts.end(), below.parts.begin(), below.parts.end());
    }
    for (auto const& [id, parts] : adjoint_parts_) {
        item const below = result_[parts];
        item& whole = result_[id];
        whole.tensor.of.insert(whole.tensor.of.begin(), below.tensor);
        whole.tensor.name = below.tensor.name;
        whole.parts = below.parts;
    }
}

}  // namespace iverson::latex_reader
