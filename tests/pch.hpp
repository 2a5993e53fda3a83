// SPDX-License-Identifier: BSL-1.0
#pragma once

// Precompiled for all tests, without Iverson: editing one of its headers must not rebuild every test.
#include <boost/test/unit_test.hpp>
#include <boost/yap/yap.hpp>

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>
