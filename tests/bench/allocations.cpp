// SPDX-License-Identifier: BSL-1.0
#include "allocations.hpp"

#include <cstddef>
#include <cstdlib>

#ifdef __GLIBC__
extern "C" void* __libc_malloc(std::size_t);
extern "C" void* __libc_memalign(std::size_t, std::size_t);
namespace {
long count = 0;  // the programs that count have one thread
}
extern "C" void* malloc(std::size_t size) noexcept {
    ++count;
    return __libc_malloc(size);
}
extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
    ++count;
    return __libc_memalign(alignment, size);
}
#else
namespace {
constexpr long count = 0;
}
#endif

long race::allocations() { return count; }
