// SPDX-License-Identifier: BSL-1.0
#include "watch.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace iverson::cli {

watch::watch(double seconds, std::string what, bool shows)
    : limit_{seconds}, shows_{shows}, what_{std::move(what)} {
    if (limit_ > 0 || shows_) {
        thread_ = std::thread{[this] { run(); }};
    }
}

void watch::doing(std::string const& what) {
    std::scoped_lock const lock{mutex_};
    what_ = what;
}

void watch::stop() {
    if (!thread_.joinable()) {
        return;
    }
    {
        std::scoped_lock const lock{mutex_};
        stopped_ = true;
    }
    wake_.notify_all();
    thread_.join();
    if (shown_) {
        std::fputs("\r\033[K", stderr);
    }
}

void watch::run() {
    using clock = std::chrono::steady_clock;
    using seconds = std::chrono::duration<double>;
    auto const start = clock::now();
    std::unique_lock lock{mutex_};
    for (int second = 1; !stopped_; ++second) {
        double const next = limit_ > 0 && limit_ < second ? limit_ : second;
        auto const until = start + std::chrono::duration_cast<clock::duration>(seconds{next});
        if (wake_.wait_until(lock, until, [this] { return stopped_; })) {
            return;
        }
        if (limit_ > 0 && next >= limit_) {
            std::fprintf(stderr, "%siverson: error: %s is not done after %g seconds (--timeout)\n",
                         shown_ ? "\r\033[K" : "", what_.c_str(), limit_);
            std::_Exit(2);  // the work cannot be asked to stop, and holds nothing that must be given back
        }
        show(second);
    }
}

void watch::show(int second) {
    if (shows_ && second >= 2) {
        std::fprintf(stderr, "\r\033[K%s: %d s", what_.c_str(), second);
        shown_ = true;
    }
}

}  // namespace iverson::cli
