// SPDX-License-Identifier: BSL-1.0
#include "deep.hpp"

#include "session.hpp"

#include <exception>
#include <pthread.h>

namespace iverson::cli {

namespace {

constexpr std::size_t stack_bytes = std::size_t{1} << 28;  // of addresses; memory is taken as it is used

struct job {
    std::function<void()> const& work;
    std::exception_ptr thrown;
};

extern "C" void* run_job(void* given) {
    job& what = *static_cast<job*>(given);
    try {
        what.work();
    } catch (...) {
        what.thrown = std::current_exception();
    }
    return nullptr;
}

}  // namespace

void run_deep(std::function<void()> const& work) {
    job what{work, nullptr};
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_bytes);
    pthread_t thread{};
    int const failed = pthread_create(&thread, &attributes, run_job, &what);
    pthread_attr_destroy(&attributes);
    if (failed != 0) {
        throw failure{"there is no memory for the stack of the work"};
    }
    pthread_join(thread, nullptr);
    if (what.thrown) {
        std::rethrow_exception(what.thrown);
    }
}

}  // namespace iverson::cli
