// SPDX-License-Identifier: BSL-1.0
#include "program.hpp"

int main(int argc, char** argv) { return iverson::cli::run(argc, argv); }
