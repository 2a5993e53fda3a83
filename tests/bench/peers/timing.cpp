// SPDX-License-Identifier: BSL-1.0
#include "timing.hpp"

#include <benchmark/benchmark.h>

namespace peers {

namespace {

/// Each benchmark's name is its place in the list.
class collector : public benchmark::BenchmarkReporter {
  public:
    collector(std::vector<timing>& found, bool wall) : found_{found}, wall_{wall} {}
    bool ReportContext(Context const&) override { return true; }
    void ReportRuns(std::vector<Run> const& runs) override {
        for (Run const& run : runs) {
            timing& t = found_[std::stoul(run.run_name.function_name)];
            double const seconds = (wall_ ? run.GetAdjustedRealTime() : run.GetAdjustedCPUTime()) * 1e-9;
            if (run.aggregate_name == "median") {
                t.seconds = seconds;
            } else if (run.aggregate_name == "stddev") {
                t.scatter = seconds / t.seconds;
            }
        }
    }

  private:
    std::vector<timing>& found_;
    bool wall_;
};

}  // namespace

std::vector<timing> time(std::vector<race::kernel> const& kernels, pace const& p) {
    std::vector<timing> result(kernels.size());
    benchmark::ClearRegisteredBenchmarks();
    for (std::size_t i = 0; i < kernels.size(); ++i) {
        // The kernels write to memory that escaped; the barrier makes each call count.
        auto* const b = benchmark::RegisterBenchmark(std::to_string(i).c_str(),
                                                     [&f = kernels[i]](benchmark::State& state) {
                                                         for (auto _ : state) {
                                                             f();
                                                             benchmark::ClobberMemory();
                                                         }
                                                     });
        b->Repetitions(p.repetitions)->MinTime(p.least_seconds)->ReportAggregatesOnly(true);
        if (p.wall) {
            b->UseRealTime();
        }
    }
    collector into{result, p.wall};
    benchmark::RunSpecifiedBenchmarks(&into, ".");
    return result;
}

}  // namespace peers
