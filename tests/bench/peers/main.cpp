// SPDX-License-Identifier: BSL-1.0

/// Iverson's loops against libraries and roofs:  bench_peers [--filter REGEX] [--threads N] [--json FILE] [--tiny]
#include "judge.hpp"
#include "libraries.hpp"
#include "report.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <regex>

#ifdef PEERS_TBB
#include <iverson/threads.hpp>
#endif

namespace peers {

namespace {

std::unique_ptr<iverson::loops::team const> crew;

void start_team([[maybe_unused]] int threads) {
#ifdef PEERS_TBB
    if (threads > 1) {
        crew = std::make_unique<iverson::threads const>(threads);
    }
#endif
}

}  // namespace

iverson::loops::team const* team() { return crew.get(); }

std::vector<linear_algebra> linear_algebras() {
    std::vector<linear_algebra> result{eigen::algebra()};
    for (auto const& more : {openblas::algebra(), onednn::algebra()}) {
        result.insert(result.end(), more.begin(), more.end());
    }
    return result;
}

namespace {

struct options {
    std::regex filter{"."};
    std::string json;
    int threads = 1;
    bool tiny = false;
};

std::string load() {
    std::string result = "unknown";
    std::ifstream{"/proc/loadavg"} >> result;
    return result;
}

std::vector<std::string> missing() {
    std::vector<std::string> result{"libtorch: Debian's libtorch-dev brings 154 packages of 500 MB"};
#ifndef PEERS_OPENBLAS
    result.push_back("OpenBLAS: CMake did not find it");
#endif
#ifndef PEERS_FFTW
    result.push_back("FFTW: CMake did not find it");
#endif
#ifndef PEERS_TBB
    result.push_back("Iverson on several threads: CMake did not find oneTBB");
#endif
#ifndef PEERS_ONEDNN
    result.push_back("oneDNN: CMake did not find version 2");
#endif
    return result;
}

double bytes(std::vector<std::span<std::byte const>> const& all) {
    double result = 0;
    for (auto const& each : all) {
        result += static_cast<double>(each.size());
    }
    return result;
}
double bytes(std::vector<results> const& all) {
    double result = 0;
    for (results const& each : all) {
        result += std::visit([](auto s) { return static_cast<double>(s.size_bytes()); }, each);
    }
    return result;
}

/// Judged first, then timed in one group with the roofs.
measured measure(workload const& w, pace const& p) {
    measured result;
    result.name = w.name;
    result.single = w.single;
    result.flops = w.flops;
    result.bytes_read = bytes(w.inputs);
    result.bytes_written = bytes(w.outputs);
    truth const right = w.expected();
    result.fault = own_fault(w, right);

    arithmetic_roof const fma = arithmetic(w.single);
    std::vector<race::kernel> kernels{fma.run, traffic(w, false), traffic(w, true), w.ours.prepared,
                                      w.ours.checked};
    auto const judge = [&](ways const& from, std::vector<measured_way>& to) {
        for (way const& each : from) {
            to.push_back({each.who, {}, fault(w, right, each.run, each.bound)});
            if (to.back().fault.empty()) {
                kernels.push_back(each.run);
            }
        }
    };
    judge(w.loops, result.loops);
    judge(w.libraries, result.libraries);

    std::vector<timing> const times = time(kernels, p);
    result.arithmetic_seconds = w.flops / fma.flops * times[0].seconds;
    result.traffic_seconds = std::min(times[1].seconds, times[2].seconds);
    result.ours = times[3];
    result.checked = times[4];
    std::size_t next = 5;
    for (auto* all : {&result.loops, &result.libraries}) {
        for (measured_way& each : *all) {
            if (each.fault.empty()) {
                each.time = times[next++];
            }
        }
    }
    return result;
}

bool has_fault(measured const& m) {
    bool result = !m.fault.empty();
    for (auto const* all : {&m.loops, &m.libraries}) {
        for (measured_way const& each : *all) {
            result = result || !each.fault.empty();
        }
    }
    return result;
}

int run(options const& o) {
    pace const p = o.tiny ? pace{2, 1e-6, false} : pace{11, 0.01, o.threads > 1};
    report all;
    all.threads = o.threads;
    start_team(o.threads);
    all.missing = missing();
    all.load_before = load();
    arithmetic_roof const doubles = arithmetic(false), floats = arithmetic(true);
    auto const fma = time({doubles.run, floats.run}, p);
    all.fma_double = doubles.flops / fma[0].seconds;
    all.fma_float = floats.flops / fma[1].seconds;
    all.memory = bandwidths(p, o.tiny);
    print_heading();
    bool wrong = false;
    std::sort(group::all().begin(), group::all().end(),
              [](group const& a, group const& b) { return a.place < b.place; });
    for (group const& g : group::all()) {
        for (named_workload const& each : g.make(o.tiny)) {
            if (std::regex_search(each.name, o.filter)) {
                all.workloads.push_back(measure(each.make(), p));
                print(all.workloads.back());
                wrong = wrong || has_fault(all.workloads.back());
            }
        }
    }
    all.load_after = load();
    print_summary(all);
    if (!o.json.empty()) {
        write_json(all, o.json);
    }
    return wrong ? 1 : 0;
}

}  // namespace
}  // namespace peers

int main(int argc, char** argv) {
    peers::options o;
    for (int i = 1; i < argc; ++i) {
        std::string const option = argv[i];
        if (option == "--tiny") {
            o.tiny = true;
        } else if (i + 1 < argc && option == "--filter") {
            o.filter = argv[++i];
        } else if (i + 1 < argc && option == "--json") {
            o.json = argv[++i];
        } else if (i + 1 < argc && option == "--threads") {
            o.threads = std::stoi(argv[++i]);
        } else {
            std::fprintf(stderr,
                         "usage: bench_peers [--filter REGEX] [--threads N] [--json FILE] [--tiny]\n");
            return 2;
        }
    }
    return peers::run(o);
}
