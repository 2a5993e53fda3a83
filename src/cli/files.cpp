// SPDX-License-Identifier: BSL-1.0
#include "files.hpp"

#include "session.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace iverson::cli {

namespace {

/// More than any formula or tensor that the interpreter could take; an endless pipe ends here.
constexpr std::size_t largest_file = std::size_t{4} << 30;

using stream = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

[[noreturn]] void cannot(std::string const& what, std::string const& file, int error) {
    throw failure{"cannot " + what + " " + file + ": " + std::strerror(error)};
}

std::string all_of(std::FILE* in, std::string const& name) {
    std::string result;
    char buffer[1 << 16];
    while (std::size_t const count = std::fread(buffer, 1, sizeof buffer, in)) {
        result.append(buffer, count);
        if (result.size() > largest_file) {
            throw failure{name + " is larger than 4 GiB"};
        }
    }
    if (std::ferror(in) != 0) {
        cannot("read", name, errno);
    }
    return result;
}

void put(std::FILE* out, std::string const& file, std::string const& content) {
    bool const done =
        std::fwrite(content.data(), 1, content.size(), out) == content.size() && std::fflush(out) == 0;
    if (!done) {
        cannot("write", file, errno);
    }
}

void write_directly(std::string const& file, std::string const& content) {
    stream const out{std::fopen(file.c_str(), "wb"), std::fclose};
    if (!out) {
        cannot("write", file, errno);
    }
    put(out.get(), file, content);
}

/// Removes the file beside the target unless it has taken its place.
struct beside {
    std::string name;
    ~beside() {
        if (!name.empty()) {
            std::remove(name.c_str());
        }
    }
};

}  // namespace

std::string content_of(std::string const& file) {
    if (file == "-") {
        return all_of(stdin, "standard input");
    }
    stream const in{std::fopen(file.c_str(), "rb"), std::fclose};
    if (!in) {
        cannot("read", file, errno);
    }
    return all_of(in.get(), file);
}

void write_whole(std::string const& file, std::string const& content) {
    std::error_code ignored;
    auto const target =
        std::filesystem::weakly_canonical(file, ignored);  // a link stays, what it names is written
    std::string const place = ignored ? file : target.string();
    if (std::filesystem::exists(place, ignored) && !std::filesystem::is_regular_file(place, ignored)) {
        return write_directly(place, content);
    }
    beside part{place + "." + std::to_string(getpid()) + ".part"};
    std::FILE* const opened = std::fopen(part.name.c_str(), "wbx");
    if (opened == nullptr) {
        int const error = errno;
        part.name.clear();
        cannot("write", file, error);
    }
    {
        stream const out{opened, std::fclose};
        put(out.get(), file, content);
    }
    if (auto const before = std::filesystem::status(place, ignored); std::filesystem::exists(before)) {
        std::filesystem::permissions(part.name, before.permissions(), ignored);
    }
    if (std::rename(part.name.c_str(), place.c_str()) != 0) {
        cannot("write", file, errno);
    }
    part.name.clear();
}

}  // namespace iverson::cli
