// SPDX-License-Identifier: BSL-1.0
#pragma once

/// Iverson: the calculus of index notation. The list is the pipeline, in order.
#include "derivatives.hpp"      // gradients and Jacobians, by named rules
#include "evaluate.hpp"         // numbers: loops over Eigen data
#include "formula/formula.hpp"  // what the user writes
#include "functions/table.hpp"  // the scalar functions
#include "graph/complete.hpp"   // what a formula is
#include "printing.hpp"         // formulas and derivations as a textbook prints them
#include "version.hpp"          //
