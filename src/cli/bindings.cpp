// SPDX-License-Identifier: BSL-1.0
#include "bindings.hpp"

#include "tensor_names.hpp"

#include <arrays/json.hpp>
#include <arrays/npy.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>

namespace iverson::cli {

namespace {

bool ends_with(std::string const& file, std::string const& extension) {
    return std::filesystem::path{file}.extension() == extension;
}

bool is_literal(std::string const& value) {
    return !value.empty() && std::string_view{"[{+-.0123456789"}.find(value[0]) != std::string_view::npos;
}

void bind_once(std::map<std::string, numbers>& all, std::string const& name, numbers value) {
    if (!all.emplace(name, std::move(value)).second) {
        throw failure{name + " is bound twice"};
    }
}

void place(std::map<std::string, numbers>& all, std::string const& option) {
    auto const [name, value] = split_at(option, '=', "--at is written NAME=POSITION,...");
    auto const found = all.find(name);
    if (found == all.end()) {
        throw failure{"--at " + name + ": nothing is bound to " + name};
    }
    std::vector<std::int64_t>& lower = found->second.lower;
    if (!lower.empty()) {
        throw failure{"the first positions of " + name + " are given twice"};
    }
    for (std::string const& position : split_list(value)) {
        lower.push_back(whole_number("--at " + name, position));
    }
}

std::size_t count_of_non_finite(numbers const& n) {
    return static_cast<std::size_t>(
        std::count_if(n.values.begin(), n.values.end(), [](double v) { return !std::isfinite(v); }));
}

/// JSON with a warning for what it cannot say.
std::string json_of(std::string const& name, numbers const& n) {
    if (std::size_t const count = count_of_non_finite(n); count > 0) {
        std::cerr << "iverson: warning: " << name << " has " << count
                  << (count == 1 ? " entry that is" : " entries that are")
                  << " no finite number; JSON has null for it, .npy keeps it\n";
    }
    return arrays::to_json(n).dump();
}

std::string all_json(std::vector<std::string> const& names, std::vector<numbers> const& values) {
    if (values.size() == 1) {
        return json_of(names[0], values[0]) + "\n";
    }
    std::string result;
    for (std::size_t i = 0; i < values.size(); ++i) {
        result +=
            (i == 0 ? "{" : ",\n ") + nlohmann::json(names[i]).dump() + ": " + json_of(names[i], values[i]);
    }
    return result + "}\n";
}

/// The adjoint of y that a derivation reads: one that it made itself, if there is one.
std::string adjoint_of(std::string const& y, graph::formula const& primal, graph::formula const& derived) {
    auto const before = inputs(primal);
    for (std::string const& name : inputs(derived)) {
        bool const is_new = std::find(before.begin(), before.end(), name) == before.end();
        if (is_new && (name == "adjoint(" + y + ")" || name.starts_with("adjoint(" + y + ", "))) {
            return name;
        }
    }
    return "adjoint(" + y + ")";
}

/// A file .npy holds no positions, so that they are told.
void tell_positions(std::string const& name, numbers const& n, std::string const& file) {
    std::string at;
    for (std::int64_t const l : n.lower) {
        at += (at.empty() ? "" : ",") + std::to_string(l);
    }
    if (std::any_of(n.lower.begin(), n.lower.end(), [](std::int64_t l) { return l != 0; })) {
        std::cerr << "iverson: " << file << " starts at position " << at << " of " << name << "\n";
    }
}

}  // namespace

void bindings::add_options(CLI::App& command) {
    auto const several = [&](std::string const& name, std::vector<std::string>& into, std::string const& what,
                             std::string const& type) {
        command.add_option(name, into, what)->type_name(type)->allow_extra_args(false);
    };
    several("--set", set_, "Numbers for a tensor: a file .npy or .json, or JSON itself: b='[1, 2.5]'",
            "NAME=VALUE");
    several("--adjoint", adjoint_, "dE/dy for a gradient of a tensor y", "NAME=VALUE");
    several("--tangent", tangent_, "The direction in which x moves, for --jvp and --hvp", "NAME=VALUE");
    several("--at", at_, "The first positions of a tensor that does not start at 0", "NAME=POSITIONS");
}

std::map<std::string, numbers> bindings::read(graph::formula const& primal,
                                              graph::formula const& derived) const {
    std::map<std::string, numbers> all;
    auto const bind_all = [&](std::string const& option, std::vector<std::string> const& given,
                              auto const& tensor_of) {
        for (std::string const& one : given) {
            auto const [name, value] = split_at(one, '=', option + " is written NAME=VALUE");
            bind_once(all, tensor_of(name), read_numbers(option + " " + name, value));
        }
    };
    bind_all("--set", set_, [](std::string const& name) { return name; });
    bind_all("--adjoint", adjoint_,
             [&](std::string const& name) { return adjoint_of(name, primal, derived); });
    bind_all("--tangent", tangent_, [](std::string const& name) { return "tangent(" + name + ")"; });
    for (std::string const& one : at_) {
        place(all, one);
    }
    return all;
}

numbers read_numbers(std::string const& option, std::string const& value) {
    bool const npy = ends_with(value, ".npy");
    bool const json = ends_with(value, ".json");
    if (!npy && !json && !is_literal(value)) {
        throw failure{option + ": '" + value + "' is neither a file .npy or .json nor JSON"};
    }
    bool const file = npy || json;
    try {
        return npy ? arrays::read_npy(content_of(value))
                   : arrays::read_json(file ? content_of(value) : value);
    } catch (std::invalid_argument const& error) {
        throw failure{option + ": " + (file ? value + ": " : "") + error.what()};
    }
}

void write_numbers(session& s, std::vector<std::string> const& names, std::vector<numbers> const& values,
                   std::vector<std::string> const& files, arrays::scalar type) {
    if (files.empty()) {
        return s.write("", all_json(names, values));
    }
    if (files.size() != values.size()) {
        throw failure{"there are " + std::to_string(values.size()) + " results and " +
                      std::to_string(files.size()) + " files: give -o once for each"};
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
        bool const npy = ends_with(files[i], ".npy");
        s.write(files[i], npy ? arrays::write_npy(values[i], type) : json_of(names[i], values[i]) + "\n");
        if (npy) {
            tell_positions(names[i], values[i], files[i]);
        }
    }
}

}  // namespace iverson::cli
