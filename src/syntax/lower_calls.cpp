// SPDX-License-Identifier: BSL-1.0
//
// Functions: those of the table, the user's own and unknown ones.
#include "lowering.hpp"

#include <iverson/graph/unknown.hpp>

#include <algorithm>
#include <mutex>

namespace iverson::syntax {

namespace {

/// The record of a function refers to its name, which therefore lives as long as the program.
std::string_view kept_name(std::string const& name) {
    static std::set<std::string> names;
    static std::mutex mutex;
    std::lock_guard const lock{mutex};
    return *names.insert(name).first;
}

/// The places in g_12 of a function of several arguments; empty if the name has no such end.
std::vector<int> places_in(std::string const& name, std::size_t underscore, std::size_t arity) {
    std::vector<int> result;
    for (std::size_t i = underscore + 1; i < name.size(); ++i) {
        int const digit = name[i] - '1';
        if (digit < 0 || digit >= static_cast<int>(std::min<std::size_t>(arity, 9))) {
            return {};
        }
        result.push_back(digit);
    }
    std::sort(result.begin(), result.end());
    return result;
}

std::string arguments_word(std::size_t n) {
    return std::to_string(n) + (n == 1 ? " argument" : " arguments");
}

}  // namespace

void lowering_pass::refuse_function(item const& i) const {
    if (tensors_.contains(i.name) || std::any_of(d_.equations.begin(), d_.equations.end(),
                                                 [&](auto const& e) { return e.left.name == i.name; })) {
        refuse(i.at, i.name + " is a tensor: its subscripts stand in brackets, " + i.name + "[...]",
               "a product needs its sign: " + i.name + "*(...)");
    }
    std::vector<std::string> known = function_names();
    for (written_function const& f : d_.functions) {
        known.push_back(f.name);
    }
    for (char const* more : {"pow", "sum", "prod", "max", "min", "mean"}) {
        known.emplace_back(more);
    }
    std::string const near = nearest(i.name, known);
    refuse({i.at.begin, i.at.begin + static_cast<int>(i.name.size())}, "unknown function " + i.name,
           near.empty() ? "say what it is in a line before, function " + i.name +
                              "(u) = ..., or leave it unknown: function " + i.name + "(u)"
                        : "did you mean " + near + "?");
}

int lowering_pass::call(item const& i) {
    std::vector<int> arguments;
    for (int part : i.parts) {
        arguments.push_back(value(part));
    }
    for (std::size_t f = 0; f < d_.functions.size(); ++f) {
        written_function const& own = d_.functions[f];
        std::size_t const underscore = i.name.rfind('_');
        std::vector<int> by = i.by;
        bool marked = !by.empty();
        if (own.name != i.name && own.body < 0 && own.parameters.size() > 1 &&
            underscore == own.name.size() && i.name.compare(0, underscore, own.name) == 0) {
            by = places_in(i.name, underscore, own.parameters.size());
            marked = !by.empty();
        }
        if (own.name != i.name && !marked) {
            continue;
        }
        if (own.name != i.name && i.name.compare(0, underscore, own.name) != 0) {
            continue;
        }
        if (own.parameters.size() != arguments.size()) {
            refuse(i.at, "function " + own.name + " has " + arguments_word(own.parameters.size()) +
                             " and stands here with " + std::to_string(arguments.size()));
        }
        if (own.body < 0) {
            return unknown_call(i, own, by, arguments);
        }
        if (i.primes > 0 || marked) {
            refuse(i.at,
                   "a derivative by prime is written of unknown functions only; " + own.name + " is known");
        }
        return user_call(i, f, arguments);
    }
    if (i.name == "pow" && arguments.size() == 2 && i.primes == 0) {
        return graph::power(g_, arguments[0], arguments[1]);
    }
    int node = -1;
    std::size_t arity = 0;
    bool const known = functions::visit_row(functions::table, i.name, [&](auto const& row) {
        using row_type = std::remove_cvref_t<decltype(row)>;
        arity = row_type::is_constant ? 0 : static_cast<std::size_t>(row_type::arity);
        if (arity == arguments.size() && i.primes == 0) {
            node = graph::call(g_, s_.function_of(graph::record_of(row)), arguments);
        }
    });
    if (!known) {
        refuse_function(i);
    }
    if (node < 0) {
        refuse(i.at, i.primes > 0 ? "a derivative by prime is written of unknown functions only; " + i.name +
                                        " is in the table"
                                  : "function " + i.name + " has " + arguments_word(arity) +
                                        " and stands here with " + std::to_string(arguments.size()));
    }
    return node;
}

int lowering_pass::unknown_call(item const& i, written_function const& f, std::vector<int> by,
                                std::vector<int> const& arguments) {
    auto record = graph::unknown_record(kept_name(f.name), static_cast<int>(arguments.size()));
    by.insert(by.begin(), static_cast<std::size_t>(std::min(i.primes, 100)), 0);
    if (by.size() > static_cast<std::size_t>(graph::function_record::highest_order)) {
        refuse(i.at, "unknown functions are derived up to order 12");
    }
    if (i.primes > 0 && arguments.size() > 1) {
        refuse(i.at, "a prime is the derivative of a function of one argument; write " + f.name +
                         "_1 for that by the first");
    }
    record.order = static_cast<int>(by.size());
    std::copy(by.begin(), by.end(), record.by.begin());
    return graph::call(g_, s_.function_of(record), arguments);
}

/// A user's own function is its body with the arguments in place of the parameters. Indices are not seen through it.
int lowering_pass::user_call(item const& i, std::size_t function, std::vector<int> const& arguments) {
    written_function const& f = d_.functions[function];
    if (auto const found = calls_.find({function, arguments}); found != calls_.end()) {
        return found->second;
    }
    if (std::find(active_.begin(), active_.end(), function) != active_.end()) {
        refuse(i.at, "function " + f.name + " calls itself");
    }
    if (active_.size() >= 50) {
        refuse(i.at, "functions call one another more than 50 deep");
    }
    active_.push_back(function);
    std::vector<known_index> scope;
    std::map<std::string, int> parameters;
    scope.swap(scope_);
    for (std::size_t k = 0; k < arguments.size(); ++k) {
        parameters[f.parameters[k]] = arguments[k];
    }
    parameters.swap(parameters_);
    int const result = value(f.body);
    parameters.swap(parameters_);
    scope.swap(scope_);
    active_.pop_back();
    calls_[{function, arguments}] = result;
    return result;
}

}  // namespace iverson::syntax
