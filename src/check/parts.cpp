// SPDX-License-Identifier: BSL-1.0
#include "parts.hpp"

#include <algorithm>

namespace iverson::check {

namespace {

std::vector<std::string> words_in(document const& d, int id) {
    std::vector<std::string> result;
    each_item(d, id, [&](int at) {
        item const& i = d[at];
        result.push_back(i.what == form::access ? i.tensor.name
                         : i.what == form::call ? i.name
                                                : "#" + std::to_string(static_cast<int>(i.what)));
    });
    std::sort(result.begin(), result.end());
    return result;
}

/// From 0 to 1: how many words two items share.
double similarity(document const& d, int a, int b) {
    auto const x = words_in(d, a);
    auto const y = words_in(d, b);
    std::vector<std::string> both;
    std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
    return 2.0 * static_cast<double>(both.size()) / static_cast<double>(x.size() + y.size());
}

struct signed_part {
    int id;
    char sign;
};

class side_by_side {
  public:
    side_by_side(document const& d, writer const& write) : d_{d}, write_{write} {}

    void compare(int a, int b) {
        if (alike(d_, a, b)) {
            return;
        }
        item const& x = d_[a];
        item const& y = d_[b];
        if (x.what == form::access && y.what == form::access && x.tensor.name == y.tensor.name) {
            return accesses(a, b);
        }
        if (x.what == form::add || y.what == form::add || x.what == form::negate || y.what == form::negate) {
            return lists(terms(a), terms(b), "term", a, b);
        }
        bool const sums = x.what == form::reduce && y.what == form::reduce;
        if (sums && x.binders.size() == y.binders.size()) {
            return compare(x.parts[0], y.parts[0]);
        }
        if (x.what == form::multiply || y.what == form::multiply) {
            return lists(factors(a), factors(b), "factor", a, b);
        }
        bool const same_kind =
            x.what == y.what && x.parts.size() == y.parts.size() && !x.parts.empty() && x.name == y.name;
        if (!same_kind) {
            note(write_(b) + " in place of " + write_(a), a, b);
            return;
        }
        for (std::size_t k = 0; k < x.parts.size(); ++k) {
            compare(x.parts[k], y.parts[k]);
        }
    }

    part_difference result;
    int count = 0;

  private:
    void note(std::string text, int a, int b) {
        if (std::find(result.notes.begin(), result.notes.end(), text) == result.notes.end()) {
            result.notes.push_back(std::move(text));
        }
        result.differs = ++count == 1 ? write_(b) : "";
        result.instead = count == 1 ? write_(a) : "";
    }

    void accesses(int a, int b) {
        item const& x = d_[a];
        item const& y = d_[b];
        std::vector<int> extra = y.parts;
        for (int part : x.parts) {
            auto const same =
                std::find_if(extra.begin(), extra.end(), [&](int other) { return alike(d_, part, other); });
            if (same != extra.end()) {
                extra.erase(same);
            }
        }
        if (y.parts.size() > x.parts.size() && extra.size() == y.parts.size() - x.parts.size()) {
            std::string indices;
            for (int part : extra) {
                indices += (indices.empty() ? "" : ", ") + write_(part);
            }
            return note(x.tensor.name + " carries the index " + indices + " that it does not have before", a,
                        b);
        }
        note(write_(b) + " in place of " + write_(a), a, b);
    }

    std::vector<signed_part> terms(int id) const {
        item const& i = d_[id];
        std::vector<signed_part> all;
        if (i.what == form::negate) {
            return {{i.parts[0], '-'}};
        }
        if (i.what != form::add) {
            return {{id, '+'}};
        }
        for (std::size_t k = 0; k < i.parts.size(); ++k) {
            all.push_back({i.parts[k], i.signs[k]});
        }
        return all;
    }
    std::vector<signed_part> factors(int id) const {
        item const& i = d_[id];
        if (i.what != form::multiply) {
            return {{id, '*'}};
        }
        std::vector<signed_part> all;
        for (std::size_t k = 0; k < i.parts.size(); ++k) {
            all.push_back({i.parts[k], i.signs[k]});
        }
        return all;
    }

