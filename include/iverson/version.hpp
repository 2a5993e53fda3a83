// SPDX-License-Identifier: BSL-1.0
#pragma once

/// The version of Iverson. CMake reads the three numbers from here, so they stand in one place only.
#define IVERSON_VERSION_MAJOR 0
#define IVERSON_VERSION_MINOR 1
#define IVERSON_VERSION_PATCH 0

/// One number to compare: 10000 * major + 100 * minor + patch, so 0.1.0 is 100.
#define IVERSON_VERSION (IVERSON_VERSION_MAJOR * 10000 + IVERSON_VERSION_MINOR * 100 + IVERSON_VERSION_PATCH)
