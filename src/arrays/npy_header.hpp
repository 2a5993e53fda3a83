// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace iverson::arrays {

/// The type of the entries, as 'descr' says it.
struct npy_type {
    char kind = 'f';  ///< f, i, u, b
    std::size_t size = 8;
    bool big = false;
};

struct npy_header {
    npy_type type;
    bool fortran = false;
    std::vector<std::int64_t> extents;
    std::size_t size = 0;  ///< in bytes, with all that stands before the numbers

    std::size_t count() const;
};

/// Errors: std::invalid_argument with a sentence.
npy_header read_npy_header(std::string_view bytes);

}  // namespace iverson::arrays
