// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace sketching {

/// Whether KaTeX renders all displays without an error or a warning; it says on stderr which ones it does not.
inline bool typesets(std::vector<std::string> const& displays) {
    namespace fs = std::filesystem;
    fs::path const folder = fs::temp_directory_path() / ("iverson_displays_" + std::to_string(getpid()));
    fs::create_directories(folder);
    std::string command = "node '" IVERSON_SOURCE_DIR "/tests/typeset/typeset.js'";
    for (std::size_t i = 0; i < displays.size(); ++i) {
        fs::path const file = folder / (std::to_string(i) + ".tex");
        std::ofstream{file} << displays[i] << '\n';
        command += " '" + file.string() + "'";
    }
    bool const good = std::system((command + " > /dev/null").c_str()) == 0;
    fs::remove_all(folder);
    return good;
}

}  // namespace sketching
