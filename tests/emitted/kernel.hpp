// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/graph/formula.hpp>

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// What is written, compiled and called.
namespace emitted {

namespace graph = iverson::graph;

using shape = std::vector<std::int64_t>;

/// The extents of inputs by name, and their numbers, row by row, where the test has any to say.
struct call {
    std::vector<std::pair<std::string, shape>> shapes;
    std::map<std::string, std::vector<double>> values;

    call() = default;
    call(std::initializer_list<std::pair<std::string, shape>> list) : shapes{list} {}
};

/// A formula, and one call after the other. `starts` gives first positions to tensors.
struct kernel {
    std::string name;
    graph::formula formula;
    std::vector<call> calls;
    std::vector<std::pair<std::string, shape>> starts = {};
    std::string scalar = "double";
    std::vector<graph::formula> primals = {};
    std::vector<std::string> results = {};  ///< their names, where they are not the formula's
    bool vectors = false;
};

/// A file of gradient code, and the functions in it.
struct header_file {
    std::string name;
    std::string text;
    std::vector<kernel> functions;
};

/// The value and all gradients of each formula of tests/corpus and of found.iv, some in float as well.
std::vector<header_file> corpus_headers();

/// Writes lanes.cpp, which tries every function in lanes.
void write_lanes(std::string const& folder);

}  // namespace emitted
