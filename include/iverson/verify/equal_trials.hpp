// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "equal_numbers.hpp"
#include "equal_report.hpp"

#include <iverson/simplify/canonical_shapes.hpp>

#include <algorithm>
#include <exception>
#include <map>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

/// Two formulas at random extents, starts and values.
namespace iverson::verify {

/// What numbers two formulas ask for: a field; a field with an order; or functions.
enum class number_kind { field, ordered, real };

inline number_kind numbers_of(graph::formula const& f) {
    number_kind result = number_kind::field;
    auto const at_least = [&](number_kind k) { result = std::max(result, k); };
    auto const visit = [&](int id) {
        graph::graph const& g = f.nodes;
        switch (g.kind(id)) {
            case graph::op::call: {
                auto const name = g.function_of(id).name;
                bool const order = name == "abs" || name == "relu" || name == "sign" || name == "heaviside";
                at_least(order ? number_kind::ordered : number_kind::real);
                break;
            }
            case graph::op::power: {
                int const exponent = g.links(id)[1];
                bool const integer = g.is(exponent, graph::op::number) && g.number_of(exponent).is_integer();
                at_least(integer ? number_kind::field : number_kind::real);
                break;
            }
            case graph::op::reduce: {
                auto const kind = g.reduction_of(id).kind;
                bool const extreme = kind == graph::reduction::maximum || kind == graph::reduction::minimum;
                at_least(extreme ? number_kind::ordered : number_kind::field);
                break;
            }
            case graph::op::number:
            case graph::op::access:
            case graph::op::bracket:
            case graph::op::add:
            case graph::op::multiply:
            case graph::op::recognized: break;
            default: at_least(number_kind::ordered);
        }
        return false;
    };
    for (graph::equation const& e : f.equations) {
        graph::any_node(f.nodes, e.value, visit);
    }
    return result;
}

/// Draws bindings for all tensors that two formulas read, and compares their results.
template <class... Rows>
class equality_trials {
  public:
    equality_trials(graph::formula const& a, graph::formula const& b, equality_options const& how,
                    Rows const&... rows)
        : a_{a}, b_{b}, how_{how}, rows_{rows...}, shapes_{space_, {&a, &b}, true}, random_{how.seed},
          kind_{std::max(numbers_of(a), numbers_of(b))} {}

    /// The first difference that was found.
    std::optional<counterexample> run() {
        for (int round = 0; round < how_.trials; ++round) {
            for (int attempt = 0; attempt < 12; ++attempt) {
                auto const bindings = draw(round, attempt);
                std::optional<counterexample> found;
                outcome const seen = compare(bindings, found);
                if (seen == outcome::different) {
                    return found;
                }
                if (seen == outcome::equal) {
                    ++trials_;
                }
                // Fixed extents are refused or empty however the values are.
                bool const final = seen != outcome::undefined && round < 4;
                if (seen == outcome::equal || final) {
                    break;
                }
            }
        }
        return std::nullopt;
    }
    int trials() const { return trials_; }
    std::string const& reason() const { return reason_; }
    std::string method() const {
        switch (kind_) {
            case number_kind::field: return "modulo the prime 2^61 - 1";
            case number_kind::ordered: return "in exact fractions";
            case number_kind::real: return "in fifty digits";
        }
        return {};
    }

  private:
    enum class outcome { equal, different, empty, undefined, refused };
    using named = std::map<std::string, plain::tensor<exact>>;

