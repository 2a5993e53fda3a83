// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "session.hpp"

#include <arrays/npy.hpp>

#include <iverson/text/run_time.hpp>

#include <map>
#include <string>
#include <vector>

/// Numbers for tensors on the command line.
namespace iverson::cli {

/// The options --set, --adjoint, --tangent and --at of a command, and what they bind.
class bindings {
  public:
    void add_options(CLI::App& command);

    /// The numbers by the names that tensors have in `derived`: its adjoint(y) may be that of another scalar, adjoint(y, F),
    /// if `primal` speaks of E already.
    /// Errors: failure where a file cannot be read, a value is none, or a tensor is bound twice.
    std::map<std::string, numbers> read(graph::formula const& primal, graph::formula const& derived) const;

  private:
    std::vector<std::string> set_;
    std::vector<std::string> adjoint_;
    std::vector<std::string> tangent_;
    std::vector<std::string> at_;
};

/// The numbers of a file .npy or .json, or those of a JSON literal. Errors: failure, which names what was read.
numbers read_numbers(std::string const& option, std::string const& value);

/// Prints results, or writes each to its file: .npy of this type, else JSON. Errors: failure if the files are more or fewer than the results.
void write_numbers(session& s, std::vector<std::string> const& names, std::vector<numbers> const& values,
                   std::vector<std::string> const& files, arrays::scalar type);

}  // namespace iverson::cli
