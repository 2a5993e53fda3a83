// SPDX-License-Identifier: BSL-1.0
//
// The derivations of right/, wrong/ and undecided/: pages of sections, each of which is judged by itself.
#include <iverson/check/check.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

namespace check = iverson::check;

struct section {
    std::string name;
    std::string text;
    std::vector<std::string> wrong;  ///< chain.line words
};

std::string content_of(std::filesystem::path const& file) {
    std::ifstream in{file};
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

std::vector<section> sections_of(std::filesystem::path const& page) {
    std::vector<section> result;
    std::istringstream in{content_of(page)};
    for (std::string line; std::getline(in, line);) {
        constexpr std::string_view wrong = "<!-- wrong: ";
        if (line.starts_with("## ")) {
            result.push_back({page.stem().string() + ": " + line.substr(3), "", {}});
        } else if (!result.empty() && line.starts_with(wrong)) {
            result.back().wrong.push_back(line.substr(wrong.size(), line.rfind(" -->") - wrong.size()));
        } else if (!result.empty()) {
            result.back().text += line + "\n";
        }
    }
    return result;
}

std::vector<section> sections_in(std::string const& folder) {
    std::vector<section> result;
    std::filesystem::path const root = std::filesystem::path{IVERSON_SOURCE_DIR} / "tests/check" / folder;
    for (auto const& page : std::filesystem::directory_iterator{root}) {
        auto const more = sections_of(page.path());
        result.insert(result.end(), more.begin(), more.end());
    }
    return result;
}

/// A correction is right if the section with it in the place of the wrong line has nothing wrong any more up to that line.
void correct(section const& s, check::remark const& wrong) {
    BOOST_REQUIRE_MESSAGE(!wrong.corrected.empty(), s.name << ": no corrected line");
    std::string text = s.text;
    std::size_t at = 0;
    for (int row = 1; row < wrong.row; ++row) {
        at = text.find('\n', at) + 1;
    }
    at += static_cast<std::size_t>(wrong.column) - 1;
    std::size_t const rest = text.find_first_not_of(" \n", at);
    std::size_t const end = std::min(
        {text.find("\\\\", rest), text.find("$$", rest), text.find(" = ", rest), text.find("\\end", rest)});
    // A following value of the chain is left out: it was judged from the wrong line.
    std::size_t const closed = text.find("$$", end);
    bool const split = text.find("\\begin{split}") < at && text.find("\\end{split}", at) < closed;
    bool const aligned = text.find("\\begin{aligned}") < at && text.find("\\end{aligned}", at) < closed;
    std::string const close = split ? "\\end{split}" : aligned ? "\\end{aligned}" : "";
    text = text.substr(0, rest) + wrong.corrected + "\n" + close + text.substr(closed);
    check::report const again = check::judge(text);
    BOOST_TEST(again.findings() == 0, s.name << ": the corrected line is wrong: " << check::to_text(again));
    BOOST_TEST(again.count(check::verdict::not_decided) == 0, s.name << ": " << check::to_text(again, true));
}

void expect_one(section const& s) {
    check::report const r = check::judge(s.text);
    std::string const whole = check::to_text(r, true);
    BOOST_REQUIRE_MESSAGE(r.findings() == 1, s.name << ": " << r.findings() << " findings\n" << whole);
    auto const found = std::find_if(r.remarks.begin(), r.remarks.end(),
                                    [](auto const& m) { return m.what == check::verdict::does_not_follow; });
    std::size_t const space = s.wrong[0].find(' ');
    std::string const words = s.wrong[0].substr(space + 1);
    std::string slips;
    for (std::string const& slip : found->slips) {
        slips += slip + "; ";
    }
    BOOST_TEST(std::to_string(found->chain) + "." + std::to_string(found->line) ==
                   s.wrong[0].substr(0, space),
               s.name << ": another line\n"
                      << whole);
    bool const named = words == "." || slips.find(words) != std::string::npos;
    BOOST_TEST(named, s.name << ": the slip is called " << slips);
    BOOST_TEST(found->against.has_value(), s.name << ": no counterexample");
    correct(s, *found);
}

}  // namespace

BOOST_AUTO_TEST_CASE(nothing_is_found_where_nothing_is_wrong) {
    auto const all = sections_in("right");
    BOOST_TEST(all.size() >= 60U);
    int judged = 0;
    int undecided = 0;
    for (section const& s : all) {
        check::report const r = check::judge(s.text);
        BOOST_TEST(r.findings() == 0, s.name << "\n" << check::to_text(r));
        BOOST_TEST(r.count(check::verdict::follows) > 0, s.name << ": nothing was judged");
        undecided += r.count(check::verdict::not_decided);
        judged += r.count(check::verdict::follows);
    }
    BOOST_TEST(20 * undecided <= judged, undecided << " of " << judged << " lines are not decided");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_found_and_named_and_corrected) {
    auto const all = sections_in("wrong");
    BOOST_TEST(all.size() >= 60U);
    for (section const& s : all) {
        BOOST_REQUIRE_MESSAGE(s.wrong.size() == 1, s.name << " expects nothing");
        expect_one(s);
    }
}
