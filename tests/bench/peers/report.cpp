// SPDX-License-Identifier: BSL-1.0
#include "report.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

namespace peers {

namespace {

measured_way const* best(std::vector<measured_way> const& all) {
    measured_way const* result = nullptr;
    for (measured_way const& w : all) {
        if (w.fault.empty() && (result == nullptr || w.time.seconds < result->time.seconds)) {
            result = &w;
        }
    }
    return result;
}

std::string duration(double seconds) {
    char text[24];
    std::snprintf(text, sizeof text, seconds < 1e-3 ? "%.3g us" : "%.3g ms",
                  seconds < 1e-3 ? seconds * 1e6 : seconds * 1e3);
    return text;
}
/// How fast Iverson is by another's speed: above 1 it is faster.
double speed(measured const& m, measured_way const& other) { return other.time.seconds / m.ours.seconds; }

double geometric_mean(std::vector<double> const& all) {
    double sum = 0;
    for (double each : all) {
        sum += std::log(each);
    }
    return std::exp(sum / static_cast<double>(all.size()));
}

void print_bandwidth(bandwidth const& b) {
    double const kib = b.bytes / 1024;
    std::printf("%8.0f %s: read %5.1f, write %5.1f, around the caches %5.1f GB/s\n",
                kib < 1024 ? kib : kib / 1024, kib < 1024 ? "KiB" : "MiB", b.read * 1e-9, b.write * 1e-9,
                b.written_around * 1e-9);
}

nlohmann::json as_json(timing const& t) { return {{"seconds", t.seconds}, {"scatter", t.scatter}}; }
nlohmann::json as_json(std::vector<measured_way> const& all) {
    auto result = nlohmann::json::array();
    for (measured_way const& w : all) {
        nlohmann::json one = as_json(w.time);
        one["who"] = w.who;
        if (!w.fault.empty()) {
            one["fault"] = w.fault;
        }
        result.push_back(one);
    }
    return result;
}
nlohmann::json as_json(measured const& m) {
    return {{"name", m.name},
            {"scalar", m.single ? "float" : "double"},
            {"flops", m.flops},
            {"bytes_read", m.bytes_read},
            {"bytes_written", m.bytes_written},
            {"arithmetic_seconds", m.arithmetic_seconds},
            {"traffic_seconds", m.traffic_seconds},
            {"iverson", as_json(m.ours)},
            {"iverson_checked", as_json(m.checked)},
            {"fault", m.fault},
            {"loops", as_json(m.loops)},
            {"libraries", as_json(m.libraries)}};
}

}  // namespace

double measured::roof_seconds() const { return std::max(arithmetic_seconds, traffic_seconds); }
bool measured::is_compute_bound() const { return arithmetic_seconds > traffic_seconds; }
measured_way const* measured::best_loop() const { return best(loops); }
measured_way const* measured::best_library() const { return best(libraries); }

void print_heading() {
    std::printf("%-36s %9s %9s %9s %7s %8s %8s  %s\n", "workload", "Iverson", "loop", "library", "speed",
                "GFlop/s", "of roof", "best library, scatter of Iverson");
}

void print(measured const& m) {
    std::printf("%-36s ", m.name.c_str());
    if (!m.fault.empty()) {
        std::printf("WRONG: %s\n", m.fault.c_str());
        return;
    }
    measured_way const *const loop = m.best_loop(), *const library = m.best_library();
    measured_way const* const first =
        library == nullptr || (loop != nullptr && loop->time.seconds < library->time.seconds) ? loop
                                                                                              : library;
    std::printf("%9s %9s %9s ", duration(m.ours.seconds).c_str(),
                loop == nullptr ? "-" : duration(loop->time.seconds).c_str(),
                library == nullptr ? "-" : duration(library->time.seconds).c_str());
    std::printf("%7.2f %8.1f %4.0f %% %c  %s, %.0f %%%s\n", first == nullptr ? 1 : speed(m, *first),
                m.flops / m.ours.seconds * 1e-9, 100 * m.roof_seconds() / m.ours.seconds,
                m.is_compute_bound() ? 'F' : 'B', library == nullptr ? "none" : library->who.c_str(),
                100 * m.ours.scatter, first != nullptr && speed(m, *first) < 0.9 ? "  <-- behind" : "");
    std::printf("    checked in each call, on one thread: %s; ", duration(m.checked.seconds).c_str());
    for (auto const* all : {&m.loops, &m.libraries}) {
        for (measured_way const& w : *all) {
            std::printf("%s %s; ", w.who.c_str(),
                        w.fault.empty() ? duration(w.time.seconds).c_str() : ("WRONG: " + w.fault).c_str());
        }
    }
    std::printf("\n");
    std::fflush(stdout);
}

void print_summary(report const& r) {
    std::vector<double> by_library, by_best;
    int behind = 0;
    for (measured const& m : r.workloads) {
        measured_way const *const loop = m.best_loop(), *const library = m.best_library();
        if (!m.fault.empty() || library == nullptr || loop == nullptr) {
            continue;
        }
        by_library.push_back(speed(m, *library));
        by_best.push_back(std::min(speed(m, *library), speed(m, *loop)));
        behind += by_best.back() < 0.9;
    }
    if (!by_best.empty()) {
        std::printf("geometric mean of the speed: %.2f of the best library's, %.2f of the best of libraries "
                    "and loops; "
                    "behind (below 0.9): %d of %zu\n",
                    geometric_mean(by_library), geometric_mean(by_best), behind, by_best.size());
    }
    std::printf("speed: above 1, Iverson is faster. Of roof: F of %.1f GFlop/s in double, %.1f in float; "
                "B of reading the inputs and writing the results once\n",
                r.fma_double * 1e-9, r.fma_float * 1e-9);
    for (bandwidth const& b : r.memory) {
        print_bandwidth(b);
    }
    for (std::string const& m : r.missing) {
        std::printf("not measured: %s\n", m.c_str());
    }
    if (r.threads > 1) {
        std::vector<double> gains;
        for (measured const& m : r.workloads) {
            gains.push_back(m.checked.seconds / m.ours.seconds);
        }
        std::printf("Iverson on %d threads, by one: geometric mean %.2f\n", r.threads, geometric_mean(gains));
    }
    std::printf("load before and after: %s, %s; Iverson and the libraries on %d threads\n",
                r.load_before.c_str(), r.load_after.c_str(), r.threads);
}

void write_json(report const& r, std::string const& file) {
    nlohmann::json all{{"threads", r.threads},
                       {"fma_double", r.fma_double},
                       {"fma_float", r.fma_float},
                       {"missing", r.missing},
                       {"load", {r.load_before, r.load_after}}};
    for (bandwidth const& b : r.memory) {
        all["memory"].push_back(
            {{"bytes", b.bytes}, {"read", b.read}, {"write", b.write}, {"written_around", b.written_around}});
    }
    for (measured const& m : r.workloads) {
        all["workloads"].push_back(as_json(m));
    }
    std::ofstream{file} << all.dump(1) << '\n';
}

}  // namespace peers
