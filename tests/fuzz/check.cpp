// SPDX-License-Identifier: BSL-1.0
#include <iverson/check/check.hpp>
#include <iverson/text/diagnostic.hpp>

#include <cstdlib>

/// Any bytes as a derivation are judged, or refused with a place; a report can be written, and a finding has its numbers. The
/// first byte tells the notation: an odd one text, an even one LaTeX.
extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    bool const text = size > 0 && data[0] % 2 == 1;
    std::string_view const source{reinterpret_cast<char const*>(data) + (size > 0 ? 1 : 0),
                                  size - (size > 0 ? 1 : 0)};
    try {
        auto const written_in = text ? iverson::check::notation::text : iverson::check::notation::latex;
        iverson::check::report const r = iverson::check::judge(source, "bytes", {2, written_in});
        for (iverson::check::remark const& m : r.remarks) {
            bool const numbered = m.what != iverson::check::verdict::does_not_follow || m.against.has_value();
            if (!numbered || m.row < 1 || m.column < 1) {
                std::abort();
            }
        }
        static_cast<void>(iverson::check::to_text(r, true));
        static_cast<void>(iverson::check::to_json(r));
    } catch (iverson::syntax_error const&) {
        return 0;  // it cannot be divided into formulas and prose
    }
    return 0;
}
