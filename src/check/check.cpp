// SPDX-License-Identifier: BSL-1.0
//
// The walk through a document: what is a definition, what is a claim, and from what it should follow.
#include <iverson/check/check.hpp>

#include "../latex_reader/chains.hpp"
#include "rules.hpp"
#include "slips.hpp"
#include "write.hpp"

#include <iverson/text/diagnostic.hpp>

#include <algorithm>
#include <chrono>

namespace iverson::check {

namespace {

using latex_reader::passage;
using latex_reader::written_chain;
using latex_reader::written_value;
using clock = std::chrono::steady_clock;

class walk {
  public:
    walk(std::string_view source, std::string_view file, options const& how)
        : source_{source}, text_{latex_reader::read_derivation(source)}, d_{text_.items},
          end_{clock::now() +
               std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(how.seconds))} {
        report_.file = file;
    }

    report run() {
        for (std::size_t i = 0; i < text_.passages.size(); ++i) {
            passage const& p = text_.passages[i];
            if (p.what == passage::kind::heading) {
                scope_ = {};
                others_.clear();
                open_.reset();
                gather_later(i + 1);
            } else if (i == 0) {
                gather_later(0);
            }
            if (p.what == passage::kind::displayed) {
                displayed(p);
            } else if (p.what == passage::kind::in_text) {
                in_text(p);
            }
        }
        return std::move(report_);
    }

  private:
    // -- remarks
    remark& say(verdict what, syntax::place at, int chain, int line) {
        remark r;
        diagnostic const d = diagnose(source_, report_.file, at.begin, at.end, "");
        r.what = what;
        r.row = d.line;
        r.column = d.column;
        r.chain = chain;
        r.line = line;
        r.shown = text_at(at);
        report_.remarks.push_back(std::move(r));
        return report_.remarks.back();
    }
    /// The text of a place, with the \\left of its first parenthesis, which is no part of what is read.
    std::string text_at(syntax::place at) const {
        auto begin = static_cast<std::size_t>(at.begin);
        std::size_t const word = source_.substr(0, begin).find_last_not_of(" \n");
        constexpr std::string_view left = "\\left";
        if (word != std::string_view::npos && source_.substr(0, word + 1).ends_with(left)) {
            begin = word + 1 - left.size();
        }
        return in_one_line(source_.substr(begin, static_cast<std::size_t>(at.end) - begin));
    }
    void pass_over(syntax::place at, std::string why) {
        say(verdict::passed_over, at, 0, 0).why = std::move(why);
    }

    /// The definitions of a section, for lines that use a name before it is explained.
    void gather_later(std::size_t from) {
        later_ = {};
        for (std::size_t i = from; i < text_.passages.size(); ++i) {
            if (text_.passages[i].what == passage::kind::heading) {
                return;
            }
            for (written_chain const& c : text_.passages[i].chains) {
                bool const first_is_read = c.defines && !c.values.empty() && c.values[0].item >= 0;
                auto const e =
                    first_is_read ? definition_of(d_, c.left, c.values[0].item, c.notes) : std::nullopt;
                if (e && later_.find(e->key) == nullptr) {
                    later_.add(d_, *e);
                }
            }
        }
    }

    // -- passages
    /// In the running text only definitions count: y_t = ..., where y is new.
    void in_text(passage const& p) {
        bool const one = p.unread.empty() && p.chains.size() == 1 && p.chains[0].values.size() == 1;
        written_chain const* c = one ? &p.chains[0] : nullptr;
        bool const read = c != nullptr && c->defines && c->values[0].item >= 0;
        auto const e = read ? definition_of(d_, c->left, c->values[0].item, c->notes) : std::nullopt;
        bool const is_number = e && d_[e->value].what == form::number;
        if (!e || is_number || scope_.find(e->key) != nullptr) {
            return pass_over(p.at,
                             p.unread.empty() ? "a formula in the text that defines nothing new" : p.unread);
        }
        scope_.add(d_, *e);
        say(verdict::given, p.at, ++chains_, 1).rules = {"definition"};
    }

    void displayed(passage const& p) {
        if (!p.unread.empty() && p.chains.empty()) {
            std::string_view const text = source_.substr(static_cast<std::size_t>(p.at.begin),
                                                         static_cast<std::size_t>(p.at.end - p.at.begin));
            bool const is_chain = std::count(text.begin(), text.end(), '=') > 1 &&
                                  (text.find("\\\\") != std::string_view::npos ||
                                   text.find("partial") != std::string_view::npos);
            if (is_chain) {
                say(verdict::not_decided, p.at, ++chains_, 1).why = "it cannot be read: " + p.unread;
            } else {
                pass_over(p.at, p.unread);
            }
            return;
        }
        for (written_chain const& c : p.chains) {
            chain(c);
        }
        if (!p.unread.empty()) {
            pass_over({p.at.end, p.at.end}, p.unread);
        }
    }

