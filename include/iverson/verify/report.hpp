// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <utility>

namespace iverson::verify {

/// How hard to look.
struct options {
    std::uint64_t seed = 1;  ///< the same seed gives the same extents and inputs; a failure prints it
    int rounds = 8;          ///< bindings to try: all extents 0, all 1, then random ones
    std::int64_t largest_extent = 4;  ///< of a random binding
    double tolerance =
        1e-20;  ///< of the error relative to max(1, magnitude), where formulas are not compared exactly
    double double_tolerance = 1e-10;  ///< the same for a user's function, which computes in double
};

/// What was found: true if all agrees. In a test: BOOST_TEST(verify::gradient<dE_dx>()), which prints the message on failure.
class report {
  public:
    static report success(std::string message) { return {true, std::move(message)}; }
    static report failure(std::string message) { return {false, std::move(message)}; }

    explicit operator bool() const { return passed_; }
    std::string const& message() const { return message_; }
    friend std::ostream& operator<<(std::ostream& out, report const& r) { return out << r.message_; }

  private:
    report(bool passed, std::string message) : passed_{passed}, message_{std::move(message)} {}

    bool passed_;
    std::string message_;
};

}  // namespace iverson::verify
