// SPDX-License-Identifier: BSL-1.0
#include <boost/test/unit_test.hpp>

// Written out, since Boost's macros for it must precede the header, which is precompiled here.
int main(int argc, char* argv[]) {
    return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
}
