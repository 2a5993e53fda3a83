// SPDX-License-Identifier: BSL-1.0
#include "slips.hpp"

#include "../latex_reader/chains.hpp"
#include "../text/chains.hpp"
#include "chain_rule.hpp"
#include "derived.hpp"
#include "parts.hpp"
#include "repair.hpp"
#include "write.hpp"

#include <algorithm>
#include <chrono>

namespace iverson::check {

namespace {

using clock = std::chrono::steady_clock;

/// An item of the wrong line and the indices bound around it.
struct location {
    int id;
    std::vector<std::string> bound;
};

void locations(document const& d, int id, std::vector<std::string> const& bound,
               std::vector<location>& into) {
    if (id < 0) {
        return;
    }
    into.push_back({id, bound});
    item const& i = d[id];
    std::vector<std::string> inside = bound;
    for (syntax::binder const& b : i.binders) {
        inside.push_back(b.name);
    }
    bool const subscripts = i.what == form::access;
    bool const exponent = i.what == form::power;
    for (std::size_t k = 0; k < i.parts.size() && !subscripts; ++k) {
        if (!(exponent && k == 1) && !(i.what == form::partial && k == 1)) {
            locations(d, i.parts[k], inside, into);
        }
    }
}

class search {
  public:
    search(document& d, scope const& s, wrong_line const& w, page_source source, double seconds)
        : w_{d, s, w, source.text}, d_{d}, s_{s}, line_{w}, source_{source},
          end_{clock::now() +
               std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(seconds))} {
        index_table const table{d, s, w.around.left, {w.before, w.here}, w.around.notes};
        for (auto const& [name, v] : table.free) {
            w_.free.push_back(name);
        }
        locations(d, w.here, {}, places_);
        // Gradients that are given are seldom what is wrong: they come last.
        std::vector<location> gradients;
        std::erase_if(places_, [&](location const& at) {
            bool const last = d_[at.id].tensor.kind == graph::role::adjoint;
            if (last) {
                gradients.push_back(at);
            }
            return last;
        });
        places_.insert(places_.end(), gradients.begin(), gradients.end());
    }

    diagnosis run() {
        for (slip const& row : slips()) {
            for (location const& at : places_) {
                if (auto found = at_place(row, at)) {
                    return *found;
                }
            }
            if (auto found = everywhere(row)) {
                return *found;
            }
            if (clock::now() > end_) {
                break;
            }
        }
        diagnosis result = by_parts();
        if (result.slips.empty()) {
            result.slips = by_what_is_forgotten(result.corrected);
        }
        return result;
    }

  private:
    std::optional<diagnosis> at_place(slip const& row, location const& at) {
        std::size_t const size = d_.items.size();
        w_.bound = at.bound;
        for (int undone : row.undone(w_, at.id)) {
            int const whole = w_.replaced(line_.here, at.id, undone);
            if (clock::now() < end_ && is_right(whole)) {
                if (auto found = told(row, at.id, undone, whole)) {
                    return found;
                }
            }
        }
        d_.items.resize(size);
        return std::nullopt;
    }

    /// The same slip at all places at once, where a line repeats it.
    std::optional<diagnosis> everywhere(slip const& row) {
        std::size_t const size = d_.items.size();
        int whole = line_.here;
        int places = 0;
        int first = -1;
        int first_undone = -1;
        for (location const& at : places_) {
            w_.bound = at.bound;
            std::vector<int> const undone = row.undone(w_, at.id);
            if (undone.size() != 1) {
                continue;
            }
            int const next = w_.replaced(whole, at.id, undone[0]);
            places += next != whole ? 1 : 0;
            first = first < 0 ? at.id : first;
            first_undone = first_undone < 0 ? undone[0] : first_undone;
            whole = next;
        }
        if (places > 1 && places < 6 && is_right(whole)) {
            return told(row, first, first_undone, whole);
        }
        d_.items.resize(size);
        return std::nullopt;
    }

    bool is_right(int whole) const {
        constexpr std::int64_t budget = 4'000'000;
        judgement const found = judged(d_, s_, line_.around, line_.before, whole, budget);
        return found.what == judgement::answer::equal;
    }

    /// Nothing where the corrected line, as it is written, is wrong; if it cannot be read it is kept for want of a better one.
    std::optional<diagnosis> told(slip const& row, int wrong, int undone, int whole) {
        writer const write{d_, source_};
        diagnosis result;
        result.slips = {std::string{row.name}};
        result.differs = write(wrong);
        result.instead = write(undone);
        result.corrected = write(whole);
        std::optional<bool> const right = reads_right(result.corrected);
        if (!right && !unread_) {
            unread_ = result;
        }
        return right.value_or(false) ? std::optional{result} : std::nullopt;
    }

    int read(std::string const& text) {
        return source_.written_in == notation::text ? text_reader::read_value(text, d_)
                                                    : latex_reader::read_value(text, w_.free, d_);
    }

    /// What the engine derives, in the notation of the page.
    std::string derived(int before) {
        std::string const latex = derived_line(d_, s_, before);
        if (latex.empty() || source_.written_in == notation::latex) {
            return latex;
        }
        int const id = latex_reader::read_value(latex, w_.free, d_);
        return id < 0 ? std::string{} : writer{d_, source_}(id);
    }

