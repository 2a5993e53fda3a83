// SPDX-License-Identifier: BSL-1.0
//
// The exercise sheet that the project starts from: four mistakes, and nothing else.
#include <iverson/check/check.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

namespace {

namespace check = iverson::check;

std::string sheet() {
    std::ifstream in{IVERSON_SOURCE_DIR "/tests/check/sheet.md"};
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

std::vector<check::remark> findings(check::report const& r) {
    std::vector<check::remark> result;
    std::copy_if(r.remarks.begin(), r.remarks.end(), std::back_inserter(result),
                 [](auto const& m) { return m.what == check::verdict::does_not_follow; });
    return result;
}

bool says(check::remark const& m, std::string const& words) {
    return std::any_of(m.slips.begin(), m.slips.end(),
                       [&](std::string const& s) { return s.find(words) != std::string::npos; });
}

void replace(std::string& text, std::string const& from, std::string const& to) {
    std::size_t const at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_sheet_has_four_mistakes) {
    check::report const r = check::judge(sheet(), "sheet.md");
    auto const found = findings(r);
    BOOST_REQUIRE_MESSAGE(found.size() == 4, check::to_text(r, true));
    BOOST_TEST(r.count(check::verdict::not_decided) == 0);
    BOOST_TEST(says(found[0], "missing term: + x_j^{t-1}"));
    BOOST_TEST(says(found[0], "flipped sign: - b_j^{t-1}"));
    BOOST_TEST(says(found[0], "w carries the index t-1"));
    BOOST_TEST(says(found[0], "b carries the index t-1"));
    constexpr std::array<int, 3> lines = {3, 2, 2};
    for (std::size_t i = 0; i < lines.size(); ++i) {
        check::remark const& m = found[i + 1];
        BOOST_TEST(m.line == lines[i]);
        BOOST_TEST(says(m, "missing square"));
        BOOST_TEST(m.instead.find("\\tanh^2(") == 0U);
        BOOST_TEST(m.against.has_value());
    }
    BOOST_TEST(found[1].left == "\\frac{\\partial x_i^t}{\\partial x_j^{t-1}}");
    BOOST_TEST(found[2].left == "\\frac{\\partial x_i^t}{\\partial b_j}");
    BOOST_TEST(found[3].left == "\\frac{\\partial x_i^t}{\\partial w_{jl}}");
}

BOOST_AUTO_TEST_CASE(the_corrected_sheet_has_none) {
    std::string text = sheet();
    replace(text,
            "x_j^t = 0.1 \\left( \\tanh \\left( \\sum_{i=1}^d x_i^{t-1} w_{ij}^{t-1} - b_j^{t-1} \\right) - "
            "x_j^{t-1} "
            "\\right)",
            "x_j^t = 0.1 \\left( \\tanh \\left( \\sum_{i=1}^d x_i^{t-1} w_{ij} + b_j \\right) - x_j^{t-1} "
            "\\right) + "
            "x_j^{t-1}");
    for (std::string const wrong = "(1 - \\tanh("; text.find(wrong) != std::string::npos;) {
        replace(text, wrong, "(1 - \\tanh^2(");
    }
    check::report const r = check::judge(text, "sheet.md");
    BOOST_TEST(r.findings() == 0, check::to_text(r));
    BOOST_TEST(r.count(check::verdict::not_decided) == 0);
    BOOST_TEST(r.count(check::verdict::follows) == 26);
}

BOOST_AUTO_TEST_CASE(notes_are_passed_over_and_said_so) {
    std::string const all = check::to_text(check::judge(sheet(), "sheet.md"), true);
    BOOST_TEST(all.find("passed over") != std::string::npos);
    BOOST_TEST(all.find("\\bar{x}^t") != std::string::npos);
    BOOST_TEST(all.find("\\dot x_j") != std::string::npos);
    BOOST_TEST(check::to_text(check::judge(sheet(), "sheet.md")).find("passed over") == std::string::npos);
}
