// SPDX-License-Identifier: BSL-1.0
//
// The walk through a document: what is a definition, what is a claim, and from what it should follow.
#include <iverson/check/check.hpp>

#include "../latex_reader/chains.hpp"
#include "../text/chains.hpp"
#include "claims.hpp"
#include "proof.hpp"
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
        : source_{source}, notation_{how.written_in},
          text_{how.written_in == notation::text ? text_reader::read_derivation(source)
                                                 : latex_reader::read_derivation(source)},
          d_{text_.items},
          end_{clock::now() +
               std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(how.seconds))} {
        report_.file = file;
    }

    report run() {
        for (std::size_t i = 0; i < text_.passages.size(); ++i) {
            passage const& p = text_.passages[i];
            if (p.what == passage::kind::heading) {
                page_ = {};
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
        page_.later = {};
        note_words(from);
        for (std::size_t i = from; i < text_.passages.size(); ++i) {
            if (text_.passages[i].what == passage::kind::heading) {
                return;
            }
            for (written_chain const& c : text_.passages[i].chains) {
                bool const first_is_read = c.defines && !c.values.empty() && c.values[0].item >= 0;
                auto const e =
                    first_is_read ? definition_of(d_, c.left, c.values[0].item, c.notes) : std::nullopt;
                if (e && page_.later.find(e->key) == nullptr) {
                    page_.later.add(d_, *e);
                }
            }
        }
    }

    // -- passages
    /// In the running text what is new counts: y_t = ..., where y has no definition, and restrictions of tensors.
    void in_text(passage const& p) {
        bool any = false;
        for (written_chain const& c : p.chains) {
            bool const read = c.values.size() == 1 && !c.goes_on && c.values[0].item >= 0;
            int const value = read ? c.values[0].item : -1;
            auto const e = read && c.defines ? definition_of(d_, c.left, value, c.notes) : std::nullopt;
            bool const is_new = e && d_[e->value].what != form::number && page_.known.find(e->key) == nullptr;
            if (is_new || (read && restricts(d_, page_.known, c.left, value))) {
                if (is_new) {
                    page_.known.add(d_, *e);
                }
                say(verdict::given, c.at, ++chains_, 1).rules = {is_new ? "definition" : "assumption"};
                any = true;
            }
        }
        if (!any) {
            pass_over(p.at, p.unread.empty() ? "a formula in the text that defines nothing new" : p.unread);
        }
    }

    /// What the prose of the section says of tensors, up to the next heading.
    void note_words(std::size_t from) {
        int begin = from == 0 ? 0 : text_.passages[from - 1].at.end;
        std::string prose;
        for (std::size_t i = from; i <= text_.passages.size(); ++i) {
            bool const last = i == text_.passages.size();
            int const end = last ? static_cast<int>(source_.size()) : text_.passages[i].at.begin;
            prose += source_.substr(static_cast<std::size_t>(begin),
                                    static_cast<std::size_t>(std::max(0, end - begin)));
            if (last || text_.passages[i].what == passage::kind::heading) {
                break;
            }
            begin = text_.passages[i].at.end;
        }
        std::replace(prose.begin(), prose.end(), '\n', ' ');
        auto const says = [&](std::string_view word) { return prose.find(word) != std::string::npos; };
        page_.says_symmetric =
            says("symmetric") && !says("not symmetric") && !says("skew") && !says("antisym");
        page_.says_one = says("one-hot") || says("one hot") || says("sums to one") || says("sum to one") ||
                         says("sums to 1") || says("sum to 1") || says("distribution") || says("probabilit");
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
        if (!c.values.empty() && c.values[0].item >= 0 &&
            restricts(d_, page_.known, c.left, c.values[0].item)) {
            return o;
        }
        o.again = o.is && !o.is->is_initial() && page_.known.find(o.is->key) != nullptr;
        o.before = (o.again || !o.is) && is_known(c.left) ? c.left : -1;
        if (o.is && !o.again) {
            page_.known.add(d_, *o.is);
        }
        return o;
    }

    void value(open_chain& o, written_value const& v) {
        int const line = ++o.line;
        page_.known.others_held = page_.known.others_held && line > 1;
        if (v.item < 0) {
            say(verdict::not_decided, v.at, chains_, line).why = "it cannot be read: " + v.why;
            return;
        }
        bool const follows = o.before < 0 || is_claimed(o.around, o.before, v, line, line == 1);
        if (o.before < 0) {
            say(verdict::given, v.at, chains_, line).rules = {o.is && line == 1 ? "definition"
                                                                                : "assumption"};
        }
        if (o.again && line == 1 && !follows) {
            page_.others.push_back(*o.is);
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
            return knows_partial(d_, page_.known, d_[i.parts[0]], d_[i.parts[1]]);
        }
        if (i.what != form::access) {
            return true;
        }
        if (i.tensor.kind == graph::role::adjoint) {
            return knows_adjoint(d_, page_.known, i);
        }
        return page_.known.find(key_of(i)) != nullptr || i.what != form::access;
    }

    bool is_zero(int id) const { return d_[id].what == form::number && d_[id].value.is_zero(); }

    /// Judges one line. Whether it follows, as far as is known.
    bool is_claimed(surroundings const& around, int before, written_value const& v, int line, bool first) {
        if (clock::now() > end_) {
            say(verdict::not_decided, v.at, chains_, line).why = "the time is over";
            return true;
        }
        judgement found = judged_on(d_, page_, {around, before, v.item, first});
        if (found.what == judgement::answer::equal) {
            page_.known.others_held |= found.others_held;  // to the end of the derivation
            remark& r = say(verdict::follows, v.at, chains_, line);
            r.rules = rules_between(d_, before, v.item);
            r.rules.insert(r.rules.end(), found.as.begin(), found.as.end());
            bool const shown = found.as.empty() && is_proved(d_, page_.known, around, before, v.item);
            r.by = shown ? "proved" : std::to_string(found.trials) + " trials";
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
        diagnosis const found = diagnosed(d_, page_.known, w, {source_, notation_}, std::min(rest, 5.0));
        d_.items.resize(size);
        r.slips = found.slips;
        r.differs = found.differs;
        r.instead = found.instead;
        r.corrected = found.corrected;
    }

    std::string_view source_;
    notation notation_;
    latex_reader::written_derivation text_;
    document& d_;
    clock::time_point end_;
    page page_;
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
