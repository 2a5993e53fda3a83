// SPDX-License-Identifier: BSL-1.0
#pragma once

/// How often the program has asked the heap for memory so far.
long allocations();
