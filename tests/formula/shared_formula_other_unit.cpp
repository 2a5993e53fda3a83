// SPDX-License-Identifier: BSL-1.0
#include "shared_formula.hpp"

namespace shared_formula {

void const* layer_seen_by_the_other_unit() { return &layer; }
void const* frozen_layer_seen_by_the_other_unit() { return &iverson::frozen_formula<layer>; }
double swish_of_the_other_unit(double v) { return iverson::frozen_formula<layer>.functions[0].value64(&v); }

}  // namespace shared_formula
