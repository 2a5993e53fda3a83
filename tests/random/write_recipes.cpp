// SPDX-License-Identifier: BSL-1.0
// Writes random recipes as C++, as failures are printed:  write_recipes <file> <number of recipes>
#include "generate.hpp"
#include "spell.hpp"

#include <fstream>

int main(int argc, char** argv) {
    using namespace random_formulas;
    if (argc != 3) {
        return 2;
    }
    std::ofstream out{argv[1]};
    for (std::uint64_t number = 1; number <= std::stoull(argv[2]); ++number) {
        recipe const r = drawn(number);
        out << "{\n" << spelled::code(r) << "    expect_same(r, " << number << ");\n}\n";
    }
}