    // -- drawing ----------------------------------------------------------------------------------------------------------
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
    }
    named draw(int round, int attempt) {
        std::vector<std::int64_t> values;
        std::int64_t const largest = how_.largest_extent + attempt / 3;
        for (std::string const& name : space_.names) {
            bool const extent = name.front() == 'n';
            std::int64_t const random = extent ? between(round % 3 == 0 ? 0 : 1, largest) : between(-3, 3);
            values.push_back(round < 4 ? (extent ? round : 0) : random);
        }
        named result;
        for (canonical::source const& from : shapes_.sources) {
            graph::formula const& f = *from.f;
            for (int id = 0; id < static_cast<int>(f.nodes.tensors.size()); ++id) {
                if (f.defining(id) < 0 && canonical::is_used(f, id)) {
                    std::string const name = name_of(f, id);
                    if (!result.contains(name)) {
                        auto const box = box_of(from, id, values);
                        result[name] =
                            is_integral(name) ? integers(box, round) : entries(box, round, attempt);
                    }
                }
            }
        }
        return result;
    }
    std::vector<plain::interval> box_of(canonical::source const& from, int tensor,
                                        std::vector<std::int64_t> const& values) const {
        auto const at = [&](graph::affine const& e) {
            std::int64_t result = e.constant();
            for (auto const& t : e) {
                auto const& symbol = from.symbols[static_cast<std::size_t>(t.symbol)];
                result += symbol ? t.coefficient * value_of(*symbol, values) : 0;
            }
            return result;
        };
        std::vector<plain::interval> box;
        for (graph::axis const& a : from.f->nodes.tensor_at(tensor).axes) {
            box.push_back({at(a.lower), at(a.upper)});
        }
        return box;
    }
    static std::int64_t value_of(graph::affine const& e, std::vector<std::int64_t> const& values) {
        std::int64_t result = e.constant();
        for (auto const& t : e) {
            result += t.coefficient * values[static_cast<std::size_t>(t.symbol)];
        }
        return result;
    }
    plain::tensor<exact> entries(std::vector<plain::interval> const& box, int round, int attempt) {
        return filled(box, [&] { return entry(round, attempt); });
    }
    template <class Draw>
    static plain::tensor<exact> filled(std::vector<plain::interval> const& box, Draw const& draw) {
        auto result = plain::tensor<exact>::zeros(box);
        for (std::size_t d = 0; d < box.size(); ++d) {
            result.lower[d] = box[d].first;
        }
        for (exact& value : result.values) {
            value = draw();
        }
        return result;
    }
    bool is_integral(std::string const& name) const {
        return std::any_of(shapes_.sources.begin(), shapes_.sources.end(), [&](canonical::source const& s) {
            int const id = find(*s.f, name);
            return id >= 0 && s.f->nodes.tensor_at(id).integral;
        });
    }
    /// Two neighbouring integers, near where axes lie: subscripts are refused that leave theirs.
    plain::tensor<exact> integers(std::vector<plain::interval> const& box, int round) {
        std::int64_t const first = round < 4 ? between(-1, round) : between(-4, how_.largest_extent + 2);
        return filled(box, [&] { return exact(between(first, first + 1)); });
    }
    /// Small integers tie and vanish, and read well; large ones leave nothing to chance.
    exact entry(int round, int attempt) {
        bool const small = (round < 4 || round % 2 == 0) && attempt < 6;
        switch (kind_) {
            case number_kind::field:
                return small ? exact(between(-9, 9))
                             : exact(between(0, static_cast<std::int64_t>(residue::prime) - 1));
            case number_kind::ordered: return small ? exact(between(-1, 1)) : exact(between(-200, 200)) / 64;
            case number_kind::real: break;
        }
        if (small && attempt == 0) {
            return exact(between(-2, 2)) / 2;
        }
        value_range const& range = value_ranges[static_cast<std::size_t>(attempt) % std::size(value_ranges)];
        auto const steps = between(static_cast<std::int64_t>(range.low * 1048576),
                                   static_cast<std::int64_t>(range.high * 1048576));
        return exact(range.both_signs && between(0, 1) == 0 ? -steps : steps) / 1048576;
    }

    // -- comparing --------------------------------------------------------------------------------------------------------
    template <class T>
    static plain::tensor<T> as(plain::tensor<exact> const& t) {
        plain::tensor<T> result{t.lower, t.extents, {}};
        for (exact const& value : t.values) {
            if constexpr (std::is_same_v<T, residue>) {
                result.values.push_back(residue{static_cast<std::int64_t>(numerator(value))});
            } else {
                result.values.push_back(static_cast<T>(value));
            }
        }
        return result;
    }
    template <class T>
    plain::tensors<T> results(graph::formula const& f, named const& bindings) const {
        plain::tensors<T> inputs;
        for (auto const& [name, t] : bindings) {
            int const id = find(f, name);
            if (id >= 0 && f.defining(id) < 0) {
                inputs[id] = as<T>(t);
            }
        }
        return std::apply(
            [&](auto const&... rows) { return plain::evaluate_all(f, std::move(inputs), rows...); }, rows_);
    }

    outcome compare(named const& bindings, std::optional<counterexample>& found) {
        try {
            switch (kind_) {
                case number_kind::field: return compare_exactly<residue>(bindings, found);
                case number_kind::ordered: return compare_exactly<exact>(bindings, found);
                case number_kind::real: return compare_digits(bindings, found);
            }
        } catch (binding_error const& refused) {
            reason_ = refused.what();
            return outcome::refused;
        } catch (std::overflow_error const& undefined) {
            reason_ = undefined.what();
            return outcome::undefined;
        }
        return outcome::undefined;
    }

