// SPDX-License-Identifier: BSL-1.0
#include "tree.hpp"

namespace iverson::syntax {

namespace {

/// Walks through a document and keeps, for each subscript, the indices in it.
class kinds {
  public:
    explicit kinds(document& d) : d_{d} {
        for (declaration const& one : d_.declarations) {
            for (written_axis const& a : one.axes) {
                for (int end : {a.extent, a.lower, a.upper}) {
                    extents_in(end);
                }
            }
        }
        for (written_function const& f : d_.functions) {
            walk(f.body);
        }
        for (written_equation& e : d_.equations) {
            walk_equation(e);
        }
        spread();
    }

    std::set<std::string> const& extents() const { return extents_; }

  private:
    void walk_equation(written_equation& e) {
        for (left_subscript& s : e.subscripts) {
            // A name that a declaration has made an extent is a position: h[T, j] = h0[j].
            if (s.binds && s.index.lower < 0 && s.index.kind == told::nothing &&
                extents_.contains(s.index.name)) {
                item position;
                position.what = form::access;
                position.at = s.index.at;
                position.tensor.name = s.index.name;
                s = {false, {}, d_.add(position)};
            }
            if (s.binds) {
                bind(s.index);
            }
        }
        walk(e.condition);
        walk(e.value);
        scope_.clear();
    }
    void bind(binder& b) {
        extents_in(b.lower);
        extents_in(b.upper);
        bool const open = b.kind == told::nothing && b.lower < 0;
        binders_.push_back(&b);
        over_integers_.push_back(b.kind == told::integer);
        open_.push_back(open);
        scope_.emplace_back(b.name, static_cast<int>(binders_.size()) - 1);
    }
    int find(std::string const& name) const {
        for (std::size_t i = scope_.size(); i-- > 0;) {
            if (scope_[i].first == name) {
                return scope_[i].second;
            }
        }
        return -1;
    }
    /// The end of a range: what is no index in it is an extent.
    void extents_in(int id) {
        if (id < 0) {
            return;
        }
        item const& i = d_[id];
        if (i.what == form::access && i.parts.empty() && find(i.tensor.name) < 0) {
            extents_.insert(i.tensor.name);
        }
        for (int part : i.parts) {
            extents_in(part);
        }
    }
    void walk(int id) {
        if (id < 0) {
            return;
        }
        std::size_t const outside = scope_.size();
        for (binder& b : d_[id].binders) {
            bind(b);
        }
        item const& i = d_[id];
        if (i.what == form::access) {
            for (int part : i.parts) {
                subscripts_.emplace_back();
                collect(part, subscripts_.size() - 1);
            }
        } else {
            for (int part : i.parts) {
                walk(part);
            }
        }
        for (comparison const& c : i.comparisons) {
            walk(c.left);
            walk(c.right);
        }
        walk(i.condition);
        scope_.resize(outside);
    }
    void collect(int id, std::size_t into) {
        item const& i = d_[id];
        if (i.what == form::access && !i.parts.empty()) {
            walk(id);  // x[p[i]]: the indices of p are its own
            return;
        }
        int const found = i.what == form::access ? find(i.tensor.name) : -1;
        if (found >= 0) {
            subscripts_[into].push_back(found);
        }
        for (int part : i.parts) {
            collect(part, into);
        }
    }
    void spread() {
        for (bool changed = true; changed;) {
            changed = false;
            for (auto const& group : subscripts_) {
                bool integer = false;
                for (int index : group) {
                    integer = integer || over_integers_[static_cast<std::size_t>(index)];
                }
                for (int index : group) {
                    auto const at = static_cast<std::size_t>(index);
                    if (integer && open_[at] && !over_integers_[at]) {
                        over_integers_[at] = changed = true;
                    }
                }
            }
        }
        for (std::size_t i = 0; i < binders_.size(); ++i) {
            binders_[i]->over_integers = over_integers_[i];
        }
    }

    document& d_;
    std::set<std::string> extents_;
    std::vector<binder*> binders_;
    std::vector<bool> over_integers_;
    std::vector<bool> open_;
    std::vector<std::pair<std::string, int>> scope_;
    std::vector<std::vector<int>> subscripts_;
};

}  // namespace

std::set<std::string> tell_kinds(document& d) {
    // Positions on the left may be added as items, which must not move the binders that are being told.
    d.items.reserve(d.items.size() + 12 * d.equations.size());
    return kinds{d}.extents();
}

}  // namespace iverson::syntax
