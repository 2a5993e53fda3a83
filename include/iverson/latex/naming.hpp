// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../graph/formula.hpp"
#include "../graph/rewrite.hpp"
#include "ranges.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace iverson::print {

/// A left side: a tensor at positions (affine ids).
struct left_side {
    int tensor = -1;
    std::vector<int> positions;
};

/// What is shown as one: an equation with its left side, or all lines of a derivation.
struct shown {
    std::vector<left_side> lefts;
    std::vector<int> nodes;
};

/// The names under which the symbols of some formulas are shown. In each of them all free symbols, and bound ones
/// whose scopes overlap, have different names. Free symbols keep theirs (but if two free ones of one formula are called
/// alike, the later one cannot); a bound one that would clash takes the next letter of the alphabet that is used
/// nowhere, the same letter for copies of one index.
class naming {
  public:
    /// `entries` are the indices that are shown as the entries which they are, and need no name; all that can be, if they are not given.
    naming(graph::graph const& g, std::span<shown const> all, std::optional<std::set<int>> entries = {})
        : graph_{g}, entries_{std::move(entries)} {
        for (shown const& what : all) {
            read(what);
        }
        name_all();
    }

    /// The name of a symbol; that of its own if it was not among the formulas.
    std::string of(int symbol) const {
        auto const found = names_.find(symbol);
        return found == names_.end() ? own(symbol) : found->second;
    }
    bool is_bound(int symbol) const { return !free_set_.contains(symbol); }
    /// The letter for the time of a state, t unless an index is called so.
    std::string const& time() const { return time_; }
    /// The tensors that are shown, with those whose derivatives or next states they are.
    std::set<int> const& tensors() const { return tensors_; }

  private:
    /// Of a node: its free symbols and the symbols bound in it, in order of appearance.
    struct facts {
        std::vector<int> free;
        std::vector<int> bound;
    };

    static std::vector<int> symbols_in(graph::affine const& e) {
        std::vector<int> result;
        for (auto const& t : e) {
            result.push_back(t.symbol);
        }
        return result;
    }
    static void merge(std::vector<int>& into, std::vector<int> const& more) {
        for (int symbol : more) {
            if (std::find(into.begin(), into.end(), symbol) == into.end()) {
                into.push_back(symbol);
            }
        }
    }
    std::string own(int symbol) const {
        auto const& s = graph_.symbol_at(symbol);
        return s.kind == graph::symbol_kind::gathered ? "k" : std::string{s.name.view()};
    }

    void use_tensor(int tensor) {
        if (tensor >= 0 && tensors_.insert(tensor).second) {
            auto const& t = graph_.tensor_at(tensor);
            words_.insert(std::string{t.name.view()});
            use_tensor(t.of);
            use_tensor(t.kind == graph::role::state ? -1 : t.by);
        }
    }
    void read(shown const& what) {
        facts all;
        for (auto const& left : what.lefts) {
            use_tensor(left.tensor);
            for (int position : left.positions) {
                merge(all.free, symbols_in(graph_.affine_at(position)));
            }
        }
        for (int node : what.nodes) {
            facts const& below = scan(node);
            merge(all.free, below.free);
            merge(all.bound, below.bound);
        }
        for (int symbol : all.free) {
            set_apart(symbol, all.free);
            set_apart(symbol, all.bound);
        }
        merge(free_, all.free);
        free_set_.insert(all.free.begin(), all.free.end());
    }
    void set_apart(int symbol, std::vector<int> const& others) {
        for (int other : others) {
            if (other != symbol) {
                together_[symbol].insert(other);
                together_[other].insert(symbol);
            }
        }
    }

