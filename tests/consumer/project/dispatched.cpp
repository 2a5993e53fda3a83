// SPDX-License-Identifier: BSL-1.0
//
// Compiled once for each instruction set.
int register_bytes() {
#if defined(__AVX512F__)
    return 64;
#elif defined(__AVX2__)
    return 32;
#else
    return 16;
#endif
}
