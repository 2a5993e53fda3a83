// SPDX-License-Identifier: BSL-1.0
#include <iverson/check/check.hpp>
#include <iverson/text/diagnostic.hpp>

#include <cstdlib>

/// Any bytes as a derivation are judged, or refused with a place; a report can be written, and a finding has its numbers.
extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    std::string_view const source{reinterpret_cast<char const*>(data), size};
    try {
        iverson::check::report const r = iverson::check::judge(source, "bytes", {2});
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