    /// Pairs the parts that are most alike; what is left over is missing, or too much.
    void lists(std::vector<signed_part> x, std::vector<signed_part> y, std::string const& kind, int a,
               int b) {
        auto const take = [&](std::size_t i, std::size_t k) {
            if (x[i].sign != y[k].sign) {
                note(kind == "term" ? "flipped sign: " + std::string(1, y[k].sign) + " " + write_(y[k].id)
                                    : "on the other side of a fraction line: " + write_(y[k].id),
                     a, b);
            }
            int const one = x[i].id;
            int const other = y[k].id;
            x.erase(x.begin() + static_cast<std::ptrdiff_t>(i));
            y.erase(y.begin() + static_cast<std::ptrdiff_t>(k));
            compare(one, other);
        };
        for (double least : {1.0, 0.3}) {
            for (bool found = true; found;) {
                found = false;
                double best = least;
                std::size_t at = 0;
                std::size_t with = 0;
                for (std::size_t i = 0; i < x.size(); ++i) {
                    for (std::size_t k = 0; k < y.size(); ++k) {
                        double const s = alike(d_, x[i].id, y[k].id) ? 1.5 : similarity(d_, x[i].id, y[k].id);
                        if (s > best || (s == best && !found)) {
                            found = true;
                            best = s;
                            at = i;
                            with = k;
                        }
                    }
                }
                if (found) {
                    take(at, with);
                }
            }
        }
        auto const said = [&](signed_part const& p) {
            bool const term = kind == "term";
            return (term ? std::string(1, p.sign) + " " : std::string{p.sign == '/' ? "1/" : ""}) +
                   write_(p.id);
        };
        for (signed_part const& p : x) {
            note("missing " + kind + ": " + said(p), a, b);
        }
        for (signed_part const& p : y) {
            note("a " + kind + " too many: " + said(p), a, b);
        }
    }

    document const& d_;
    writer const& write_;
};

}  // namespace

bool alike(document const& d, int a, int b) {
    if (a == b) {
        return true;
    }
    if (a < 0 || b < 0) {
        return false;
    }
    item const& x = d[a];
    item const& y = d[b];
    bool const same = x.what == y.what && x.parts.size() == y.parts.size() && x.signs == y.signs &&
                      x.name == y.name && x.value == y.value && x.operation == y.operation &&
                      x.binders.size() == y.binders.size() && x.comparisons.size() == y.comparisons.size() &&
                      (x.what != form::access || key_of(x) == key_of(y));
    if (!same) {
        return false;
    }
    for (std::size_t k = 0; k < x.parts.size(); ++k) {
        if (!alike(d, x.parts[k], y.parts[k])) {
            return false;
        }
    }
    for (std::size_t k = 0; k < x.comparisons.size(); ++k) {
        bool const alike_sides = x.comparisons[k].kind == y.comparisons[k].kind &&
                                 alike(d, x.comparisons[k].left, y.comparisons[k].left) &&
                                 alike(d, x.comparisons[k].right, y.comparisons[k].right);
        if (!alike_sides) {
            return false;
        }
    }
    for (std::size_t k = 0; k < x.binders.size(); ++k) {
        bool const alike_ranges =
            x.binders[k].name == y.binders[k].name &&
            (x.binders[k].lower == y.binders[k].lower || alike(d, x.binders[k].lower, y.binders[k].lower)) &&
            (x.binders[k].upper == y.binders[k].upper || alike(d, x.binders[k].upper, y.binders[k].upper));
        if (!alike_ranges) {
            return false;
        }
    }
    return x.condition == y.condition || alike(d, x.condition, y.condition);
}

part_difference compared_parts(document const& d, int before, int here, writer const& write) {
    side_by_side both{d, write};
    both.compare(before, here);
    return both.result;
}

}  // namespace iverson::check
