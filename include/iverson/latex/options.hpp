// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace iverson {

struct latex_options {
    bool rule_names =
        false;  ///< at the end of each line of a derivation; the environment is align* then, else split
    bool time_up = true;  ///< the time of a state or recurrence as a superscript; else x^\prime, h_{t,j}
};

namespace print {

using iverson::latex_options;

}

}  // namespace iverson
