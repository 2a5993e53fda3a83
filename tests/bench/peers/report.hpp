// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "roofs.hpp"
#include "timing.hpp"
#include "workload.hpp"

#include <string>
#include <vector>

namespace peers {

struct measured_way {
    std::string who;
    timing time;
    std::string fault;  ///< its results are wrong, so it was not timed
};
struct measured {
    std::string name;
    bool single = false;
    double flops = 0, bytes_read = 0, bytes_written = 0;
    double arithmetic_seconds = 0, traffic_seconds = 0;  ///< at the roofs, which ran in turn with the rest
    timing ours, checked;
    std::string fault;
    std::vector<measured_way> loops, libraries;

    double roof_seconds() const;
    bool is_compute_bound() const;
    measured_way const* best_loop() const;  ///< null where there is none
    measured_way const* best_library() const;
};

struct report {
    int threads = 1;
    double fma_double = 0, fma_float = 0;  ///< operations per second
    std::vector<bandwidth> memory;
    std::vector<std::string> missing;
    std::string load_before, load_after;
    std::vector<measured> workloads;
};

void print_heading();
void print(measured const&);
void print_summary(report const&);
void write_json(report const&, std::string const& file);

}  // namespace peers
