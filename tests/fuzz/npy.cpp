// SPDX-License-Identifier: BSL-1.0
//
// Any bytes as a NumPy file and as a JSON array: an array that is written and read again, or a sentence.
#include <arrays/json.hpp>
#include <arrays/npy.hpp>

#include <nlohmann/json.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace {

template <class Read>
void examine(Read const& read, std::string_view bytes) {
    try {
        iverson::numbers const n = read(bytes);
        iverson::numbers const again = iverson::arrays::read_npy(iverson::arrays::write_npy(n));
        bool same = again.extents == n.extents && again.values.size() == n.values.size();
        for (std::size_t i = 0; same && i < n.values.size(); ++i) {
            same = std::bit_cast<std::uint64_t>(again.values[i]) == std::bit_cast<std::uint64_t>(n.values[i]);
        }
        if (!same) {
            std::abort();
        }
        iverson::arrays::to_json(n);
    } catch (std::invalid_argument const& refused) {
        if (std::string_view{refused.what()}.empty()) {
            std::abort();
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const bytes{reinterpret_cast<char const*>(data), size};
    examine(iverson::arrays::read_npy, bytes);
    examine(iverson::arrays::read_json, bytes);
    return 0;
}