    facts const& scan(int id) {
        if (auto const found = facts_.find(id); found != facts_.end()) {
            return found->second;
        }
        facts result;
        if (graph_.is(id, graph::op::reduce)) {
            result = scan_reduce(id);
        } else {
            result.free = symbols_here(id);
            for (int child : graph::children(graph_, id)) {
                facts const& below = scan(child);
                merge(result.free, below.free);
                merge(result.bound, below.bound);
            }
        }
        return facts_[id] = result;
    }
    std::vector<int> symbols_here(int id) {
        std::vector<int> result;
        if (graph_.is(id, graph::op::access)) {
            use_tensor(graph_[id].head);
            for (int position : graph_.links(id)) {
                merge(result, symbols_in(graph_.affine_at(position)));
            }
        } else if (graph_.is(id, graph::op::bracket)) {
            result = symbols_in(graph_.condition_of(id).expression);
        } else if (graph_.is(id, graph::op::match)) {
            result = symbols_in(graph_.index_of(id));
        }
        return result;
    }
    facts scan_reduce(int id) {
        auto const view = graph_.reduction_of(id);
        std::vector<int> vars(view.vars.begin(), view.vars.end());
        for (read_index const& read : read_indices(graph_, id)) {  // it has no name: it is shown as an entry
            if (!entries_ || entries_->contains(read.symbol)) {
                std::erase(vars, read.symbol);
                read_.insert(read.symbol);
            }
        }
        merge(bound_, vars);
        facts const below = scan(view.body);
        facts result{{}, vars};
        merge(result.bound, below.bound);
        merge(result.free, shown_in_range(id));
        merge(result.free, below.free);
        std::erase_if(result.free, [&](int s) {
            if (read_.contains(s)) {
                return true;
            }
            return std::find(vars.begin(), vars.end(), s) != vars.end();
        });
        for (int var : vars) {
            set_apart(var, result.bound);
        }
        return result;
    }
    std::vector<int> shown_in_range(int reduce) const {
        shown_range const range = show_range(graph_, reduce);
        std::vector<int> result;
        for (auto const& index : range.indices) {
            merge(result, symbols_in(index.lower));
            merge(result, symbols_in(index.upper));
        }
        for (int condition : range.conditions) {
            merge(result, symbols_in(graph_.condition_at(condition).expression));
        }
        return result;
    }

    void name_all() {
        for (auto const* list : {&free_, &bound_}) {
            for (int symbol : *list) {
                words_.insert(own(symbol));
            }
        }
        for (int symbol : free_) {
            name(symbol);
        }
        time_ = !words_.contains("t") ? "t" : !words_.contains("tau") ? "tau" : unused_letter("t");
        words_.insert(time_);
        for (int symbol : bound_) {
            name(symbol);
        }
    }
    void name(int symbol) {
        if (names_.contains(symbol)) {
            return;
        }
        std::string const wish = own(symbol);
        auto& choices = replacements_[wish];
        if (fits(symbol, wish)) {
            names_[symbol] = wish;
            return;
        }
        for (std::string const& choice : choices) {
            if (fits(symbol, choice)) {
                names_[symbol] = choice;
                return;
            }
        }
        choices.push_back(unused_letter(wish));
        words_.insert(choices.back());
        names_[symbol] = choices.back();
    }
    bool fits(int symbol, std::string const& name) const {
        auto const clashes = [&](int other) {
            auto const found = names_.find(other);
            return found != names_.end() && found->second == name;
        };
        auto const near = together_.find(symbol);
        return !name.empty() &&
               (near == together_.end() || std::none_of(near->second.begin(), near->second.end(), clashes));
    }
    /// The next letter after the first one of the name; e and o are left out, being read as numbers.
    std::string unused_letter(std::string const& name) const {
        int const start = name.empty() || name[0] < 'a' || name[0] > 'z' ? 'i' - 'a' : name[0] - 'a' + 1;
        for (int step = 0; step < 26; ++step) {
            std::string const letter(1, static_cast<char>('a' + (start + step) % 26));
            if (letter != "e" && letter != "o" && !words_.contains(letter)) {
                return letter;
            }
        }
        std::string longer = (name.empty() ? std::string{"i"} : name) + "'";
        while (words_.contains(longer)) {
            longer += "'";
        }
        return longer;
    }

    graph::graph const& graph_;
    std::optional<std::set<int>> entries_;
    std::map<int, facts> facts_;
    std::map<int, std::set<int>> together_;
    std::vector<int> free_;
    std::set<int> free_set_;
    std::vector<int> bound_;
    std::set<int> read_;
    std::set<int> tensors_;
    std::set<std::string> words_;
    std::map<int, std::string> names_;
    std::map<std::string, std::vector<std::string>> replacements_;
    std::string time_;
};

}  // namespace iverson::print
