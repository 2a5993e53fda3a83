// SPDX-License-Identifier: BSL-1.0
//
// long because it is one table: each usual slip is one function that undoes it, and its row at the end.
#include "parts.hpp"
#include "repair.hpp"

#include <algorithm>
#include <array>

namespace iverson::check {

namespace {

using ids = std::vector<int>;
using std::size_t;

std::string other(std::string signs, size_t k) {
    signs[k] = signs[k] == '-' ? '+' : '-';
    return signs;
}

/// tanh' = 1 - tanh^2, tan' = 1 + tan^2.
ids square_of_tanh(workshop& w, int id) {
    item const i = w.d[id];
    bool const fits = i.what == form::call && (i.name == "tanh" || i.name == "tan");
    return fits ? ids{w.raised(id, 2)} : ids{};
}

/// sigma' = sigma (1 - sigma): one of the two factors stands alone.
ids sigmoid_factor(workshop& w, int id) {
    item const i = w.d[id];
    auto const is_sigmoid = [&](int at) { return w.d[at].what == form::call && w.d[at].name == "sigmoid"; };
    if (is_sigmoid(id)) {
        int const rest = w.sum({w.number(1), id}, "+-");
        return {w.product({id, rest})};
    }
    bool const rest = i.what == form::add && i.parts.size() == 2 && i.signs == "+-" && is_sigmoid(i.parts[1]);
    return rest ? ids{w.product({i.parts[1], id})} : ids{};
}

/// What is derived in the line before: the bodies of its derivatives, with definitions in place of what they define.
std::vector<std::pair<int, int>> derivatives_before(workshop& w) {
    std::vector<std::pair<int, int>> result;
    ids partials;
    each_item(w.d, w.line.before, [&](int at) {
        if (w.d[at].what == form::partial) {
            partials.push_back(at);
        }
    });
    for (int at : partials) {
        int body = w.d[at].parts[0];
        int const wrt = w.d[at].parts[1];
        if (w.d[body].what == form::access) {
            if (definition const* e = w.known.find(key_of(w.d[body])); e != nullptr) {
                std::map<std::string, int> by;
                for (size_t a = 0; a < e->indices.size(); ++a) {
                    by[e->indices[a]] = w.d[body].parts[a];
                }
                body = w.substituted(e->value, by);
            }
        }
        result.emplace_back(body, wrt);
    }
    item const before = w.d[w.line.before];
    bool const gradient = before.what == form::access && before.tensor.kind == graph::role::adjoint;
    if (gradient && before.tensor.of.size() > 1) {
        definition const* e = w.known.find(syntax::spelled(before.tensor.of[1]) + "/0");
        if (e != nullptr && !w.line.wrt.empty()) {
            result.emplace_back(e->value, w.line.wrt[0]);
        }
    }
    return result;
}

/// The item with the indices of the place in place of those that a sum has bound, which has collapsed since.
ids with_known_indices(workshop& w, int id) {
    auto const known = w.indices();
    std::vector<std::string> strangers;
    each_item(w.d, id, [&](int at) {
        for (int part : w.d[at].what == form::access ? w.d[at].parts : ids{}) {
            std::string const& name = w.d[part].tensor.name;
            bool const stranger =
                w.is_index(part) && std::find(known.begin(), known.end(), name) == known.end();
            if (stranger && std::find(strangers.begin(), strangers.end(), name) == strangers.end()) {
                strangers.push_back(name);
            }
        }
    });
    ids result{id};
    for (std::string const& name : strangers.size() == 1 ? known : std::vector<std::string>{}) {
        result.push_back(w.renamed(id, strangers[0], name));
    }
    return result;
}

/// f'(u) without du: the factor is the derivative of an argument of the line before.
ids inner_derivative(workshop& w, int id) {
    form const what = w.d[id].what;
    if (what == form::number || what == form::bracket || what == form::access) {
        return {};
    }
    ids result;
    for (auto const& [body, wrt] : derivatives_before(w)) {
        ids arguments;
        each_item(w.d, body, [&](int at) {
            item const& i = w.d[at];
            if ((i.what == form::call || i.what == form::power) && w.d[i.parts[0]].what != form::access) {
                arguments.push_back(i.parts[0]);
            }
            for (size_t k = 0; i.what == form::multiply && k < i.parts.size(); ++k) {
                if (i.signs[k] == '/' && w.d[i.parts[k]].what == form::add) {
                    arguments.push_back(i.parts[k]);
                }
            }
        });
        for (int argument : arguments) {
            for (int named : with_known_indices(w, argument)) {
                item partial;
                partial.what = form::partial;
                partial.parts = {named, wrt};
                result.push_back(w.product({id, w.copy(partial)}));
            }
        }
    }
    return result;
}

/// w_{ij} where w_{ji} is right.
ids swapped_indices(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    for (size_t a = 0; i.what == form::access && a < i.parts.size(); ++a) {
        for (size_t b = a + 1; b < i.parts.size(); ++b) {
            item swapped = i;
            std::swap(swapped.parts[a], swapped.parts[b]);
            result.push_back(w.copy(swapped));
        }
    }
    return result;
}

/// a b + c where a (b + c) is right; sum u + v where sum (u + v) is; -u + v where -(u + v) is.
ids all_parentheses(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    for (size_t k = 0; i.what == form::add && k + 1 < i.parts.size(); ++k) {
        item const first = w.d[i.parts[k]];
        for (size_t last = k + 1; last < i.parts.size(); ++last) {
            ids terms;
            std::string signs = "+";
            for (size_t t = k + 1; t <= last; ++t) {
                terms.push_back(i.parts[t]);
                signs += (i.signs[t] == '-') == (i.signs[k] == '-') ? '+' : '-';
            }
            std::string plain = "+";
            plain += i.signs.substr(k + 1, last - k);
            ids inner;
            for (auto const& sign : {signs, plain}) {
                bool const product = first.what == form::multiply && first.signs.back() == '*';
                if (product || first.what == form::reduce) {
                    ids all = terms;
                    all.insert(all.begin(), first.parts.back());
                    inner.push_back(w.with_part(i.parts[k], first.parts.size() - 1, w.sum(all, sign)));
                } else if (i.signs[k] == '-') {
                    ids all = terms;
                    all.insert(all.begin(), i.parts[k]);
                    inner.push_back(w.sum(all, plain));
                }
            }
            for (int one : inner) {
                ids left(i.parts.begin(), i.parts.begin() + static_cast<std::ptrdiff_t>(k));
                left.push_back(one);
                left.insert(left.end(), i.parts.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                            i.parts.end());
                std::string const kept = i.signs.substr(0, k + 1) + i.signs.substr(last + 1);
                result.push_back(left.size() == 1 && kept[0] != '-' ? left[0] : w.sum(left, kept));
            }
        }
    }
    return result;
}

/// The same where the line before, or a definition, has these parentheses.
ids lost_parentheses(workshop& w, int id) {
    ids sums;
    auto const note = [&](int at) {
        if (w.d[at].what == form::add) {
            sums.push_back(at);
        }
    };
    each_item(w.d, w.line.before, note);
    for (definition const& e : w.known.definitions) {
        each_item(w.d, e.value, note);
    }
    ids result;
    for (int candidate : all_parentheses(w, id)) {
        bool known = false;
        each_item(w.d, candidate, [&](int at) {
            known =
                known || (w.d[at].what == form::add && std::any_of(sums.begin(), sums.end(), [&](int sum) {
                              return alike(w.d, sum, at) && !alike(w.d, sum, id);
                          }));
        });
        if (known) {
            result.push_back(candidate);
        }
    }
    return result;
}

std::string fresh_name(workshop const& w) {
    for (char const* name : {"l", "m", "n", "q", "r", "p"}) {
        auto const all = w.indices();
        if (std::find(all.begin(), all.end(), name) == all.end()) {
            return name;
        }
    }
    return "h";
}

/// Every choice of at least one occurrence of an index below an item, renamed. Few occurrences only.
ids renamed_occurrences(workshop& w, int body, std::string const& from, std::string const& to) {
    ids places;
    each_item(w.d, body, [&](int at) {
        if (w.is_index(at) && w.d[at].tensor.name == from) {
            places.push_back(at);
        }
    });
    ids result;
    if (places.empty() || places.size() > 5) {
        return result;
    }
    for (size_t chosen = 1; chosen < size_t{1} << places.size(); ++chosen) {
        int now = body;
        for (size_t k = 0; k < places.size(); ++k) {
            now = (chosen >> k) % 2 == 1 ? w.replaced(now, places[k], w.index(to)) : now;
        }
        result.push_back(now);
    }
    return result;
}

/// A sum binds a name that stands for something else around it: it gets another name, in some places.
ids captured_index(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    if (i.what != form::reduce) {
        return result;
    }
    for (size_t k = 0; k < i.binders.size(); ++k) {
        std::string const name = i.binders[k].name;
        bool const around =
            w.is_free(name) || std::find(w.bound.begin(), w.bound.end(), name) != w.bound.end();
        if (!around) {
            continue;
        }
        std::string const fresh = fresh_name(w);
        for (int body : renamed_occurrences(w, i.parts[0], name, fresh)) {
            item renamed = i;
            renamed.binders[k].name = fresh;
            renamed.parts[0] = body;
            result.push_back(w.copy(renamed));
        }
        if (i.binders.size() == 1) {
            result.push_back(i.parts[0]);
        }
    }
    return result;
}

/// (sum_i u_i)^2 written as sum_i u_i u_i: one of the two is a sum of its own.
ids merged_sums(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    if (i.what != form::reduce || i.binders.size() != 1) {
        return result;
    }
    std::string const fresh = fresh_name(w);
    for (int body : renamed_occurrences(w, i.parts[0], i.binders[0].name, fresh)) {
        item inner = i;
        inner.binders[0].name = fresh;
        inner.parts[0] = body;
        result.push_back(w.with_part(id, 0, w.copy(inner)));
    }
    return result;
}

/// sum_i where sum_j is right.
ids wrong_summation(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    if (i.what != form::reduce) {
        return result;
    }
    for (size_t k = 0; k < i.binders.size(); ++k) {
        for (std::string const& name : w.indices()) {
            if (name == i.binders[k].name) {
                continue;
            }
            item swapped = i;
            swapped.binders[k].name = name;
            result.push_back(w.copy(swapped));
            item both = i;
            both.binders[k].name = name;
            std::map<std::string, int> const exchange = {{name, w.index(i.binders[k].name)},
                                                         {i.binders[k].name, w.index(name)}};
            both.parts[0] = w.substituted(i.parts[0], exchange);
            result.push_back(w.copy(both));
        }
    }
    return result;
}

/// An index of a subscript is another one.
ids other_index(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    for (size_t a = 0; i.what == form::access && a < i.parts.size(); ++a) {
        for (std::string const& name : w.indices()) {
            if (w.is_index(i.parts[a]) && w.d[i.parts[a]].tensor.name != name) {
                result.push_back(w.with_part(id, a, w.index(name)));
            }
        }
    }
    return result;
}

/// The signs of all subscripts that are sums, turned at once: y_{m+a,n+b} for y_{m-a,n-b}.
void turn_all(workshop& w, int id, ids& into) {
    item turned = w.d[id];
    int sums = 0;
    for (int& part : turned.parts) {
        item const at = w.d[part];
        if (at.what == form::add && at.parts.size() == 2) {
            part = w.sum(at.parts, other(at.signs, 1));
            ++sums;
        }
    }
    if (sums > 1) {
        into.push_back(w.copy(turned));
    }
}

/// A subscript with another sign or another constant.
ids shifted_subscript(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    for (size_t a = 0; i.what == form::access && a < i.parts.size(); ++a) {
        int const part = i.parts[a];
        item const at = w.d[part];
        auto const offer = [&](int subscript) { result.push_back(w.with_part(id, a, subscript)); };
        if (at.what == form::add) {
            for (size_t k = 0; k < at.parts.size(); ++k) {
                offer(w.sum(at.parts, other(at.signs, k)));
            }
            std::string turned = at.signs;
            for (char& c : turned) {
                c = c == '-' ? '+' : '-';
            }
            offer(w.sum(at.parts, turned));
            for (size_t k = 0; k < at.parts.size(); ++k) {
                if (w.d[at.parts[k]].what == form::number) {
                    offer(w.without_part(part, k));
                }
            }
        }
        if (at.what == form::negate) {
            offer(at.parts[0]);
        }
        if (at.what != form::number) {
            item minus;
            minus.what = form::negate;
            minus.parts = {part};
            offer(w.copy(minus));
            for (int by : {1, -1, 2, -2}) {
                offer(w.moved(part, by));
            }
        }
    }
    if (i.what == form::access) {
        turn_all(w, id, result);
    }
    return result;
}

/// w_t where w_{t-k} is right.
ids missing_shift(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    for (size_t a = 0; i.what == form::access && a < i.parts.size(); ++a) {
        for (std::string const& name : w.indices()) {
            for (char const* signs : {"++", "+-"}) {
                result.push_back(w.with_part(id, a, w.sum({i.parts[a], w.index(name)}, signs)));
            }
        }
    }
    return result;
}

/// A sum that a bracket has collapsed still stands: its index is another one.
ids sum_too_many(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    if (i.what == form::reduce && i.binders.size() == 1) {
        for (std::string const& name : w.indices()) {
            result.push_back(w.renamed(i.parts[0], i.binders[0].name, name));
        }
    }
    return result;
}

/// An index that neither a sum nor the left side binds: a sum over it is missing.
ids missing_sum(workshop& w, int id) {
    std::vector<std::string> of_left;
    each_item(w.d, w.line.around.left, [&](int at) {
        if (w.is_index(at)) {
            of_left.push_back(w.d[at].tensor.name);
        }
    });
    ids result;
    for (std::string const& name : w.free) {
        if (std::find(of_left.begin(), of_left.end(), name) != of_left.end()) {
            continue;
        }
        item sum;
        sum.what = form::reduce;
        sum.binders.resize(1);
        sum.binders[0].name = name;
        sum.parts = {id};
        result.push_back(w.copy(sum));
    }
    return result;
}

/// y_{k-r} where y_{(k-r)/2} is right, as far as 2 divides k - r.
void divided(workshop& w, int id, size_t axis, ids& into) {
    int const part = w.d[id].parts[axis];
    for (int by : {2, 3, 4}) {
        item quotient;
        quotient.what = form::multiply;
        quotient.parts = {part, w.number(by)};
        quotient.signs = "*/";
        item rest = quotient;
        rest.signs = "*%";
        item bracket;
        bracket.what = form::bracket;
        int const remainder = w.copy(rest);
        bracket.comparisons.push_back({lowering::sign::equal, remainder, w.number(0)});
        int const entry = w.with_part(id, axis, w.copy(quotient));
        into.push_back(w.product({w.copy(bracket), entry}));
    }
}

/// i where 2i is right, and the other way round.
ids stride(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    for (syntax::comparison const& c : i.comparisons) {
        for (int side : {c.left, c.right}) {
            each_item(w.d, side, [&](int at) {
                for (int by : w.is_index(at) ? std::vector<int>{2, 3} : std::vector<int>{}) {
                    result.push_back(w.replaced(id, at, w.product({w.number(by), at})));
                }
            });
        }
    }
    for (size_t a = 0; i.what == form::access && a < i.parts.size(); ++a) {
        ids names;
        each_item(w.d, i.parts[a], [&](int at) {
            if (w.is_index(at) || w.d[at].what == form::multiply) {
                names.push_back(at);
            }
        });
        for (int at : names) {
            item const scaled = w.d[at];
            if (scaled.what == form::multiply && scaled.parts.size() == 2) {
                result.push_back(w.with_part(id, a, w.replaced(i.parts[a], at, scaled.parts[1])));
            }
            for (int by : {2, 3}) {
                bool const name = scaled.what == form::access;
                if (name) {
                    int const strided = w.product({w.number(by), at});
                    result.push_back(w.with_part(id, a, w.replaced(i.parts[a], at, strided)));
                }
            }
        }
        divided(w, id, a, result);
    }
    return result;
}

/// p_i [i = j] - p_i p_j without its first part, or with 1 in place of the bracket.
ids diagonal_term(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    auto const names = w.indices();
    for (size_t a = 0; a < names.size(); ++a) {
        for (size_t b = a + 1; b < names.size(); ++b) {
            if (i.what == form::number && i.value.is_one()) {
                result.push_back(w.equal_bracket(names[a], names[b]));
            }
            bool const negative = i.what == form::negate;
            ids const factors = w.factors(negative ? i.parts[0] : id);
            for (size_t k = 0; factors.size() > 1 && k < factors.size(); ++k) {
                ids others = factors;
                others.erase(others.begin() + static_cast<std::ptrdiff_t>(k));
                others.push_back(w.equal_bracket(names[a], names[b]));
                int const diagonal = w.product(others);
                result.push_back(negative ? w.sum({diagonal, i.parts[0]}, "+-")
                                          : w.sum({id, diagonal}, "++"));
                result.push_back(negative ? w.sum({diagonal, i.parts[0]}, "--")
                                          : w.sum({id, diagonal}, "+-"));
            }
        }
    }
    return result;
}

/// A_{ij} where A_{ij} + A_{ji} is right, with a 2 or without.
ids symmetric_form(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    auto const sum_with_transpose = [&](int access) {
        item swapped = w.d[access];
        std::swap(swapped.parts[0], swapped.parts[1]);
        int const transpose = w.copy(swapped);
        return w.sum({access, transpose}, "++");
    };
    auto const is_matrix = [&](int at) { return w.d[at].what == form::access && w.d[at].parts.size() == 2; };
    if (is_matrix(id)) {
        int const both = sum_with_transpose(id);
        result.push_back(both);
        result.push_back(w.product({w.half(), both}));
    }
    if (i.what == form::multiply && w.d[i.parts[0]].what == form::number &&
        w.d[i.parts[0]].value == graph::rational{2}) {
        int const half = w.without_part(id, 0);
        ids matrices;
        each_item(w.d, half, [&](int at) {
            if (is_matrix(at)) {
                matrices.push_back(at);
            }
        });
        for (int at : matrices) {
            result.push_back(w.replaced(half, at, sum_with_transpose(at)));
        }
    }
    return result;
}

ids factor_two(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    if (i.what == form::number || i.what == form::bracket || i.what == form::negate) {
        return result;
    }
    if (i.what == form::multiply) {
        for (size_t k = 0; k < i.parts.size(); ++k) {
            if (w.d[i.parts[k]].what == form::number && w.d[i.parts[k]].value == graph::rational{2}) {
                result.push_back(w.without_part(id, k));
            }
        }
    }
    if (result.empty()) {
        result.push_back(w.product({w.number(2), id}));
    }
    return result;
}

ids terms_of_products(workshop& w, int body, int wrt);

/// The same terms of all parts of an item that is linear in each of them.
ids terms_in_parts(workshop& w, int body, int wrt) {
    item const i = w.d[body];
    ids result;
    for (size_t k = 0; k < i.parts.size(); ++k) {
        for (int term : terms_of_products(w, i.parts[k], wrt)) {
            bool const minus = i.what == form::negate || (i.what == form::add && i.signs[k] == '-');
            int const whole =
                i.what == form::add || i.what == form::negate ? term : w.with_part(body, k, term);
            item negated;
            negated.what = form::negate;
            negated.parts = {whole};
            result.push_back(minus ? w.copy(negated) : whole);
        }
    }
    return result;
}

/// The terms of the derivative of a value that its products give, each alone: du v and u dv.
ids terms_of_products(workshop& w, int body, int wrt) {
    item const i = w.d[body];
    bool const sum = i.what == form::reduce && i.operation == syntax::word::sum;
    bool const linear = i.what == form::add || i.what == form::negate || i.what == form::multiply || sum;
    if (!linear || i.signs.find_first_of("/%") != std::string::npos) {
        return {};
    }
    ids result = terms_in_parts(w, body, wrt);
    for (size_t k = 0; i.what == form::multiply && k < i.parts.size(); ++k) {
        item partial;
        partial.what = form::partial;
        partial.parts = {i.parts[k], wrt};
        result.push_back(w.with_part(body, k, w.copy(partial)));
    }
    return result;
}

/// d(u v) = du v + u dv: a term of one of the factors is added to the line.
ids product_rule_term(workshop& w, int id) {
    ids result;
    if (id != w.line.here) {
        return result;
    }
    ids partials;
    each_item(w.d, w.line.before, [&](int at) {
        if (w.d[at].what == form::partial) {
            partials.push_back(at);
        }
    });
    for (int at : partials) {
        for (int missing : terms_of_products(w, w.d[at].parts[0], w.d[at].parts[1])) {
            result.push_back(w.sum({id, w.replaced(w.line.before, at, missing)}, "++"));
        }
    }
    for (auto const& [body, wrt] : derivatives_before(w)) {
        for (int missing : terms_of_products(w, body, wrt)) {
            result.push_back(w.sum({id, missing}, "++"));
        }
    }
    return result;
}

ids wrong_sign(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    for (size_t k = 0; i.what == form::add && k < i.parts.size(); ++k) {
        result.push_back(w.sum(i.parts, other(i.signs, k)));
    }
    if (i.what == form::negate) {
        result.push_back(i.parts[0]);
    } else if (i.what == form::multiply || i.what == form::call || i.what == form::reduce ||
               id == w.line.here) {
        item minus;
        minus.what = form::negate;
        minus.parts = {id};
        result.push_back(w.copy(minus));
    }
    return result;
}

ids wrong_exponent(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    if (i.what == form::power && w.d[i.parts[1]].what == form::number && w.d[i.parts[1]].value.is_integer()) {
        std::int64_t const n = w.d[i.parts[1]].value.num();
        result.push_back(i.parts[0]);
        for (std::int64_t k : {n + 1, n - 1, -n}) {
            result.push_back(w.with_part(id, 1, w.number(k)));
        }
    } else if (i.what == form::access || i.what == form::call || i.what == form::add) {
        result = {w.raised(id, 2), w.raised(id, -1), w.raised(id, 3)};
    } else if (i.what == form::reduce) {
        item root;
        root.what = form::call;
        root.name = "sqrt";
        root.parts = {id};
        result = {w.raised(id, 2), w.copy(root)};
    }
    return result;
}

ids wrong_coefficient(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    if (i.what == form::number && i.value.is_integer()) {
        for (std::int64_t k : {i.value.num() + 1, i.value.num() - 1, 2 * i.value.num()}) {
            result.push_back(w.number(k));
        }
    }
    return result;
}

/// A range that begins or ends one step off, or a bracket with < for <=.
ids wrong_bound(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    for (size_t k = 0; k < i.binders.size(); ++k) {
        for (char sign : {'+', '-'}) {
            for (bool const lower : {true, false}) {
                int const end = lower ? i.binders[k].lower : i.binders[k].upper;
                if (end < 0) {
                    continue;
                }
                item moved = i;
                int const by = w.moved(end, sign == '+' ? 1 : -1);
                (lower ? moved.binders[k].lower : moved.binders[k].upper) = by;
                result.push_back(w.copy(moved));
            }
        }
    }
    using lowering::sign;
    static constexpr std::array<std::pair<sign, sign>, 8> others = {
        {{sign::less, sign::less_equal},
         {sign::less_equal, sign::less},
         {sign::greater, sign::greater_equal},
         {sign::greater_equal, sign::greater},
         {sign::less, sign::greater},
         {sign::greater, sign::less},
         {sign::less_equal, sign::greater_equal},
         {sign::greater_equal, sign::less_equal}}};
    for (size_t k = 0; k < i.comparisons.size(); ++k) {
        for (auto const& [from, to] : others) {
            if (i.comparisons[k].kind == from) {
                item changed = i;
                changed.comparisons[k].kind = to;
                result.push_back(w.copy(changed));
            }
        }
        for (char by : {'+', '-'}) {
            item changed = i;
            changed.comparisons[k].right = w.moved(i.comparisons[k].right, by == '+' ? 1 : -1);
            result.push_back(w.copy(changed));
        }
    }
    return result;
}

/// p_n of x_{p_n}, in definitions.
ids entries_in_subscripts(workshop const& w) {
    ids result;
    for (definition const& e : w.known.definitions) {
        each_item(w.d, e.value, [&](int at) {
            for (int part : w.d[at].what == form::access ? w.d[at].parts : ids{}) {
                if (w.d[part].what == form::access && !w.d[part].parts.empty()) {
                    result.push_back(part);
                }
            }
        });
    }
    return result;
}

/// A bracket that stands in the line before, or in a definition, or that two indices make.
ids lost_bracket(workshop& w, int id) {
    form const what = w.d[id].what;
    ids result;
    if (what == form::bracket || what == form::number) {
        return result;
    }
    ids brackets;
    each_item(w.d, w.line.before, [&](int at) {
        if (w.d[at].what == form::bracket && !w.d[at].comparisons.empty()) {
            brackets.push_back(at);
        }
    });
    auto const names = w.indices();
    for (size_t a = 0; a < names.size(); ++a) {
        for (size_t b = a + 1; b < names.size(); ++b) {
            brackets.push_back(w.equal_bracket(names[a], names[b]));
        }
    }
    for (int entry : entries_in_subscripts(w)) {
        for (std::string const& name : names) {
            item bracket;
            bracket.what = form::bracket;
            bracket.comparisons.push_back({lowering::sign::equal, entry, w.index(name)});
            brackets.push_back(w.copy(bracket));
        }
    }
    for (int bracket : brackets) {
        result.push_back(w.product({bracket, id}));
    }
    return result;
}

ids extra_part(workshop& w, int id) {
    item const i = w.d[id];
    ids result;
    bool const has = (i.what == form::add || i.what == form::multiply) && i.parts.size() > 1;
    for (size_t k = 0; has && k < i.parts.size(); ++k) {
        result.push_back(w.without_part(id, k));
    }
    return result;
}

/// A term or factor of the line before that is not in this one.
ids missing_term(workshop& w, int id) {
    ids result;
    item const before = w.d[w.line.before];
    if (id == w.line.here && before.what == form::add) {
        for (size_t k = 0; k < before.parts.size(); ++k) {
            result.push_back(w.sum({id, before.parts[k]}, before.signs[k] == '-' ? "+-" : "++"));
        }
    }
    return result;
}

/// The factors of the line before and of definitions, with the indices of the place.
ids known_factors(workshop& w) {
    ids found;
    auto const note = [&](int at) {
        bool const product = w.d[at].what == form::multiply;
        for (int part : product ? w.d[at].parts : ids{}) {
            found.push_back(part);
        }
    };
    each_item(w.d, w.line.before, note);
    for (definition const& e : w.known.definitions) {
        each_item(w.d, e.value, note);
    }
    ids result;
    for (int part : found) {
        for (int named : with_known_indices(w, part)) {
            result.push_back(named);
        }
    }
    return result;
}

ids missing_factor(workshop& w, int id) {
    form const what = w.d[id].what;
    ids result;
    if (what == form::number || what == form::bracket) {
        return result;
    }
    for (int part : known_factors(w)) {
        result.push_back(w.product({part, id}));
    }
    return result;
}

/// g_i where x_i is right: the other factor of a product.
ids wrong_factor(workshop& w, int id) {
    form const what = w.d[id].what;
    if (what != form::access && what != form::call) {
        return {};
    }
    ids result = known_factors(w);
    result.push_back(w.half());
    return result;
}

/// sin' = cos, cos' = -sin, and the like: the function or its sign is that of another.
ids other_function(workshop& w, int id) {
    static constexpr std::array<std::array<std::string_view, 2>, 3> pairs = {
        {{"sin", "cos"}, {"sinh", "cosh"}, {"exp", "log"}}};
    item const i = w.d[id];
    ids result;
    for (auto const& [a, b] : pairs) {
        if (i.what == form::call && (i.name == a || i.name == b)) {
            item changed = i;
            changed.name = std::string{i.name == a ? b : a};
            int const one = w.copy(changed);
            item minus;
            minus.what = form::negate;
            minus.parts = {one};
            result.push_back(one);
            result.push_back(w.copy(minus));
        }
    }
    return result;
}

constexpr std::array<slip, 29> table = {{
    {"missing square: tanh' = 1 - tanh^2", square_of_tanh},
    {"missing factor: sigma' = sigma (1 - sigma)", sigmoid_factor},
    {"swapped indices, or a transpose", swapped_indices},
    {"lost bracket: parentheses", lost_parentheses},
    {"wrong sign", wrong_sign},
    {"captured bound index", captured_index},
    {"summation over the wrong index", wrong_summation},
    {"factor 2 of a symmetric form", symmetric_form},
    {"missing inner derivative", inner_derivative},
    {"missing sum", missing_sum},
    {"missing factor 2", factor_two},
    {"wrong bound", wrong_bound},
    {"wrong stride", stride},
    {"wrong shift or sign in a subscript, as of a convolution", shifted_subscript},
    {"missing term of the product rule", product_rule_term},
    {"dropped diagonal term, as of the softmax", diagonal_term},
    {"lost bracket: parentheses", all_parentheses},
    {"wrong index", other_index},
    {"a sum too many", sum_too_many},
    {"captured bound index", merged_sums},
    {"lost bracket: a condition", lost_bracket},
    {"wrong exponent", wrong_exponent},
    {"wrong derivative of a function", other_function},
    {"missing term", missing_term},
    {"wrong coefficient", wrong_coefficient},
    {"missing factor", missing_factor},
    {"a term or factor too many", extra_part},
    {"wrong factor", wrong_factor},
    {"wrong shift or sign in a subscript, as of a convolution", missing_shift},
}};

}  // namespace

std::span<slip const> slips() { return table; }

}  // namespace iverson::check
