// SPDX-License-Identifier: BSL-1.0
#pragma once

/// Iverson: the calculus of index notation. The list is the pipeline, in order.
#include "version.hpp"            //
#include "functions/table.hpp"    // the scalar functions
#include "formula/formula.hpp"    // what the user writes
#include "graph/complete.hpp"     // what a formula is
#include "derivatives.hpp"        // gradients and Jacobians, by named rules
#include "printing.hpp"           // formulas and derivations as a textbook prints them
#include "evaluate.hpp"             // numbers: loops over Eigen data
