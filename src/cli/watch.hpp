// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace iverson::cli {

/// A thread that looks at the clock: it ends the process with a sentence and status 2 when its time is over, and tells a
/// terminal from the second second on what is being done.
class watch {
  public:
    watch(double seconds, std::string what, bool shows);  ///< 0 seconds: no limit
    ~watch() { stop(); }
    watch(watch const&) = delete;
    watch& operator=(watch const&) = delete;

    void doing(std::string const& what);
    /// From here on nothing is limited or shown.
    void stop();

  private:
    void run();
    void show(int seconds);

    double const limit_;
    bool const shows_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::string what_;
    bool stopped_ = false;
    bool shown_ = false;
    std::thread thread_;
};

}  // namespace iverson::cli
