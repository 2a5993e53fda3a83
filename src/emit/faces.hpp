// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/emit/cpp.hpp>

#include <string>

/// What stands around an emitted function of pointers, extents and strides, for callers with other habits.
namespace iverson::emit {

/// A parameter list, each in a line of its own.
std::string listed(std::vector<std::string> const& parameters);
/// Arguments of a call.
std::string joined(std::vector<std::string> const& arguments);

/// The overload that takes and gives Eigen's vectors and matrices; a comment where a tensor has more than two axes.
std::string eigen_overload(kernel_source const& k, options const& o);

/// The functions FUNCTION and FUNCTION_sizes with C linkage. `space` is the namespace in which FUNCTION stands.
std::string c_functions(kernel_source const& k, options const& o, std::string const& space);

}  // namespace iverson::emit
