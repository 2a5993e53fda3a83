// SPDX-License-Identifier: BSL-1.0
#include "npy.hpp"

#include "npy_header.hpp"

#include <bit>
#include <cstring>
#include <stdexcept>

namespace iverson::arrays {

namespace {

template <class Unsigned>
Unsigned integer_at(char const* bytes, std::size_t size, bool big) {
    Unsigned result = 0;
    for (std::size_t i = 0; i < size; ++i) {
        std::size_t const at = big ? i : size - 1 - i;
        result = static_cast<Unsigned>(result << 8U) | static_cast<unsigned char>(bytes[at]);
    }
    return result;
}

/// The integer as a double. Errors: where none has its value.
template <class Integer>
double exactly(Integer value) {
    auto const result = static_cast<double>(value);
    // 2^63 and 2^64 are doubles, but not of these types: compare before the way back.
    bool const fits =
        result < (std::is_signed_v<Integer> ? 0x1p63 : 0x1p64) && static_cast<Integer>(result) == value;
    if (!fits) {
        throw std::invalid_argument{"the integer " + std::to_string(value) +
                                    " is no double: save the array as float64"};
    }
    return result;
}

double entry_at(char const* bytes, npy_type type) {
    auto const word = integer_at<std::uint64_t>(bytes, type.size, type.big);
    switch (type.kind) {
        case 'f':
            return type.size == 4
                       ? static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(word)))
                       : std::bit_cast<double>(word);
        case 'i': {
            std::size_t const unused = 64 - 8 * type.size;  // the sign is moved to the front and back
            return exactly(static_cast<std::int64_t>(word << unused) >> unused);
        }
        case 'b': return word == 0 ? 0 : 1;
        default: return exactly(word);
    }
}

/// Where an entry of row-major order stands in a file of column-major order.
class fortran_order {
  public:
    explicit fortran_order(std::vector<std::int64_t> const& extents)
        : extents_{extents}, at_(extents.size(), 0) {}

    std::size_t offset() const {
        std::int64_t result = 0;
        for (std::size_t d = extents_.size(); d > 0; --d) {
            result = result * extents_[d - 1] + at_[d - 1];
        }
        return static_cast<std::size_t>(result);
    }
    void next() {
        for (std::size_t d = extents_.size(); d > 0 && ++at_[d - 1] == extents_[d - 1]; --d) {
            at_[d - 1] = 0;
        }
    }

  private:
    std::vector<std::int64_t> const& extents_;
    std::vector<std::int64_t> at_;
};

void put_little(std::string& out, std::uint64_t word, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
        out += static_cast<char>(word >> (8 * i));
    }
}

}  // namespace

numbers read_npy(std::string_view bytes) {
    npy_header const header = read_npy_header(bytes);
    char const* const data = bytes.data() + header.size;
    std::size_t const count = header.count();
    std::size_t const there = bytes.size() - header.size;
    if (there / header.type.size != count || there % header.type.size != 0) {
        throw std::invalid_argument{"its header announces " + std::to_string(count) + " numbers of " +
                                    std::to_string(header.type.size) + " bytes, and " +
                                    std::to_string(there) + " bytes stand behind it"};
    }
    numbers result{header.extents, std::vector<double>(count)};
    fortran_order order{header.extents};
    for (std::size_t i = 0; i < count; ++i, order.next()) {
        std::size_t const from = header.fortran ? order.offset() : i;
        result.values[i] = entry_at(data + from * header.type.size, header.type);
    }
    return result;
}

std::string write_npy(numbers const& n, scalar type) {
    bool const single = type == scalar::float32;
    std::string shape;
    for (std::int64_t const extent : n.extents) {
        shape += std::to_string(extent) + ", ";
    }
    std::string header = std::string{"{'descr': '<f"} + (single ? "4" : "8") +
                         "', 'fortran_order': False, 'shape': (" + shape + "), }";
    std::size_t const start = 10;  // magic, version and the length of the header
    header +=
        std::string(63 - (start + header.size()) % 64, ' ') + "\n";  // the numbers start at a multiple of 64
    std::string out{"\x93NUMPY\x01\x00", 8};
    put_little(out, header.size(), 2);
    out += header;
    out.reserve(out.size() + 8 * n.values.size());
    for (double const value : n.values) {
        if (single) {
            put_little(out, std::bit_cast<std::uint32_t>(static_cast<float>(value)), 4);
        } else {
            put_little(out, std::bit_cast<std::uint64_t>(value), 8);
        }
    }
    return out;
}

}  // namespace iverson::arrays
