// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../loops/plan.hpp"

/// The bytes of what a plan reads and writes.
namespace iverson::emit {

/// Bytes of one number, and of an entry of an integer tensor.
struct number_sizes {
    int real = 8;
    int integer = 8;

    /// Only what is bound holds integers as such.
    int of(loops::buffer const& b) const {
        return b.integral && b.kind == loops::buffer_kind::argument ? integer : real;
    }
};

}  // namespace iverson::emit