    /// Whether the domains of a result differ; then `found` says so.
    template <class T>
    bool domains_differ(named const& bindings, int output, plain::tensor<T> const& left,
                        plain::tensor<T> const& right, std::optional<counterexample>& found) const {
        if (left.box() == right.box()) {
            return false;
        }
        found = {{bindings.begin(), bindings.end()},
                 output,
                 true,
                 {},
                 box_text(left.box()),
                 box_text(right.box())};
        return true;
    }
    template <class T>
    outcome compare_exactly(named const& bindings, std::optional<counterexample>& found) {
        auto const left = results<T>(a_, bindings);
        auto const right = results<T>(b_, bindings);
        std::size_t compared = 0;
        for (std::size_t i = 0; i < a_.outputs.size(); ++i) {
            int const output = static_cast<int>(i);
            plain::tensor<T> const& l = left.at(a_.output(output).tensor);
            plain::tensor<T> const& r = right.at(b_.output(output).tensor);
            if (domains_differ(bindings, output, l, r, found)) {
                return outcome::different;
            }
            compared += l.values.size();
            for (std::size_t entry = 0; entry < l.values.size(); ++entry) {
                if (!(l.values[entry] == r.values[entry])) {
                    found = exactly(bindings, output, l.position_of(entry));
                    return outcome::different;
                }
            }
        }
        return compared == 0 ? outcome::empty : outcome::equal;
    }
    /// The values as fractions, whatever they were compared in.
    counterexample exactly(named const& bindings, int output, plain::point const& where) const {
        auto const value = [&](graph::formula const& f) {
            return results<exact>(f, bindings).at(f.output(output).tensor).at(where).str();
        };
        return {{bindings.begin(), bindings.end()}, output, false, where, value(a_), value(b_)};
    }

    /// Two values differ where they lie much farther apart than they move when the digits are doubled.
    outcome compare_digits(named const& bindings, std::optional<counterexample>& found) {
        auto const left = results<precise>(a_, bindings);
        auto const right = results<precise>(b_, bindings);
        std::size_t compared = 0;
        for (std::size_t i = 0; i < a_.outputs.size(); ++i) {
            int const output = static_cast<int>(i);
            auto const& l = left.at(a_.output(output).tensor);
            auto const& r = right.at(b_.output(output).tensor);
            if (domains_differ(bindings, output, l, r, found)) {
                return outcome::different;
            }
            for (std::size_t entry = 0; entry < l.values.size(); ++entry) {
                if (!isfinite(l.values[entry]) || !isfinite(r.values[entry])) {
                    reason_ = "a value is not finite";
                    continue;
                }
                ++compared;
                if (apart(l.values[entry], r.values[entry], precise("1e-30")) &&
                    confirmed(bindings, output, l.position_of(entry), l.values[entry], r.values[entry],
                              found)) {
                    return outcome::different;
                }
            }
        }
        return compared == 0 ? outcome::undefined : outcome::equal;
    }
    template <class T>
    static bool apart(T const& a, T const& b, T const& relative) {
        return abs(a - b) > relative * (T(1) + abs(a) + abs(b));
    }
    bool confirmed(named const& bindings, int output, plain::point const& where, precise const& left,
                   precise const& right, std::optional<counterexample>& found) const {
        more_precise const l = results<more_precise>(a_, bindings).at(a_.output(output).tensor).at(where);
        more_precise const r = results<more_precise>(b_, bindings).at(b_.output(output).tensor).at(where);
        more_precise const rounding = abs(l - more_precise(left)) + abs(r - more_precise(right));
        if (!isfinite(l) || !isfinite(r) || !apart(l, r, more_precise("1e-30")) ||
            !(abs(l - r) > more_precise(1e10) * rounding)) {
            return false;
        }
        found = {{bindings.begin(), bindings.end()}, output, false, where, l.str(50), r.str(50)};
        return true;
    }

    graph::formula const& a_;
    graph::formula const& b_;
    equality_options how_;
    std::tuple<Rows const&...> rows_;
    canonical::space space_;
    canonical::shape_symbols shapes_;
    std::mt19937_64 random_;
    number_kind kind_;
    int trials_ = 0;
    std::string reason_ = "every result was empty";
};

}  // namespace iverson::verify
