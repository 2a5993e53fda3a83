// SPDX-License-Identifier: BSL-1.0
#pragma once

/// All that a user writes formulas with.
#include "calls.hpp"
#include "frozen.hpp"
#include "names.hpp"
#include "operators.hpp"
#include "system.hpp"
#include "variable.hpp"
#include "where.hpp"