    // -- chains
    /// Where a chain stands: a later display that begins with = goes on from there.
    struct open_chain {
        surroundings around;
        int before = -1;  ///< the value that the next one should follow from; -1: there is none
        int line = 0;
        syntax::place left_at;
        std::optional<definition> is;  ///< what the first value says
        bool again = false;            ///< of something that has a definition
    };

    void chain(written_chain const& c) {
        if (c.goes_on && !open_) {
            return pass_over(c.at, "it begins with =, and no formula stands before it");
        }
        if (!c.goes_on) {
            open_ = begun(c);
        }
        if (c.values.empty()) {
            return pass_over(c.at, "a value alone");
        }
        chains_ += open_->line == 0 ? 1 : 0;
        std::size_t const first_remark = report_.remarks.size();
        for (written_value const& v : c.values) {
            value(*open_, v);
        }
        syntax::place const left = open_->left_at;
        for (std::size_t i = first_remark; i < report_.remarks.size(); ++i) {
            report_.remarks[i].left = in_one_line(source_.substr(
                static_cast<std::size_t>(left.begin), static_cast<std::size_t>(left.end - left.begin)));
        }
    }

    open_chain begun(written_chain const& c) {
        open_chain o{{c.left, numerator_of(c.left), c.notes}, -1, 0, c.left_at, std::nullopt, false};
        if (c.defines && !c.values.empty() && c.values[0].item >= 0) {
            o.is = definition_of(d_, c.left, c.values[0].item, c.notes);
        }
        o.again = o.is && !o.is->is_initial() && scope_.find(o.is->key) != nullptr;
        o.before = (o.again || !o.is) && is_known(c.left) ? c.left : -1;
        if (o.is && !o.again) {
            scope_.add(d_, *o.is);
        }
        return o;
    }

    void value(open_chain& o, written_value const& v) {
        int const line = ++o.line;
        if (v.item < 0) {
            say(verdict::not_decided, v.at, chains_, line).why = "it cannot be read: " + v.why;
            return;
        }
        bool const follows = o.before < 0 || claim(o.around, o.before, v, line, line == 1);
        if (o.before < 0) {
            say(verdict::given, v.at, chains_, line).rules = {o.is && line == 1 ? "definition"
                                                                                : "assumption"};
        }
        if (o.again && line == 1 && !follows) {
            others_.push_back(*o.is);
        }
        bool const unknown = o.before < 0 && !o.is;
        o.before = unknown || is_known(v.item) ? v.item : -1;
    }

    /// Of a derivative on the left: what is derived.
    int numerator_of(int left) const {
        item const& i = d_[left];
        return i.what == form::partial && d_[i.parts[0]].what == form::access ? i.parts[0] : -1;
    }

    /// Whether the item alone says something: a gradient of which nothing is known does not.
    bool is_known(int id) const {
        item const& i = d_[id];
        if (i.what == form::partial) {
            return knows_partial(d_, scope_, d_[i.parts[0]], d_[i.parts[1]]);
        }
        if (i.what != form::access) {
            return true;
        }
        if (i.tensor.kind == graph::role::adjoint) {
            return knows_adjoint(d_, scope_, i);
        }
        return scope_.find(key_of(i)) != nullptr || i.what != form::access;
    }

    bool is_zero(int id) const { return d_[id].what == form::number && d_[id].value.is_zero(); }

    /// Judges one line. Whether it follows, as far as is known.
    bool claim(surroundings const& around, int before, written_value const& v, int line, bool first) {
        if (clock::now() > end_) {
            say(verdict::not_decided, v.at, chains_, line).why = "the time is over";
            return true;
        }
        judgement found = judged(d_, scope_, around, before, v.item);
        if (found.what == judgement::answer::different && first) {
            found = by_other_definitions(around, before, v.item, std::move(found));
        }
        if (found.what == judgement::answer::different && first) {
            found = by_named_paths(around, before, v.item, std::move(found));
        }
        std::string const unknown =
            found.what == judgement::answer::different ? new_name(around.left, before, v.item) : "";
        if (!unknown.empty()) {
            found = with_later_definitions(around, before, v.item, unknown);
        }
        if (found.what == judgement::answer::equal) {
            say(verdict::follows, v.at, chains_, line).rules = rules_between(d_, before, v.item);
            return true;
        }
        if (found.what == judgement::answer::different && !first && is_zero(v.item)) {
            found.what = judgement::answer::not_decided;
            found.why = "the line before is not 0 for all values; as a condition on them it is no step";
        }
        if (found.what == judgement::answer::not_decided) {
            say(verdict::not_decided, v.at, chains_, line).why = found.why;
            return true;
        }
        blame(around, before, v, line, *found.difference);
        return false;
    }

    /// A first line may also follow from a definition that was given later, and was reported where it stood.
    judgement by_other_definitions(surroundings const& around, int before, int here, judgement found) const {
        for (definition const& other : others_) {
            scope changed = scope_;
            for (definition& e : changed.definitions) {
                e = e.key == other.key ? other : e;
            }
            judgement const again = judged(d_, changed, around, before, here);
            if (again.what == judgement::answer::equal) {
                return again;
            }
        }
        return found;
    }

