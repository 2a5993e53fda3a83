// SPDX-License-Identifier: BSL-1.0
// Copies headers and gives every guard and every bracket in them a switch:
//     instrument <from> <to> <header>...
// A guard is a condition before `return -1`, `return false`, `continue` or `? ... : -1`, taken apart at its || or &&; a bracket is a
// call of bracket(g, ...) or a condition put to the guards of a sum. The headers themselves know nothing of it.
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct place {
    std::string file;
    std::string function;
    std::string text;
};

/// The end of the bracketed text that opens at `open`: the place of its closing parenthesis.
std::size_t closing(std::string const& s, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < s.size(); ++i) {
        depth += s[i] == '(' || s[i] == '{' || s[i] == '['   ? 1
                 : s[i] == ')' || s[i] == '}' || s[i] == ']' ? -1
                                                             : 0;
        if (depth == 0) {
            return i;
        }
    }
    return std::string::npos;
}

/// A text taken apart at the places of `by` that stand in no brackets.
std::vector<std::string> split(std::string const& s, std::string const& by) {
    std::vector<std::string> result(1);
    int depth = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
        char const c = s[i];
        depth += c == '(' || c == '{' || c == '[' ? 1 : c == ')' || c == '}' || c == ']' ? -1 : 0;
        if (depth == 0 && s.compare(i, by.size(), by) == 0) {
            result.emplace_back();
            i += by.size() - 1;
        } else {
            result.back() += c;
        }
    }
    return result;
}

std::string one_line(std::string const& s) {
    std::string result;
    for (char c : s) {
        bool const space = std::isspace(static_cast<unsigned char>(c)) != 0;
        if (!space || (!result.empty() && result.back() != ' ')) {
            result += space ? ' ' : c;
        }
    }
    while (!result.empty() && result.back() == ' ') {
        result.pop_back();
    }
    return result;
}

class header {
  public:
    header(std::string name, std::string text, std::vector<place>& all)
        : name_{std::move(name)}, text_{std::move(text)}, all_{all} {}

    std::string run() {
        std::size_t i = 0;
        while (i < text_.size()) {
            bool const starts_line = i == 0 || text_[i - 1] == '\n';
            if (starts_line) {
                note_function(i);
            }
            if (text_.compare(i, 2, "//") == 0) {
                std::size_t const end = text_.find('\n', i);
                take(i, end);
            } else if (at_word(i, "if (") && guards(i)) {
            } else if (at_word(i, "return ") && returns(i)) {
            } else if (at_word(i, "bracket(g, ") || at_word(i, "bracket(p.g, ") ||
                       at_word(i, "bracket(g_, ")) {
                std::size_t const open = i + std::string{"bracket("}.size();
                out_ += "mutation::bracket(" + number("[" + inside(i + 7) + "]") + ", ";
                i = open;
            } else if (at_word(i, "guards.push_back(") || at_word(i, "brackets.push_back(")) {
                std::size_t const open = text_.find('(', i);
                out_ += "if (mutation::adds(" + number("range " + inside(open)) + ")) ";
                std::size_t const end = closing(text_, open);
                out_ += text_.substr(i, end + 1 - i);
                i = end + 1;
            } else {
                out_ += text_[i++];
            }
        }
        return out_;
    }

  private:
    void take(std::size_t& i, std::size_t end) {
        out_ += text_.substr(i, end - i);
        i = end;
    }
    bool at_word(std::size_t i, std::string const& word) const {
        bool const inside_word = i > 0 && (std::isalnum(static_cast<unsigned char>(text_[i - 1])) != 0 ||
                                           text_[i - 1] == '_' || text_[i - 1] == '.' || text_[i - 1] == ':');
        return !inside_word && text_.compare(i, word.size(), word) == 0;
    }
    std::string inside(std::size_t open) const {
        return one_line(text_.substr(open + 1, closing(text_, open) - open - 1));
    }
    void note_function(std::size_t i) {
        std::string const line = text_.substr(i, text_.find('\n', i) - i);
        std::size_t const open = line.find('(');
        if (open == std::string::npos || line.find("constexpr") == std::string::npos ||
            line.find("=") < open) {
            return;
        }
        std::size_t begin = open;
        while (begin > 0 &&
               (std::isalnum(static_cast<unsigned char>(line[begin - 1])) != 0 || line[begin - 1] == '_')) {
            --begin;
        }
        function_ = line.substr(begin, open - begin);
    }
    std::string number(std::string const& text) {
        all_.push_back({name_, function_, text});
        return std::to_string(all_.size() - 1);
    }

    /// if (a || b) { return -1; }
    bool guards(std::size_t& i) {
        std::size_t const open = text_.find('(', i);
        std::size_t const end = closing(text_, open);
        std::string const after = one_line(text_.substr(end + 1, 60));
        bool const leaves = after.starts_with("{ return -1;") || after.starts_with("{ return false;") ||
                            after.starts_with("{ continue;") ||
                            inside(open).find("must_stay") != std::string::npos;
        if (!leaves) {
            return false;
        }
        std::vector<std::string> const parts = split(text_.substr(open + 1, end - open - 1), ";");
        out_ += "if (";
        if (parts.size() == 2) {
            out_ += parts[0] + "; ";
        }
        std::vector<std::string> const any = split(parts.back(), "||");
        for (std::size_t k = 0; k < any.size(); ++k) {
            out_ += (k == 0 ? "" : " || ");
            out_ += "mutation::guard(" + number(one_line(any[k])) + ", static_cast<bool>(" + any[k] + "))";
        }
        out_ += ")";
        i = end + 1;
        return true;
    }
    /// return a && b ? u : -1;
    bool returns(std::size_t& i) {
        std::size_t const end = text_.find(';', i);
        std::string const statement = text_.substr(i, end - i);
        std::size_t const question = statement.find(" ? ");
        if (question == std::string::npos || !one_line(statement).ends_with(": -1")) {
            return false;
        }
        std::vector<std::string> const all = split(statement.substr(7, question - 7), "&&");
        out_ += "return ";
        for (std::size_t k = 0; k < all.size(); ++k) {
            out_ += (k == 0 ? "" : " && ");
            out_ += "mutation::needs(" + number(one_line(all[k])) + ", static_cast<bool>(" + all[k] + "))";
        }
        i += question;
        return true;
    }

    std::string name_;
    std::string text_;
    std::vector<place>& all_;
    std::string out_;
    std::string function_;
};

std::string contents(fs::path const& path) {
    std::ifstream in{path};
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}
void write(fs::path const& path, std::string const& text) { std::ofstream{path} << text; }

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        std::cerr << "instrument <from> <to> <header>...\n";
        return 2;
    }
    fs::path const from = argv[1];
    fs::path const to = argv[2];
    fs::create_directories(to);
    fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    std::vector<place> all;
    for (int i = 3; i < argc; ++i) {
        std::string const name = argv[i];
        std::string text = header{name, contents(from / "iverson" / name), all}.run();
        std::string const once = "#pragma once\n";
        text.insert(text.find(once) + once.size(), "\n#include <tests/mutation/switches.hpp>\n");
        write(to / "iverson" / name, text);
    }
    std::ostringstream list;
    list << "// SPDX-License-Identifier: BSL-1.0\n";
    for (place const& p : all) {
        list << "{R\"~(" << p.file << ")~\", R\"~(" << p.function << ")~\", R\"~(" << p.text << ")~\"},\n";
    }
    write(to / "places.inc", list.str());
    std::cout << all.size() << " guards and brackets\n";
}
