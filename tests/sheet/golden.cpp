// SPDX-License-Identifier: BSL-1.0
#include "formulas.hpp"

#include <iverson/latex/latex.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace {

using namespace sheet_formulas;
namespace graph = iverson::graph;
namespace print = iverson::print;

std::filesystem::path const folder = std::filesystem::path{IVERSON_SOURCE_DIR} / "tests/golden";

/// One file of tests/golden: its name, and what is printed today.
struct golden {
    std::string name;
    std::string printed;
};

/// A derivation with one of its chains.
graph::derivation only(graph::derivation d, std::size_t chain) {
    d.chains = {d.chains.at(chain)};
    return d;
}

std::vector<golden> const& all() {
    print::latex_options const with_rules{.rule_names = true};
    static std::vector<golden> const files{
        {"2a", print::latex(derivation(ex_2a))},
        {"2a_rules", print::latex(derivation(ex_2a), with_rules)},
        {"2b", print::latex(derivation(ex_2b))},
        {"3a_update", print::latex(only(derivation(ex_3a), 0))},
        {"3a_next", print::latex(only(derivation(ex_3a), 1))},
        {"3a_transition", print::latex(derivation(iverson::transition<ex_3a>()))},
        {"3b", print::latex(decltype(ex_3b)::stage::make())},
        {"3c", print::latex(derivation(ex_3c))},
        {"3c_rules", print::latex(derivation(ex_3c), with_rules)},
        {"3d_b", print::latex(derivation(ex_3d_b))},
        {"3d_w", print::latex(derivation(ex_3d_w))},
    };
    return files;
}

std::string read(std::filesystem::path const& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::string const& printed(std::string_view name) {
    auto const found =
        std::find_if(all().begin(), all().end(), [&](golden const& g) { return g.name == name; });
    BOOST_REQUIRE(found != all().end());
    return found->printed;
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t result = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
        ++result;
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_exercise_sheet)

/// IVERSON_BLESS=1 writes the files anew: read them as a mathematician before they are committed.
BOOST_AUTO_TEST_CASE(every_derivation_is_printed_as_in_its_golden_file) {
    bool const bless = std::getenv("IVERSON_BLESS") != nullptr;
    for (golden const& g : all()) {
        std::filesystem::path const path = folder / (g.name + ".tex");
        if (bless) {
            std::ofstream{path, std::ios::binary} << g.printed << '\n';
        }
        std::string const expected = read(path);
        BOOST_TEST(expected == g.printed + '\n', path.string() << " is\n"
                                                               << expected << "but printed is\n"
                                                               << g.printed);
    }
}

BOOST_AUTO_TEST_CASE(every_golden_file_is_compared) {
    std::set<std::string> names;
    for (golden const& g : all()) {
        names.insert(g.name + ".tex");
    }
    for (auto const& entry : std::filesystem::directory_iterator{folder}) {
        BOOST_TEST(names.contains(entry.path().filename().string()), entry.path().string()
                                                                         << " belongs to no derivation");
    }
}

BOOST_AUTO_TEST_CASE(the_derivative_of_tanh_has_its_square) {
    for (std::string_view name : {"3c", "3d_b", "3d_w"}) {
        std::string const& tex = printed(name);
        BOOST_TEST(count(tex, R"(1 - \tanh^2)") >= 2U, name << " has no square:\n" << tex);
        BOOST_TEST(count(tex, R"(1 - \tanh\left)") == 0U);
    }
}

BOOST_AUTO_TEST_CASE(the_unrolled_network_keeps_its_state_and_the_sign_of_its_bias) {
    std::string const& tex = printed("3b");
    BOOST_TEST(count(tex, "+ b_j") == 2U, tex);
    BOOST_TEST(count(tex, "- b_j") == 0U, tex);
    BOOST_TEST(count(tex, "+ x_j") == 2U, tex);
    // Weights and biases have no time: neither has a superscript.
    BOOST_TEST(count(tex, "w_{ij}") == 2U, tex);
    BOOST_TEST(count(tex, "w_{ij}^") + count(tex, "b_j^") == 0U, tex);
}

BOOST_AUTO_TEST_CASE(the_last_lines_are_the_corrected_results_of_the_sheet) {
    auto const last = [](std::string_view name) {
        std::string const& tex = printed(name);
        std::size_t const from = tex.rfind("&= ") + 3;
        return tex.substr(from, tex.rfind('\n') - from);
    };
    std::string const slope =
        R"(0.1 \left(1 - \tanh^2\left(\sum_{k=1}^{d} x_k^{t-1} w_{ki} + b_i\right)\right) )";
    BOOST_TEST(last("2a") == R"(\left[\frac{\partial E}{\partial y} \star w\right]_{-k})");
    BOOST_TEST(last("2b") == R"(\left[\frac{\partial E}{\partial y} \star x\right]_{-k})");
    BOOST_TEST(last("3c") == slope + R"(w_{ji} + 0.9 \, \mathbf{1}_{\{i=j\}})");
    BOOST_TEST(last("3d_b") == slope + R"(\mathbf{1}_{\{i=j\}})");
    BOOST_TEST(last("3d_w") == slope + R"(x_j^{t-1} \mathbf{1}_{\{i=l\}})");
}

BOOST_AUTO_TEST_CASE(every_line_with_rule_names_names_one) {
    for (std::string_view name : {"2a_rules", "3c_rules"}) {
        std::string const& tex = printed(name);
        BOOST_TEST(count(tex, "&= ") == count(tex, R"(&& \text{()"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