    /// An unspecified E depends on what the line names: a page may have several layers that read x, each with an E of its own.
    judgement by_named_paths(surroundings const& around, int before, int here, judgement found) const {
        item const& left = d_[before];
        bool const gradient = left.what == form::access && left.tensor.kind == graph::role::adjoint;
        std::set<std::string> const named = gradient ? paths_of(here) : std::set<std::string>{};
        scope changed = scope_;
        bool any = false;
        for (definition& e : changed.definitions) {
            e.is_aside = !named.empty() && !named.contains(e.key);
            any = any || e.is_aside;
        }
        if (!any) {
            return found;
        }
        judgement const again = judged(d_, changed, around, before, here);
        return again.what == judgement::answer::equal ? again : found;
    }
    /// The tensors by which the line derives a scalar, and all that definitions join to them.
    std::set<std::string> paths_of(int here) const {
        std::set<std::string> result;
        each_item(d_, here, [&](int id) {
            if (d_[id].what == form::access && d_[id].tensor.kind == graph::role::adjoint) {
                result.insert(base_key(d_[id]));
            }
        });
        for (std::size_t size = 0; size != result.size();) {
            size = result.size();
            for (definition const& e : scope_.definitions) {
                for (definition const& read : scope_.definitions) {
                    if (result.contains(e.key) != result.contains(read.key) && reads(d_, e.value, read.key)) {
                        result.insert({e.key, read.key});
                    }
                }
            }
        }
        return result;
    }

    /// A tensor of the line whose name nothing before it mentions; empty if there is none.
    std::string new_name(int left, int before, int here) const {
        std::set<std::string> known;
        auto const note = [&](int id) {
            for (std::string const& key : tensors_in(d_, id)) {
                known.insert(name_in(key));
            }
        };
        note(is_derivative(left) ? d_[left].parts[1] : left);
        note(before);
        for (definition const& e : scope_.definitions) {
            known.insert(name_in(e.key));
            note(e.value);
        }
        for (std::string const& key : tensors_in(d_, here)) {
            if (!known.contains(name_in(key)) && key.find("adjoint(") != 0) {
                return name_in(key);
            }
        }
        return {};
    }

    judgement with_later_definitions(surroundings const& around, int before, int here,
                                     std::string const& unknown) const {
        scope more = scope_;
        for (definition const& e : later_.definitions) {
            bool const read =
                reads(d_, before, e.key) || (!is_derivative(around.left) && reads(d_, around.left, e.key));
            if (more.find(e.key) == nullptr && !read) {
                more.add(d_, e);
            }
        }
        judgement result = judged(d_, more, around, before, here);
        if (result.what == judgement::answer::different && more.find_name(unknown) == nullptr) {
            result = {};
            result.why = unknown + " is not defined before this line";
        }
        return result;
    }
    /// dy/dx on the left says nothing of y.
    bool is_derivative(int left) const {
        return d_[left].what == form::partial && d_[d_[left].parts[0]].what == form::access;
    }

    void blame(surroundings const& around, int before, written_value const& v, int line,
               assignment const& at) {
        remark& r = say(verdict::does_not_follow, v.at, chains_, line);
        counterexample c;
        c.extents.assign(at.extents.begin(), at.extents.end());
        c.indices.assign(at.indices.begin(), at.indices.end());
        for (auto const& [name, value] : at.entries) {
            c.entries.emplace_back(name, static_cast<double>(value));
        }
        c.before = static_cast<double>(at.left);
        c.here = static_cast<double>(at.right);
        r.against = std::move(c);
        std::size_t const size = d_.items.size();
        wrong_line w{before, v.item, around, {}};
        item const& left = d_[around.left];
        if (left.what == form::partial) {
            w.wrt.push_back(left.parts[1]);
        } else if (left.what == form::access && left.tensor.kind == graph::role::adjoint) {
            item by = left;  // dE/dx: x itself
            by.tensor = left.tensor.of.front();
            by.at = {-1, -1};
            w.wrt.push_back(d_.add(by));
        }
        double const rest = std::chrono::duration<double>(end_ - clock::now()).count();
        diagnosis const found = diagnosed(d_, scope_, w, source_, std::min(rest, 5.0));
        d_.items.resize(size);
        r.slips = found.slips;
        r.differs = found.differs;
        r.instead = found.instead;
        r.corrected = found.corrected;
    }

    std::string_view source_;
    latex_reader::written_derivation text_;
    document& d_;
    clock::time_point end_;
    scope scope_;
    scope later_;
    std::vector<definition> others_;
    std::optional<open_chain> open_;
    int chains_ = 0;
    report report_;
};

}  // namespace

int report::count(verdict v) const {
    return static_cast<int>(
        std::count_if(remarks.begin(), remarks.end(), [&](remark const& r) { return r.what == v; }));
}

report judge(std::string_view source, std::string_view file, options const& how) {
    try {
        return walk{source, file, how}.run();
    } catch (syntax::failure const& f) {
        throw syntax_error{diagnose(source, file, f.at.begin, f.at.end, f.message, f.hint)};
    }
}

}  // namespace iverson::check
