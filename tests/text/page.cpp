// SPDX-License-Identifier: BSL-1.0
//
// The examples of docs/text.md are read, and written again.
#include <iverson/text/text.hpp>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

/// The blocks of the page that are fenced as `language`.
std::vector<std::string> blocks(std::filesystem::path const& page, std::string const& language) {
    std::ifstream file{std::filesystem::path{IVERSON_SOURCE_DIR} / page};
    std::vector<std::string> result;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```")) {
            inside = line.substr(3) == language;
            if (inside) {
                result.emplace_back();
            }
        } else if (inside) {
            result.back().append(line).append("\n");
        }
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_page)

BOOST_AUTO_TEST_CASE(its_examples_are_read_and_written_again) {
    auto const examples = blocks("docs/text.md", "iv");
    BOOST_TEST(examples.size() > 10U);
    for (std::string const& text : examples) {
        iverson::reading const r = iverson::parse(text, "text.md");
        BOOST_TEST(!r.error.has_value(), (r.error ? r.error->str() : ""));
        if (r) {
            BOOST_TEST(iverson::same(r.formula, iverson::parsed(iverson::to_text(r.formula))), text);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
