// SPDX-License-Identifier: BSL-1.0
//
// Subscripts, and the ranges below and above \sum, \prod, \max, \min.
#include "parser.hpp"

#include <algorithm>

namespace iverson::latex_reader {

using syntax::deeper;
using syntax::form;
using syntax::told;

// -- subscripts -------------------------------------------------------------------------------------------------------------
/// {ij} is two, {i+j,k} is two, {10} the number 10.
std::vector<int> parser::subscripts() {
    deeper const guard{depth_, peek().at};
    std::vector<int> result;
    if (!take("{")) {
        if (peek().kind == token_kind::number && peek().text.size() > 1) {
            refuse("braces are missing around the subscript", "x_{10}");
        }
        result.push_back(index_atom(true));
        return result;
    }
    do {
        segment(result);
    } while (take(","));
    expect("}", "behind the subscript");
    return result;
}

int parser::index_atom(bool alone) {
    int const begin = peek().at.begin;
    if (peek().kind == token_kind::number) {
        next();
        int const id = made(form::number, begin, {});
        result_[id].value = tokens_[at_ - 1].value;
        return id;
    }
    if (take_command("lfloor")) {
        std::vector<int> all;
        segment(all);
        bool const divided = all.size() == 1 && take("/") && peek().kind == token_kind::number;
        int const divisor = divided ? index_atom() : -1;
        if (!divided || !take_command("rfloor")) {
            refuse("expected \\lfloor i/4 \\rfloor: an index expression divided by a positive integer");
        }
        return made(form::multiply, begin, {all[0], divisor}, "*/");
    }
    if (is("(")) {
        next();
        std::vector<int> all;
        segment(all);
        expect(")", "behind the parenthesis");
        if (all.size() != 1) {
            refuse(since(begin), "several indices stand in a parenthesis of a subscript");
        }
        return all[0];
    }
    if (!starts_name()) {
        refuse("expected an index");
    }
    std::string const n = name();
    std::vector<int> parts;
    if (!alone && take("_")) {
        parts = subscripts();
    }
    if (!alone && is("^")) {
        refuse("a superscript stands in a subscript");
    }
    int const id = made(form::access, begin, std::move(parts));
    result_[id].tensor.name = n;
    return id;
}

/// Between two commas: letters side by side are several subscripts, anything else is one.
void parser::segment(std::vector<int>& into) {
    deeper const guard{depth_, peek().at};
    int const begin = peek().at.begin;
    std::vector<int> terms;
    std::string signs;
    bool several = false;
    do {
        bool const minus = take("-");
        if (!minus) {
            take("+");
        }
        signs += minus ? '-' : '+';
        int const own = peek().at.begin;
        std::vector<int> atoms{index_atom()};
        bool dotted = false;
        for (bool more = true; more;) {
            more = false;
            if (take_command("cdot") || take("*")) {
                dotted = more = true;
            } else if (is_command("bmod")) {
                if (result_[atoms[0]].what == form::multiply && result_[atoms[0]].signs == "*%") {
                    refuse("two \\bmod follow one another", "enclose the first");
                }
                next();
                int const divisor = index_atom();
                int const dividend = atoms.size() == 1
                                         ? atoms[0]
                                         : made(form::multiply, own, atoms, std::string(atoms.size(), '*'));
                atoms = {made(form::multiply, own, {dividend, divisor}, "*%")};
                dotted = true;
                continue;
            } else {
                more = peek().kind == token_kind::number || starts_name() || is_command("lfloor") || is("(");
            }
            if (more) {
                atoms.push_back(index_atom());
            }
        }
        bool const coefficient = atoms.size() == 2 && result_[atoms[0]].what == form::number;
        if (atoms.size() == 1 || dotted || coefficient) {
            terms.push_back(atoms.size() == 1
                                ? atoms[0]
                                : made(form::multiply, own, atoms, std::string(atoms.size(), '*')));
            continue;
        }
        bool const names =
            std::none_of(atoms.begin(), atoms.end(), [&](int a) { return result_[a].what == form::number; });
        bool const alone = terms.empty() && signs == "+" && !is("+") && !is("-");
        if (!names || !alone) {
            refuse(since(begin), "it is not clear where one subscript ends and the next begins",
                   "set commas: w_{i,j-1}, w_{i,2}; a product needs its dot: x_{s \\cdot t + r}");
        }
        into.insert(into.end(), atoms.begin(), atoms.end());
        several = true;
    } while (!several && (is("+") || is("-")));
    if (several) {
        return;
    }
    into.push_back(terms.size() > 1       ? made(form::add, begin, terms, signs)
                   : signs.front() == '-' ? made(form::negate, begin, {terms[0]})
                                          : terms[0]);
}

// -- ranges -----------------------------------------------------------------------------------------------------------------
int parser::reduction(syntax::word what, int begin) {
    deeper const guard{depth_, peek().at};
    std::size_t const outside = scope_.size();
    item head;
    std::vector<syntax::comparison> conditions;
    expect("_", "and what is bound, as in \\sum_{i}");
    if (take("{")) {
        do {
            bool const stack = take_command("substack");
            if (stack) {
                expect("{", "behind \\substack");
                do {
                    chain_of_range(head, conditions);
                    while (take(",")) {
                        chain_of_range(head, conditions);
                    }
                } while (peek().kind == token_kind::line_break && peek().text != "display" && (next(), true));
                expect("}", "behind the lines");
            } else {
                chain_of_range(head, conditions);
            }
        } while (take(","));
        expect("}", "behind the range");
    } else {
        if (!starts_name()) {
            refuse("expected an index below the sum");
        }
        syntax::binder b;
        b.at = peek().at;
        b.name = name();
        add_binder(head, b);
    }
    if (is("^")) {
        range(head);
    }
    for (syntax::binder const& b : head.binders) {
        if (b.lower >= 0 && b.upper < 0) {
            refuse(b.at, "the range of " + b.name + " has no upper end", "\\sum_{" + b.name + "=1}^{d}");
        }
    }
    if (head.binders.empty()) {
        refuse(since(begin), "nothing is bound here",
               "name an index: \\sum_{i}, \\sum_{i=1}^{d}, \\sum_{s \\in \\mathbb{Z}}");
    }
    int body = term();
    scope_.resize(outside);
    // i \ne j is no bound: of a sum it is a factor.
    std::vector<syntax::comparison> unequal;
    for (syntax::comparison const& c : conditions) {
        if (c.kind == lowering::sign::different && what == syntax::word::sum) {
            unequal.push_back(c);
        }
    }
    if (!unequal.empty()) {
        std::erase_if(conditions,
                      [](syntax::comparison const& c) { return c.kind == lowering::sign::different; });
        int const factor = made(form::bracket, begin, {});
        result_[factor].comparisons = std::move(unequal);
        body = made(form::multiply, begin, {factor, body}, "**");
    }
    int condition = -1;
    if (!conditions.empty()) {
        condition = made(form::bracket, begin, {});
        result_[condition].comparisons = std::move(conditions);
    }
    int const id = made(form::reduce, begin, {body});
    result_[id].operation = what;
    result_[id].binders = std::move(head.binders);
    result_[id].condition = condition;
    return id;
}

/// ^{d} or ^{\infty}: the upper end of what has a lower one.
void parser::range(item& into) {
    next();
    bool const braced = take("{");
    bool const endless = take_command("infty");
    int upper = -1;
    if (!endless) {
        upper = braced ? sum() : index_atom(true);
    }
    if (braced) {
        expect("}", "behind the upper end");
    }
    bool any = false;
    for (syntax::binder& b : into.binders) {
        if (b.lower < 0 || b.upper >= 0) {
            continue;
        }
        any = true;
        bool const from_nowhere = b.lower == endless_lower_;
        if (endless != from_nowhere) {
            refuse(
                b.at, "a range has one end and goes on without end at the other",
                "sum over \\mathbb{Z} and say the bound by a bracket: \\sum_{s \\in \\mathbb{Z}} [s \\ge 0]");
        }
        if (endless) {
            b.kind = told::integer;
            b.lower = -1;
        } else {
            b.upper = upper;
        }
    }
    if (!any) {
        refuse("an upper end stands here without a lower one", "\\sum_{i=1}^{d}");
    }
}

void parser::add_binder(item& into, syntax::binder b) {
    scope_.push_back(b.name);
    into.binders.push_back(std::move(b));
}

/// One of: i, i \in \mathbb{Z}, i = 1, 0 \le r \le 2, j < i, i \ne j. A name that nothing binds yet is bound here.
void parser::chain_of_range(item& into, std::vector<syntax::comparison>& conditions) {
    int const begin = peek().at.begin;
    auto const bound_here = [&](std::string const& n) {
        return std::any_of(into.binders.begin(), into.binders.end(),
                           [&](syntax::binder const& b) { return b.name == n; });
    };
    // a name, and then what it ranges over
    if (starts_name()) {
        std::size_t const start = at_;
        std::string n = name();
        // \sum_{ij}: letters side by side
        while (starts_name() && !bound_here(n)) {
            syntax::binder b;
            b.name = n;
            b.at = since(begin);
            add_binder(into, b);
            n = name();
        }
        bool const again = bound_here(n);
        if (is_command("in") || (is("=") && !again)) {
            if (again) {
                refuse(since(begin), "index " + n + " is bound twice");
            }
            bool const in = is_command("in");
            next();
            syntax::binder b;
            b.name = n;
            b.at = since(begin);
            if (in) {
                bool const integers = is_command("mathbb") && is("{", 1) && peek(2).text == "Z" && is("}", 3);
                bool const short_form = is_command("mathbb") && peek(1).text == "Z";
                if (!integers && !short_form) {
                    refuse("expected \\mathbb{Z}",
                           "a finite range is written i=1 below and d above, or 1 \\le i \\le d");
                }
                at_ += integers ? 4 : 2;
                // i, j \in \mathbb{Z}: the ones before it that have nothing of their own
                for (syntax::binder& other : into.binders) {
                    other.kind = other.lower < 0 ? told::integer : other.kind;
                }
                b.kind = told::integer;
            } else if (is("-") && is_command("infty", 1)) {
                at_ += 2;
                b.lower = endless_lower_;
            } else {
                b.lower = sum();
                // i, j = 1 below one upper end
                for (syntax::binder& other : into.binders) {
                    other.lower = other.lower < 0 && other.kind == told::nothing ? b.lower : other.lower;
                }
            }
            return add_binder(into, b);
        }
        if (!at_relation() && (is(",") || is("}") || is(")") || peek().kind == token_kind::line_break)) {
            if (again) {
                refuse(since(begin), "index " + n + " is bound twice");
            }
            syntax::binder b;
            b.name = n;
            b.at = since(begin);
            return add_binder(into, b);
        }
        at_ = start;
    }
    // a chain of relations
    std::vector<syntax::comparison> chain;
    int left = sum();
    if (take_command("mid")) {
        int const right = sum();
        int const rest = made(form::multiply, begin, {right, left}, "*%");
        conditions.push_back({lowering::sign::equal, rest, number(0)});
        return;
    }
    auto found = relation();
    if (!found) {
        refuse("expected an index or a range",
               "\\sum_{i}, \\sum_{i=1}^{d}, \\sum_{s \\in \\mathbb{Z}}, \\sum_{0 \\le r \\le 2}");
    }
    while (found) {
        found->left = left;
        found->right = left = sum();
        chain.push_back(*found);
        found = relation();
    }
    auto const new_name = [&](int id) {
        item const& i = result_[id];
        bool const name = i.what == form::access && i.parts.empty();
        return name && !bound_here(i.tensor.name) && !known(i.tensor.name);
    };
    bool const between = chain.size() == 2 && new_name(chain[0].right) &&
                         std::all_of(chain.begin(), chain.end(), [](syntax::comparison const& c) {
                             return c.kind == lowering::sign::less_equal || c.kind == lowering::sign::less;
                         });
    if (between) {
        syntax::binder b;
        b.name = result_[chain[0].right].tensor.name;
        b.at = since(begin);
        auto const shifted = [&](int end, bool strict, char sign) {
            return strict ? made(form::add, begin, {end, number(1)}, std::string{"+"} + sign) : end;
        };
        b.lower = shifted(chain[0].left, chain[0].kind == lowering::sign::less, '+');
        b.upper = shifted(chain[1].right, chain[1].kind == lowering::sign::less, '-');
        return add_binder(into, b);
    }
    // j < i: the name that nothing binds yet is bound
    std::vector<int> fresh;
    for (syntax::comparison const& c : chain) {
        for (int side : {c.left, c.right}) {
            if (new_name(side) && std::find(fresh.begin(), fresh.end(), side) == fresh.end()) {
                fresh.push_back(side);
            }
        }
    }
    if (into.binders.empty() && fresh.size() > 1) {
        refuse(since(begin), "it is not clear which names are bound here",
               "\\sum_{\\substack{i,j \\\\ i < j}}, or \\sum_{1 \\le i \\le d}");
    }
    if (into.binders.empty() && fresh.size() == 1) {
        syntax::binder b;
        b.name = result_[fresh[0]].tensor.name;
        b.at = result_[fresh[0]].at;
        add_binder(into, b);
    }
    conditions.insert(conditions.end(), chain.begin(), chain.end());
}

}  // namespace iverson::latex_reader
