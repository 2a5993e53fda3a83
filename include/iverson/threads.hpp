// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "loops/team.hpp"

#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/partitioner.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <stdexcept>
#include <string>

/// Evaluations on several threads, those of oneTBB: link TBB::tbb, or the CMake target iverson::threads.
namespace iverson {

/// So many threads, the caller's among them, but no more than the machine runs at once: evaluate<f>(where(...), threads(4)). One object may serve any number of evaluations,
/// one after the other or at the same time; making it is cheap, and the threads themselves are started once in a program.
/// Results are the same to the last bit for any number of threads, and for none.
/// Errors: std::invalid_argument for less than one thread.
class threads : public loops::team {
  public:
    explicit threads(int count) : arena_{allowed(count)} {}

    int size() const override { return arena_.max_concurrency(); }
    void run(void (*work)(void*, int), void* what) const override {
        auto const one = [&](int) { work(what, tbb::this_task_arena::current_thread_index()); };
        arena_.execute([&] { tbb::parallel_for(0, size(), one, tbb::simple_partitioner{}); });
    }

  private:
    static int allowed(int count) {
        if (count < 1) {
            throw std::invalid_argument{"threads(" + std::to_string(count) + "): at least one is needed"};
        }
        return std::min(count, tbb::info::default_concurrency());
    }
    mutable tbb::task_arena arena_;
};

}  // namespace iverson
