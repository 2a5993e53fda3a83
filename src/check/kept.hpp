// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <utility>

namespace iverson::check {

/// Gives a variable another value for a scope.
template <class T>
class kept {
  public:
    kept(T& where, T value) : where_{where}, old_{std::move(where)} { where_ = std::move(value); }
    kept(kept const&) = delete;
    ~kept() { where_ = std::move(old_); }

  private:
    T& where_;
    T old_;
};

}  // namespace iverson::check
