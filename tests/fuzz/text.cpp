// SPDX-License-Identifier: BSL-1.0
#include <iverson/text/text.hpp>

#include <cstdint>
#include <cstdlib>

/// Any text is read as a formula or refused with a message and its place; a formula that was read is written and read back.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const source{reinterpret_cast<char const*>(data), size};
    iverson::reading const r = iverson::parse(source);
    if (r.error) {
        bool const placed = r.error->line >= 1 && r.error->column >= 1 && r.error->message.size() > 5;
        return placed && !r.error->str().empty() ? 0 : (std::abort(), 0);
    }
    try {
        if (!iverson::same(r.formula, iverson::parsed(iverson::to_text(r.formula)))) {
            std::abort();
        }
    } catch (std::invalid_argument const&) {
        return 0;  // the notation has no words for it
    }
    return 0;
}