    /// Whether a line as it is written says what the line before says; nothing where it cannot be read by itself.
    std::optional<bool> reads_right(std::string const& text) {
        std::size_t const size = d_.items.size();
        int const id = read(text);
        std::optional<bool> const result = id < 0 ? std::nullopt : std::optional{is_right(id)};
        d_.items.resize(size);
        return result;
    }

    /// What the line before says: of a tensor its definition.
    int meant() {
        item const before = d_[line_.before];
        if (before.what == form::add) {  // x - u = v: what is said of x
            definition const* e = s_.find(key_of(d_[before.parts[0]]));
            return e == nullptr ? line_.before : with_indices(*e, d_[before.parts[0]]);
        }
        if (before.what != form::access) {
            return line_.before;
        }
        definition const* e = s_.find(key_of(before));
        return e == nullptr ? line_.before : with_indices(*e, before);
    }
    int with_indices(definition const& e, item const& access) {
        std::map<std::string, int> by;
        for (std::size_t a = 0; a < e.indices.size(); ++a) {
            bool const same = w_.is_index(access.parts[a]) && d_[access.parts[a]].tensor.name == e.indices[a];
            if (!same) {
                by[e.indices[a]] = access.parts[a];
            }
        }
        return w_.substituted(e.value, by);
    }

    diagnosis by_parts() {
        int const before = meant();
        writer const write{d_, source_};
        bool open = false;
        each_item(d_, before, [&](int at) {
            item const& i = d_[at];
            open = open || i.what == form::partial ||
                   (i.what == form::access && i.tensor.kind == graph::role::adjoint && at == before);
        });
        diagnosis result;
        if (!open) {
            part_difference const parts = compared_parts(d_, before, line_.here, write);
            result.slips = parts.notes;
            result.differs = parts.differs;
            result.instead = parts.instead;
        }
        if (!open) {
            result.corrected = d_[before].what == form::access ? "" : write(before);
            return unread_ && result.slips.empty() ? *unread_ : result;
        }
        // A line with derivatives that are still to be taken is no correction: what they give is, or at least the chain rule.
        int const ruled = by_chain_rule(w_, before);
        for (std::string const& line : {derived(before), ruled < 0 ? std::string{} : write(ruled)}) {
            if (!line.empty() && result.corrected.empty() && reads_right(line).value_or(true)) {
                result.corrected = line;
            }
        }
        if (result.corrected.empty() && unread_) {
            return *unread_;
        }
        bool const says_nothing = d_[before].what == form::access;
        result.corrected = result.corrected.empty() && !says_nothing ? write(before) : result.corrected;
        return result;
    }

    /// Where no rewriting mends the line: what makes all the difference.
    std::vector<std::string> by_what_is_forgotten(std::string const& corrected) {
        constexpr std::int64_t budget = 4'000'000;
        auto const follows = [&](int before, scope const& s, numbers which) {
            return clock::now() < end_ &&
                   judged(d_, s, line_.around, before, line_.here, budget, which).what ==
                       judgement::answer::equal;
        };
        if (follows(line_.before, s_, numbers::distinct)) {
            return {"a tie: of equal values the first takes the derivative"};
        }
        for (definition const& e : s_.definitions) {
            scope held = s_;
            for (definition& one : held.definitions) {
                one.is_held = one.key == e.key;
            }
            if (follows(line_.before, held, numbers::with_ties)) {
                return {"missing dependence through " + spelled(e.key) + ": it was held fixed"};
            }
        }
        std::size_t const size = d_.items.size();
        int const right = corrected.empty() ? -1 : read(corrected);
        std::vector<int> const without = right < 0 ? std::vector<int>{} : without_brackets(right);
        bool const lost = std::any_of(without.begin(), without.end(),
                                      [&](int id) { return follows(id, s_, numbers::with_ties); });
        d_.items.resize(size);
        return lost ? std::vector<std::string>{"lost bracket: a condition"} : std::vector<std::string>{};
    }

    std::string spelled(std::string const& key) const {
        return source_.written_in == notation::text ? name_in(key) : spelled_name(name_in(key));
    }

    /// The value with 1 in place of its brackets: of all, and of each alone.
    std::vector<int> without_brackets(int id) {
        std::vector<int> brackets;
        each_item(d_, id, [&](int at) {
            if (d_[at].what == form::bracket) {
                brackets.push_back(at);
            }
        });
        std::vector<int> result;
        int none = id;
        for (int at : brackets) {
            none = w_.replaced(none, at, w_.number(1));
            result.push_back(w_.replaced(id, at, w_.number(1)));
        }
        result.push_back(none);
        return result;
    }

    workshop w_;
    document& d_;
    scope const& s_;
    wrong_line const& line_;
    page_source source_;
    clock::time_point end_;
    std::vector<location> places_;
    std::optional<diagnosis> unread_;
};

}  // namespace

diagnosis diagnosed(document& d, scope const& s, wrong_line const& w, page_source source, double seconds) {
    return search{d, s, w, source, seconds}.run();
}

}  // namespace iverson::check
