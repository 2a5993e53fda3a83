// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <iverson/loops/team.hpp>

#include <thread>
#include <vector>

/// Threads of its own for every nest, so that all of them really run, and the number of nests.
class crew : public iverson::loops::team {
  public:
    explicit crew(int size) : size_{size} {}
    int size() const override { return size_; }
    void run(void (*work)(void*, int), void* what) const override {
        ++nests;
        std::vector<std::jthread> all;
        for (int which = 0; which < size_; ++which) {
            all.emplace_back([=] { work(what, which); });
        }
    }
    mutable int nests = 0;

  private:
    int size_;
};
