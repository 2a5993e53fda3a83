// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/test/unit_test.hpp>

/// Whether this processor has what the program was compiled for.
inline boost::test_tools::assertion_result can_run(boost::unit_test::test_unit_id) {
#if defined(__AVX512F__)
    return static_cast<bool>(__builtin_cpu_supports("avx512f")) &&
           static_cast<bool>(__builtin_cpu_supports("avx512vl"));
#elif defined(__AVX2__)
    return static_cast<bool>(__builtin_cpu_supports("avx2")) &&
           static_cast<bool>(__builtin_cpu_supports("fma"));
#else
    return true;
#endif
}
