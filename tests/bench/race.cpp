// SPDX-License-Identifier: BSL-1.0
#include "race.hpp"

#include "allocations.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>
#include <memory>

namespace race {
namespace {

constexpr int repetitions = 11;
constexpr double floor_of_the_project = 1.1;

std::vector<std::string> names;  // in the order of the table
bool failed = false;

std::vector<double> result_of(entry const& e, kernel const& f) {
    std::fill(e.result, e.result + e.size, std::numeric_limits<double>::quiet_NaN());
    f();
    return {e.result, e.result + e.size};
}

/// The largest difference by the largest value; NaN if either has a NaN.
double difference(std::vector<double> const& a, std::vector<double> const& b) {
    double largest = 0, apart = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (std::isnan(a[i]) || std::isnan(b[i])) {
            return std::numeric_limits<double>::quiet_NaN();
        }
        largest = std::max(largest, std::abs(a[i]));
        apart = std::max(apart, std::abs(a[i] - b[i]));
    }
    return largest > 0 ? apart / largest : apart;
}

/// What is wrong with Iverson's side or with one by hand; empty if nothing is.
std::string fault(entry const& e) {
    std::vector<double> const own = result_of(e, e.ours.checked);
    std::vector<kernel> others = e.plain;
    others.insert(others.end(), e.simd.begin(), e.simd.end());
    others.push_back(e.ours.prepared);
    for (kernel const& other : others) {
        if (double const apart = difference(own, result_of(e, other)); !(apart < 1e-12)) {
            char text[60];
            std::snprintf(text, sizeof text, "results differ by %.2g", apart);
            return text;
        }
    }
    long const before = allocations();
    e.ours.checked();
    e.ours.prepared();
    return e.may_allocate || allocations() == before
               ? ""
               : "Iverson allocated " + std::to_string(allocations() - before) + " times";
}

/// Compares once for each entry, at the first of its kernels that runs.
struct referee {
    entry what;
    bool done = false;
    std::string verdict;

    std::string const& judged() {
        if (!done) {
            verdict = fault(what);
            done = true;
        }
        return verdict;
    }
};

void add_kernel(std::shared_ptr<referee> const& judge, std::string const& name, kernel const& f) {
    benchmark::RegisterBenchmark(name.c_str(),
                                 [judge, f](benchmark::State& state) {
                                     if (!judge->judged().empty()) {
                                         state.SkipWithError(judge->judged().c_str());
                                         failed = true;
                                     }
                                     // The kernels write to memory that escaped; the barrier makes each call count.
                                     for (auto _ : state) {
                                         f();
                                         benchmark::ClobberMemory();
                                     }
                                 })
        ->Repetitions(repetitions)
        ->MinTime(0.005)
        ->ReportAggregatesOnly(true);
}

/// The table: the medians of both sides, of the fastest order by hand, alone and with `omp simd` on its sums; and the
/// larger standard deviation of the repetitions, by their median. All in CPU time: the turns that other programs take on
/// the core do not count.
class table : public benchmark::BenchmarkReporter {
  public:
    bool ReportContext(Context const&) override {
        std::printf("%-24s %6s %12s %12s %6s %12s %6s %12s %6s %8s\n", "kernel", "extent", "hand ns",
                    "Iverson ns", "ratio", "prepared ns", "ratio", "omp simd ns", "ratio", "scatter");
        return true;
    }
    void ReportRuns(std::vector<Run> const& runs) override {
        for (Run const& run : runs) {
            std::string const name = run.run_name.function_name;
            auto const cut = name.rfind('/');
            std::string const side = name.substr(cut + 1);
            times& known = times_[name.substr(0, cut)];
            if (run.error_occurred) {
                known.error = run.error_message;
            } else if (run.aggregate_name == "median") {
                median_ = run.GetAdjustedCPUTime();
                double& slot = side == "iverson"          ? known.ours
                               : side == "prepared"       ? known.prepared
                               : side.starts_with("simd") ? known.simd
                                                          : known.plain;
                slot = std::min(slot, median_);
            } else if (run.aggregate_name == "stddev") {
                known.scatter = std::max(known.scatter, run.GetAdjustedCPUTime() / median_);
            }
        }
    }
    void Finalize() override {
        int above = 0, rows = 0;
        for (std::string const& name : names) {
            if (auto const found = times_.find(name); found != times_.end()) {
                above += row(name, found->second);
                ++rows;
            }
        }
        std::printf("%d of %d above %.1f times the loop by hand\n", above, rows, floor_of_the_project);
    }

  private:
    static constexpr double none = std::numeric_limits<double>::infinity();
    struct times {
        double plain = none, simd = none, ours = none, prepared = none, scatter = 0;
        std::string error;
    };

    static bool row(std::string const& name, times const& found) {
        auto const cut = name.rfind('/');
        std::printf("%-24s %6s ", name.substr(0, cut).c_str(), name.substr(cut + 1).c_str());
        if (!found.error.empty()) {
            std::printf("FAILED: %s\n", found.error.c_str());
            return false;
        }
        double const ratio = found.ours / found.plain;
        double const reassociated = std::min(found.plain, found.simd);
        double const loops = found.prepared / found.plain;
        char const* const mark = loops > floor_of_the_project   ? "  <-- above 1.1"
                                 : ratio > floor_of_the_project ? "  <-- above 1.1 with the checks"
                                                                : "";
        std::printf("%12.1f %12.1f %6.2f %12.1f %6.2f %12.1f %6.2f %6.0f %%%s\n", found.plain, found.ours,
                    ratio, found.prepared, loops, reassociated, found.prepared / reassociated,
                    100 * found.scatter, mark);
        return ratio > floor_of_the_project;
    }

    double median_ = none;
    std::map<std::string, times> times_;
};

}  // namespace

void add(entry const& e) {
    std::string const name = e.what + "/" + std::to_string(e.extent);
    names.push_back(name);
    auto const judge = std::make_shared<referee>(referee{e, false, ""});
    for (std::size_t h = 0; h < e.plain.size(); ++h) {
        add_kernel(judge, name + "/hand" + std::to_string(h), e.plain[h]);
    }
    for (std::size_t h = 0; h < e.simd.size(); ++h) {
        add_kernel(judge, name + "/simd" + std::to_string(h), e.simd[h]);
    }
    add_kernel(judge, name + "/iverson", e.ours.checked);
    add_kernel(judge, name + "/prepared", e.ours.prepared);
}

int run(int argc, char** argv) {
    std::vector<char*> arguments(argv, argv + argc);
    std::string interleaved = "--benchmark_enable_random_interleaving=true";
    arguments.insert(arguments.begin() + 1, interleaved.data());
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) {
        return 2;
    }
    table report;
    if (benchmark::RunSpecifiedBenchmarks(&report) == 0) {
        std::fprintf(stderr, "no kernel matches\n");
        return 2;
    }
    return failed ? 1 : 0;
}

}  // namespace race
