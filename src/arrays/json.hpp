// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/text/run_time.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

/// Arrays as JSON: a number, nested lists [[1, 2], [3, 4]], or an object with
///     "values": those lists;
///     "lower": the first positions, [-1] for an array whose first entry is at -1;
///     "extents": then "values" is one flat list, row-major; for arrays with an extent 0, which lists cannot say.
namespace iverson::arrays {

/// Errors: std::invalid_argument with a sentence.
numbers read_json(std::string_view text);

/// Nested lists; an object where an axis does not start at 0 or lists would lose an extent. What is no finite number is null.
nlohmann::ordered_json to_json(numbers const& n);

}  // namespace iverson::arrays
