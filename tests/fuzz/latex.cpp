// SPDX-License-Identifier: BSL-1.0
//
// Whatever the bytes are, the reader of LaTeX gives a formula or a diagnostic.
#include <iverson/latex/latex.hpp>
#include <iverson/text/text.hpp>

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
    std::string_view const source{reinterpret_cast<char const*>(data), size};
    iverson::reading const r = iverson::parse_latex(source);
    if (r) {
        static_cast<void>(iverson::print::latex(r.formula));
    }
    return 0;
}
