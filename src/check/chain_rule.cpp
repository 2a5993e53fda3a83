// SPDX-License-Identifier: BSL-1.0
#include "chain_rule.hpp"

#include "../latex_reader/chains.hpp"
#include "derived.hpp"

#include <algorithm>

namespace iverson::check {

namespace {

class chain_rule {
  public:
    chain_rule(workshop& w, item const& left) : w_{w}, left_{left}, key_{base_key(left)} {}

    int run() {
        std::vector<int> terms;
        std::string const scalar = left_.tensor.of.size() > 1 ? syntax::spelled(left_.tensor.of[1]) : "E";
        if (definition const* e = w_.known.find(scalar + "/0"); e != nullptr && reads(w_.d, e->value, key_)) {
            int const direct = by_scalar(*e);
            if (direct < 0) {
                return -1;
            }
            terms.push_back(direct);
        }
        std::vector<definition> const all = w_.known.definitions;
        for (definition const& e : all) {
            if (e.key != scalar + "/0" && !e.is_transition && reads(w_.d, e.value, key_)) {
                terms.push_back(by(e));
            }
        }
        return terms.empty()       ? -1
               : terms.size() == 1 ? terms[0]
                                   : w_.sum(terms, std::string(terms.size(), '+'));
    }

  private:
    /// What the scalar reads of the tensor itself, all else held fixed.
    int by_scalar(definition const& e) {
        scope alone;
        alone.definitions.push_back(e);
        std::string const text = derived_line(w_.d, alone, left_id());
        return text.empty() ? -1 : latex_reader::read_value(text, w_.free, w_.d);
    }
    int left_id() { return w_.copy(left_); }

    /// sum over the entries of y of dE/dy dy/dx
    int by(definition const& e) {
        std::vector<int> subscripts;
        std::vector<syntax::binder> bound;
        for (std::size_t a = 0; a < e.indices.size(); ++a) {
            int const step = static_cast<int>(a) == e.time_axis ? step_of(e) : -1;
            if (step >= 0) {
                subscripts.push_back(step);
                continue;
            }
            syntax::binder b;
            b.name = name_for(e.indices[a], bound);
            for (syntax::binder const& told : e.notes) {
                b.lower = told.name == e.indices[a] ? told.lower : b.lower;
                b.upper = told.name == e.indices[a] ? told.upper : b.upper;
            }
            subscripts.push_back(w_.index(b.name));
            bound.push_back(b);
        }
        item above;
        above.what = form::access;
        above.tensor.name = name_in(e.key);
        above.parts = subscripts;
        item outer = left_;
        outer.tensor.name = above.tensor.name;
        outer.tensor.of[0] = above.tensor;
        outer.parts = subscripts;
        item below = left_;
        below.tensor = left_.tensor.of[0];
        item inner;
        inner.what = form::partial;
        inner.parts = {w_.copy(above), w_.copy(below)};
        int const product = w_.product({w_.copy(outer), w_.copy(inner)});
        if (bound.empty()) {
            return product;
        }
        item sum;
        sum.what = form::reduce;
        sum.binders = bound;
        sum.parts = {product};
        return w_.copy(sum);
    }

    /// The step of the recurrence that reads the entry: t + 1 where it reads x^{t-1}; -1 if there is not one.
    int step_of(definition const& e) {
        std::vector<std::int64_t> shifts;
        int time = -1;
        std::string const& index = e.indices[static_cast<std::size_t>(e.time_axis)];
        each_item(w_.d, e.value, [&](int id) {
            item const& i = w_.d[id];
            for (std::size_t a = 0; i.what == form::access && key_of(i) == key_ && a < i.parts.size(); ++a) {
                item const& at = w_.d[i.parts[a]];
                bool const moved =
                    at.what == form::add && at.parts.size() == 2 && w_.d[at.parts[1]].what == form::number;
                item const& name = moved ? w_.d[at.parts[0]] : at;
                if (name.what == form::access && name.tensor.name == index) {
                    std::int64_t const by =
                        moved ? w_.d[at.parts[1]].value.num() * (at.signs[1] == '-' ? 1 : -1) : 0;
                    shifts.push_back(by);
                    time = left_.parts[a];
                }
            }
        });
        bool const one = !shifts.empty() && std::ranges::count(shifts, shifts[0]) == std::ssize(shifts);
        return !one ? -1 : shifts[0] == 0 ? time : w_.moved(time, shifts[0]);
    }

    std::string name_for(std::string const& wanted, std::vector<syntax::binder> const& bound) const {
        auto const taken = [&](std::string const& name) {
            return w_.is_free(name) ||
                   std::ranges::any_of(bound, [&](syntax::binder const& b) { return b.name == name; });
        };
        std::string result = wanted;
        for (char const* other : {"i", "j", "k", "l", "m", "n", "p", "q", "r"}) {
            result = taken(result) ? other : result;
        }
        return result;
    }

    workshop& w_;
    item const left_;
    std::string const key_;
};

}  // namespace

int by_chain_rule(workshop& w, int left) {
    item const i = w.d[left];
    bool const gradient =
        i.what == form::access && i.tensor.kind == graph::role::adjoint && !i.tensor.of.empty();
    return gradient ? chain_rule{w, i}.run() : -1;
}

}  // namespace iverson::check
