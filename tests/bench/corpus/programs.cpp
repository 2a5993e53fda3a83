// SPDX-License-Identifier: BSL-1.0
// Writes one program for each formula of tests/corpus, with its value and all gradients:
//     programs <tests/corpus> <folder>
// The formula is the second argument of formula("name", ...); its letters are those of corpus.hpp and tables.cpp.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string contents(fs::path const& path) {
    std::ostringstream out;
    out << std::ifstream{path}.rdbuf();
    return out.str();
}

/// The text from `begin` to the comma or closing parenthesis that ends it.
std::string argument(std::string const& s, std::size_t begin) {
    int depth = 0;
    bool quoted = false;
    std::size_t i = begin;
    for (; i < s.size() && (quoted || depth > 0 || (s[i] != ',' && s[i] != ')')); ++i) {
        quoted = quoted != (s[i] == '"');
        depth += s[i] == '(' ? 1 : s[i] == ')' ? -1 : 0;
    }
    return s.substr(begin, i - begin);
}
/// The arguments of the call whose parenthesis opens at `open`.
std::vector<std::string> arguments(std::string const& s, std::size_t open) {
    std::vector<std::string> result;
    for (std::size_t i = open + 1; i <= s.size() && (result.empty() || s[i - 1] != ')');) {
        result.push_back(argument(s, i));
        i += result.back().size() + 1;
    }
    return result;
}

struct written {
    std::string name;
    std::string formula;
};
std::vector<written> formulas_in(std::string const& source) {
    std::vector<written> result;
    for (std::size_t i = source.find(" formula("); i != std::string::npos;
         i = source.find(" formula(", i + 1)) {
        auto const parts = arguments(source, i + 8);
        std::size_t const quote = parts[0].find('"');
        if (quote != std::string::npos && parts.size() > 1) {
            result.push_back({parts[0].substr(quote + 1, parts[0].rfind('"') - quote - 1), parts[1]});
        }
    }
    return result;
}

/// Names that stand for tensors, scalars and indices, and the lines that make them.
std::map<std::string, std::string> letters_in(std::string const& source) {
    std::map<std::string, std::string> result;
    std::istringstream lines{source};
    std::string const start = "constexpr auto ";
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(start) && line.find("= iverson::") != std::string::npos) {
            std::string const rest = line.substr(start.size());
            result[rest.substr(0, rest.find(' '))] = line;
        }
    }
    return result;
}

/// One formula taken apart: what is read, and how many subscripts it has.
class program {
  public:
    program(written const& w, std::map<std::string, std::string> const& letters) : text_{w.formula} {
        std::string const& s = text_;
        for (std::size_t i = 0; i < s.size(); ++i) {
            if (!is_word(s[i]) || (i > 0 && (is_word(s[i - 1]) || s[i - 1] == '.'))) {
                continue;
            }
            std::size_t end = i;
            while (end < s.size() && is_word(s[end])) {
                ++end;
            }
            note(s.substr(i, end - i), i, end, letters);
        }
    }

    std::string source() const {
        std::string inputs;
        std::string data;
        std::string bindings;
        for (auto const& [name, rank] : ranks_) {
            bool const is_integer = integers_.contains(name);
            if (defined_.contains(name)) {
                continue;
            }
            inputs += is_integer ? "" : (inputs.empty() ? "" : ", ") + name;
            data += "    " + object(rank, is_integer) + " " + name + "_data{};\n";
            bindings += (bindings.empty() ? "" : ", ") + name + " = " + name + "_data";
        }
        if (output_rank_ > 0) {
            data += "    " + object(output_rank_, false) + " seed{};\n";
            bindings += ", adjoint(" + output_ + ") = seed";
        }
        std::string const tensors = "#include <unsupported/Eigen/CXX11/Tensor>\n\n";
        return tensors + "#include <iverson/iverson.hpp>\n\n#include <iostream>\n\nnamespace of_corpus {\n" +
               "using namespace iverson;\n" + made_ + "constexpr auto the_formula = (" + text_ + ");\n" +
               "constexpr auto the_gradients = value_and_gradients<the_formula>(" + inputs + ");\n}\n" +
               "int main() {\n    using namespace of_corpus;\n" + data +
               "    std::cout << latex(derivation(the_gradients)) << '\\n';\n    auto const found = "
               "evaluate<the_gradients>(where(" +
               bindings + "));\n    std::cout << sizeof(found) << '\\n';\n}\n";
    }

  private:
    void note(std::string const& name, std::size_t begin, std::size_t end,
              std::map<std::string, std::string> const& letters) {
        auto const letter = letters.find(name);
        if (letter == letters.end()) {
            return;
        }
        if (made_.find(letter->second) == std::string::npos) {
            made_ += letter->second + "\n";
        }
        bool const is_tensor = letter->second.find("iverson::tensor<") != std::string::npos;
        bool const is_scalar = letter->second.find("iverson::scalar<") != std::string::npos;
        if (!is_tensor && !is_scalar) {
            return;
        }
        bool const is_next = begin >= 5 && text_.compare(begin - 5, 5, "next(") == 0;
        std::size_t const open = is_next ? end + 1 : end;
        bool const subscripted = open < text_.size() && text_[open] == '(';
        int const rank = subscripted ? static_cast<int>(arguments(text_, open).size()) : 0;
        std::size_t after = subscripted ? closing(open) + 1 : end;
        bool const defines = text_.compare(after, 3, " = ") == 0 ||
                             (text_.compare(after, 2, " =") == 0 && after + 2 == text_.size());
        std::string const whole = is_next ? "next(" + name + ")" : name;
        if (defines || is_next) {
            defined_.insert(whole);
            output_ = whole;
            output_rank_ = rank;
            return;
        }
        ranks_[name] = rank;
        bool const is_subscript = letter->second.find("\"token\"") != std::string::npos ||
                                  letter->second.find("\"from\"") != std::string::npos ||
                                  letter->second.find("\"to\"") != std::string::npos ||
                                  letter->second.find("\"label\"") != std::string::npos;
        if (is_subscript) {
            integers_.insert(name);
        }
    }
    std::size_t closing(std::size_t open) const {
        int depth = 0;
        for (std::size_t i = open; i < text_.size(); ++i) {
            depth += text_[i] == '(' ? 1 : text_[i] == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return text_.size();
    }
    static std::string object(int rank, bool is_integer) {
        std::string const number = is_integer ? "int" : "double";
        return rank == 0   ? number
               : rank == 1 ? "Eigen::VectorX<" + number + ">"
               : rank == 2 ? "Eigen::MatrixX<" + number + ">"
                           : "Eigen::Tensor<" + number + ", " + std::to_string(rank) + ">";
    }

    std::string text_;
    std::string made_;
    std::map<std::string, int> ranks_;
    std::set<std::string> defined_;
    std::set<std::string> integers_;
    std::string output_;
    int output_rank_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "programs <tests/corpus> <folder>\n";
        return 2;
    }
    fs::path const corpus = argv[1];
    auto letters = letters_in(contents(corpus / "corpus.hpp"));
    letters.merge(letters_in(contents(corpus / "tables.cpp")));
    for (char const* file : {"layers.cpp", "statistics.cpp", "physics.cpp", "tables.cpp"}) {
        for (written const& w : formulas_in(contents(corpus / file))) {
            std::string name = w.name;
            std::replace_if(name.begin(), name.end(), [](char c) { return !is_word(c); }, '_');
            std::ofstream{fs::path{argv[2]} / (name + ".cpp")} << program{w, letters}.source();
        }
    }
}
