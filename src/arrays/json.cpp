// SPDX-License-Identifier: BSL-1.0
#include "json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace iverson::arrays {

namespace {

using value = nlohmann::json;
using ordered = nlohmann::ordered_json;

constexpr std::size_t most_axes = 64;

[[noreturn]] void refuse(std::string const& sentence) { throw std::invalid_argument{sentence}; }

/// A whole number as a double. Errors: where none has its value.
double number(value const& v) {
    if (!v.is_number()) {
        refuse(std::string{"a number must stand where it has "} + v.type_name() +
               (v.is_null() ? "; JSON has no NaN: give such arrays as .npy" : ""));
    }
    auto const result = v.get<double>();
    bool const exact = v.is_number_float() ||
                       (v.is_number_unsigned()
                            ? result < 0x1p64 && static_cast<std::uint64_t>(result) == v.get<std::uint64_t>()
                            : static_cast<std::int64_t>(result) == v.get<std::int64_t>());
    if (!exact) {
        refuse("the integer " + v.dump() + " is no double: write it with a point");
    }
    return result;
}

/// The extents that the first lists have; all others must have them too.
std::vector<std::int64_t> extents_of(value const& v) {
    std::vector<std::int64_t> result;
    for (value const* at = &v; at->is_array(); at = &(*at)[0]) {
        result.push_back(static_cast<std::int64_t>(at->size()));
        if (result.size() > most_axes) {
            refuse("it is nested more than " + std::to_string(most_axes) + " deep");
        }
        if (at->empty()) {
            break;
        }
    }
    return result;
}

void collect(numbers& into, value const& v, std::size_t depth) {
    if (depth == into.extents.size()) {
        into.values.push_back(number(v));
        return;
    }
    if (!v.is_array() || static_cast<std::int64_t>(v.size()) != into.extents[depth]) {
        refuse("its lists have different lengths: on axis " + std::to_string(depth) + " one has " +
               (v.is_array() ? std::to_string(v.size()) : "no") + " entries, the first has " +
               std::to_string(into.extents[depth]));
    }
    for (value const& entry : v) {
        collect(into, entry, depth + 1);
    }
}

numbers from_lists(value const& v) {
    numbers result{extents_of(v), {}};
    collect(result, v, 0);
    return result;
}

std::vector<std::int64_t> positions(value const& v, std::string const& what) {
    std::vector<std::int64_t> result;
    for (double const p : from_lists(v).values) {
        if (!(std::abs(p) <= 0x1p40) || p != std::floor(p)) {
            refuse("\"" + what + "\" holds whole numbers from -2^40 to 2^40, not " + value(p).dump());
        }
        result.push_back(static_cast<std::int64_t>(p));
    }
    return result;
}

/// Extents whose product is the number of values.
void require_count(numbers const& n) {
    std::size_t rest = n.values.size();
    bool fits = n.extents.size() <= most_axes;
    bool const empty = std::find(n.extents.begin(), n.extents.end(), 0) != n.extents.end();
    for (std::int64_t const e : n.extents) {
        fits = fits && e >= 0 && (empty || rest % static_cast<std::size_t>(e) == 0);
        rest = !fits || empty ? rest : rest / static_cast<std::size_t>(e);
    }
    if (!fits || rest != (empty ? 0 : 1)) {
        refuse("\"extents\" do not fit the " + std::to_string(n.values.size()) + " numbers of \"values\"");
    }
}

numbers from_object(value const& v) {
    for (auto const& [key, ignored] : v.items()) {
        if (key != "values" && key != "lower" && key != "extents") {
            refuse("an array has \"values\", \"lower\" and \"extents\", and no \"" + key + "\"");
        }
    }
    if (!v.contains("values")) {
        refuse("an array that is an object has \"values\"");
    }
    numbers result = from_lists(v["values"]);
    if (v.contains("extents")) {
        result.extents = positions(v["extents"], "extents");
        require_count(result);
    }
    if (v.contains("lower")) {
        result.lower = positions(v["lower"], "lower");
    }
    return result;
}

ordered lists(numbers const& n, std::size_t depth, std::size_t& entry) {
    if (depth == n.extents.size()) {
        return n.values[entry++];
    }
    ordered result = ordered::array();
    for (std::int64_t i = 0; i < n.extents[depth]; ++i) {
        result.push_back(lists(n, depth + 1, entry));
    }
    return result;
}

}  // namespace

numbers read_json(std::string_view text) {
    try {
        value const v = value::parse(text);
        return v.is_object() ? from_object(v) : from_lists(v);
    } catch (value::out_of_range const&) {
        refuse("it has a number that is too large for a double");
    } catch (value::parse_error const& error) {
        refuse("it is no JSON: at character " + std::to_string(error.byte) + " something else must stand");
    }
}

ordered to_json(numbers const& n) {
    std::size_t entry = 0;
    bool const moved = std::any_of(n.lower.begin(), n.lower.end(), [](std::int64_t l) { return l != 0; });
    auto const empty_axis = std::find(n.extents.begin(), n.extents.end(), 0);
    bool const lists_say_all = empty_axis == n.extents.end() || empty_axis + 1 == n.extents.end();
    if (!moved && lists_say_all) {
        return lists(n, 0, entry);
    }
    ordered result;
    if (moved) {
        result["lower"] = n.lower;
    }
    if (!lists_say_all) {
        result["extents"] = n.extents;
    }
    result["values"] = lists_say_all ? lists(n, 0, entry) : ordered::array();
    return result;
}

}  // namespace iverson::arrays
