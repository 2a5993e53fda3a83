// SPDX-License-Identifier: BSL-1.0
// Copies headers and gives every guard and every bracket in them a switch:
//     instrument <from> <to> <header>... -- <header>... -- <header>...
// A guard is a condition before `return -1`, `return false`, `continue` or `? ... : -1`, taken apart at its || or &&; a bracket is a
// call of bracket(g, ...) or a condition put to the guards of a sum. In the headers after --, which hold no rules, every condition is
// a guard: that of an `if`, of a `return` and of a named `bool`. Those after the second -- are for reports only. The headers themselves
// know nothing of it.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct place {
    std::string file;
    std::string function;
    std::string text;
    bool is_asserted;
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
    header(std::string name, std::string text, bool every_condition, bool is_asserted,
           std::vector<place>& all)
        : name_{std::move(name)}, text_{std::move(text)}, every_condition_{every_condition},
          is_asserted_{is_asserted}, all_{all} {}

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
            } else if (at_word(i, "if (") && (guards(i) || (every_condition_ && decides(i)))) {
            } else if (at_word(i, "return ") && (returns(i) || (every_condition_ && joins(i)))) {
            } else if (every_condition_ && (at_word(i, "bool const ") || at_word(i, "bool ")) && joins(i)) {
            } else if (every_condition_ && accumulates(i)) {
            } else if (at_word(i, "bracket(g, ") || at_word(i, "bracket(p.g, ") ||
                       at_word(i, "bracket(g_, ")) {
                std::size_t const open = i + std::string{"bracket("}.size();
                out_ += "mutation::bracket(" + number("[" + inside(i + 7) + "]") + ", ";
                i = open;
            } else if (at_word(i, "guards.push_back(") || at_word(i, "brackets.push_back(") ||
                       (every_condition_ && puts_a_row(i))) {
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
    /// set.add(row); and domain.push_back(g.condition_id(...)); at the beginning of a line.
    bool puts_a_row(std::size_t i) const {
        if (!begins_statement(i)) {
            return false;
        }
        std::size_t const open =
            text_.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.", i);
        std::string_view const call = std::string_view{text_}.substr(i, open - i);
        std::string_view const argument = std::string_view{text_}.substr(open, 16);
        bool const row = argument.starts_with("(g.condition_id(") || argument.starts_with("(g_.condition_id");
        return text_[open] == '(' && !call.starts_with("used_") &&
               (call.ends_with(".add") || (call.ends_with("push_back") && row));
    }
    bool begins_statement(std::size_t i) const {
        std::size_t const line = text_.rfind('\n', i) + 1;
        return i > line && text_[i] != ' ' && text_.find_first_not_of(' ', line) == i;
    }

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
        all_.push_back({name_, function_, text, is_asserted_});
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
        if (!leaves || split(inside(open), " ? ").size() > 1) {
            return false;
        }
        std::vector<std::string> const parts = split(text_.substr(open + 1, end - open - 1), ";");
        out_ += "if (";
        if (parts.size() == 2) {
            out_ += parts[0] + "; ";
        }
        out_ += any_of(split(parts.back(), "||")) + ")";
        i = end + 1;
        return true;
    }
    /// if (a && b) { anything }
    bool decides(std::size_t& i) {
        std::size_t const open = text_.find('(', i);
        std::size_t const end = closing(text_, open);
        std::size_t const block = end + 2;
        std::vector<std::string> const parts = split(text_.substr(open + 1, end - open - 1), ";");
        if (text_.compare(end, 3, ") {") != 0 || split(parts.back(), " ? ").size() > 1) {
            return false;
        }
        out_ += "if (" + (parts.size() == 2 ? parts[0] + "; " : std::string{});
        std::vector<std::string> const any = split(parts.back(), "||");
        bool const leaves = ends_with_a_jump(text_.substr(block + 1, closing(text_, block) - block - 1));
        if (any.size() == 1 && leaves && split(parts.back(), "&&").size() > 1) {
            out_ += "mutation::guard(" + number(one_line(parts.back())) + ", " +
                    all_of(split(parts.back(), "&&")) + ")";
        } else if (any.size() > 1 || leaves) {
            out_ += any_of(any);
        } else {
            out_ += all_of(split(parts.back(), "&&"));
        }
        out_ += ")";
        i = end + 1;
        return true;
    }
    static bool ends_with_a_jump(std::string const& block) {
        std::string const text = one_line(block);
        std::size_t const last = text.find_last_of(";}", text.size() - 2);
        std::string const statement = text.substr(last == std::string::npos ? 0 : last + 1);
        return std::any_of(std::begin(jumps), std::end(jumps), [&](std::string const& jump) {
            return statement.find(jump) < 2;  // after a space
        });
    }
    static inline std::string const jumps[] = {"return", "continue", "break"};

    /// return a && b; and bool const c = a || b;
    bool joins(std::size_t& i) {
        std::size_t const end = end_of_statement(i);
        std::size_t const equals = assignment(i);
        bool const named = text_.compare(i, 5, "bool ") == 0;
        if (end == std::string::npos || (named && (equals >= end || text_.find('(', i) < equals))) {
            return false;
        }
        std::size_t const begin = named ? equals + 3 : i + std::string{"return "}.size();
        std::string const value = text_.substr(begin, end - begin);
        if (split(value, " ? ").size() > 1) {
            return false;
        }
        return joined(i, begin, value, end);
    }
    /// c = c && a;
    bool accumulates(std::size_t& i) {
        if (!begins_statement(i)) {
            return false;
        }
        std::size_t const equals = assignment(i);
        std::size_t const end = end_of_statement(i);
        if (end == std::string::npos || equals >= end) {
            return false;
        }
        std::string const target = text_.substr(i, equals - i);
        if (target.find_first_of(" (") != std::string::npos) {
            return false;
        }
        for (std::string const by : {" && ", " || "}) {
            std::size_t const begin = text_.find_first_not_of(" \n", equals + 3);
            if (text_.compare(begin, target.size(), target) == 0) {
                std::size_t const after = text_.find_first_not_of(" \n", begin + target.size());
                if (text_.compare(after, 2, by.substr(1, 2)) == 0) {
                    std::size_t const from = after + 3;
                    std::string const value = text_.substr(from, end - from);
                    return split(value, " ? ").size() == 1 && wrap(i, from, value, end, by);
                }
            }
        }
        return false;
    }
    bool joined(std::size_t& i, std::size_t begin, std::string const& value, std::size_t end) {
        for (std::string const by : {"||", "&&"}) {
            if (split(value, by).size() > 1) {
                return wrap(i, begin, value, end, " " + by + " ");
            }
        }
        return false;
    }
    /// Every part of the value, which stands between `begin` and `end`, gets its switch.
    bool wrap(std::size_t& i, std::size_t begin, std::string const& value, std::size_t end,
              std::string const& by) {
        std::vector<std::string> const parts = split(value, by.substr(1, 2));
        out_ += text_.substr(i, begin - i) + (by == " || " ? any_of(parts) : all_of(parts));
        i = end;
        return true;
    }
    /// The blank before the next = that assigns.
    std::size_t assignment(std::size_t i) const {
        return std::min(text_.find(" = ", i), text_.find(" =\n", i));
    }
    std::size_t end_of_statement(std::size_t i) const {
        int depth = 0;
        for (; i < text_.size(); ++i) {
            char const c = text_[i];
            depth += c == '(' || c == '{' || c == '[' ? 1 : c == ')' || c == '}' || c == ']' ? -1 : 0;
            if (depth < 0) {
                return std::string::npos;
            }
            if (depth == 0 && c == ';') {
                return i;
            }
        }
        return std::string::npos;
    }

    std::string any_of(std::vector<std::string> const& parts) { return switched(parts, "guard", " || "); }
    std::string all_of(std::vector<std::string> const& parts) { return switched(parts, "needs", " && "); }
    std::string switched(std::vector<std::string> const& parts, std::string const& how,
                         std::string const& by) {
        std::string result;
        for (std::string const& part : parts) {
            result += (result.empty() ? "" : by) + "mutation::" + how + "(" + number(one_line(part)) +
                      ", static_cast<bool>(" + part + "))";
        }
        return result;
    }
    /// return a && b ? u : -1;
    bool returns(std::size_t& i) {
        std::size_t const end = text_.find(';', i);
        std::string const statement = text_.substr(i, end - i);
        std::size_t const question = statement.find(" ? ");
        if (question == std::string::npos || !one_line(statement).ends_with(": -1")) {
            return false;
        }
        out_ += "return " + all_of(split(statement.substr(7, question - 7), "&&"));
        i += question;
        return true;
    }

    std::string name_;
    std::string text_;
    bool every_condition_;
    bool is_asserted_;
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
        std::cerr << "instrument <from> <to> <header>... -- <header>... -- <header>...\n";
        return 2;
    }
    fs::path const from = argv[1];
    fs::path const to = argv[2];
    fs::create_directories(to);
    fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    std::vector<place> all;
    int list_of_headers = 0;
    for (int i = 3; i < argc; ++i) {
        std::string const name = argv[i];
        if (name == "--") {
            ++list_of_headers;
            continue;
        }
        std::string text =
            header{name, contents(from / "iverson" / name), list_of_headers > 0, list_of_headers < 2, all}
                .run();
        std::string const once = "#pragma once\n";
        text.insert(text.find(once) + once.size(), "\n#include <tests/mutation/switches.hpp>\n");
        write(to / "iverson" / name, text);
    }
    std::ostringstream list;
    list << "// SPDX-License-Identifier: BSL-1.0\n";
    for (place const& p : all) {
        list << "{R\"~(" << p.file << ")~\", R\"~(" << p.function << ")~\", R\"~(" << p.text << ")~\", "
             << (p.is_asserted ? "true" : "false") << "},\n";
    }
    write(to / "places.inc", list.str());
    std::cout << all.size() << " guards and brackets\n";
}
