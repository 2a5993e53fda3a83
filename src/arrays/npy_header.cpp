// SPDX-License-Identifier: BSL-1.0
#include "npy_header.hpp"

#include <charconv>
#include <stdexcept>
#include <string>

namespace iverson::arrays {

namespace {

constexpr std::size_t most_axes = 64;                       // what NumPy allows
constexpr std::size_t most_entries = std::size_t{1} << 40;  // keeps all products below 2^63

[[noreturn]] void refuse(std::string const& sentence) { throw std::invalid_argument{sentence}; }

/// The literal of a Python dictionary that a header is: {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }
class literal {
  public:
    explicit literal(std::string_view text) : rest_{text} {}

    npy_header read() {
        npy_header header;
        expect('{');
        while (!take('}')) {
            entry(header);
            if (!take(',')) {
                expect('}');
                break;
            }
        }
        skip_blanks();
        if (!rest_.empty()) {
            refuse("its header goes on behind the closing brace");
        }
        require_once(descr_, "descr");
        require_once(order_, "fortran_order");
        require_once(shape_, "shape");
        return header;
    }

  private:
    void entry(npy_header& header) {
        std::string const key = string();
        expect(':');
        if (key == "descr") {
            ++descr_;
            header.type = type();
        } else if (key == "fortran_order") {
            ++order_;
            header.fortran = truth();
        } else if (key == "shape") {
            ++shape_;
            header.extents = tuple();
        } else {
            refuse("its header has an entry '" + shown(key) + "', which the format does not know");
        }
    }
    static void require_once(int count, std::string const& key) {
        if (count != 1) {
            refuse("its header has " + std::string{count == 0 ? "no entry '" : "several entries '"} + key +
                   "'");
        }
    }

    void skip_blanks() {
        while (!rest_.empty() &&
               (rest_[0] == ' ' || rest_[0] == '\n' || rest_[0] == '\t' || rest_[0] == '\r')) {
            rest_.remove_prefix(1);
        }
    }
    bool take(char sign) {
        skip_blanks();
        if (rest_.empty() || rest_[0] != sign) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char sign) {
        if (!take(sign)) {
            refuse(std::string{"its header has no '"} + sign + "' where one must stand: " + found());
        }
    }
    bool take_word(std::string_view word) {
        skip_blanks();
        bool const there = rest_.starts_with(word);
        rest_.remove_prefix(there ? word.size() : 0);
        return there;
    }
    std::string found() const { return rest_.empty() ? "it ends" : "'" + shown(rest_.substr(0, 12)) + "'"; }
    /// Without what a terminal would obey.
    static std::string shown(std::string_view text) {
        std::string result;
        for (char const c : text.substr(0, 40)) {
            result += c >= ' ' && c <= '~' ? c : '?';
        }
        return result;
    }

    std::string string() {
        char const quote = take('\'') ? '\'' : '"';
        if (quote == '"') {
            expect('"');
        }
        std::size_t const end = rest_.find(quote);
        if (end == std::string_view::npos) {
            refuse("a string in its header does not end");
        }
        std::string result{rest_.substr(0, end)};
        rest_.remove_prefix(end + 1);
        return result;
    }
    bool truth() {
        if (take_word("True")) {
            return true;
        }
        if (!take_word("False")) {
            refuse("fortran_order in its header is neither True nor False: " + found());
        }
        return false;
    }
    std::int64_t extent() {
        skip_blanks();
        std::int64_t value = 0;
        auto const [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc{} || value < 0) {
            refuse("an extent in its header is no whole number from 0 on: " + found());
        }
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        take_word("L");  // the long integers of Python 2
        return value;
    }
    std::vector<std::int64_t> tuple() {
        std::vector<std::int64_t> result;
        expect('(');
        bool comma = false;
        while (!take(')')) {
            result.push_back(extent());
            comma = take(',');
            if (!comma) {
                expect(')');
                break;
            }
        }
        if (result.size() == 1 && !comma) {
            refuse("shape in its header is a number in parentheses and no tuple: (3,) has the comma");
        }
        if (result.size() > most_axes) {
            refuse("it has more than " + std::to_string(most_axes) + " axes");
        }
        return result;
    }
    npy_type type() {
        skip_blanks();
        if (!rest_.empty() && rest_[0] == '[') {
            refuse("it holds records; save their fields as arrays of their own");
        }
        std::string const descr = string();
        bool const known = descr == "|b1" || descr == "<f4" || descr == ">f4" || descr == "<f8" ||
                           descr == ">f8" || is_integer(descr);
        if (!known) {
            refuse("its type '" + shown(descr) + "' is not read: save it as float64, float32 or integers");
        }
        return {descr[1], static_cast<std::size_t>(descr[2] - '0'), descr[0] == '>'};
    }
    static bool is_integer(std::string const& descr) {
        bool const kind = descr.size() == 3 && (descr[1] == 'i' || descr[1] == 'u');
        bool const one = kind && descr[2] == '1' && (descr[0] == '|' || descr[0] == '<' || descr[0] == '>');
        bool const more = kind && (descr[2] == '2' || descr[2] == '4' || descr[2] == '8');
        return one || (more && (descr[0] == '<' || descr[0] == '>'));
    }

    std::string_view rest_;
    int descr_ = 0;
    int order_ = 0;
    int shape_ = 0;
};

std::size_t little(std::string_view bytes) {
    std::size_t result = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) {
        result = result << 8U | static_cast<unsigned char>(bytes[i - 1]);
    }
    return result;
}

}  // namespace

std::size_t npy_header::count() const {
    std::size_t result = 1;
    for (std::int64_t const e : extents) {
        auto const extent = static_cast<std::size_t>(e);
        if (extent != 0 && result > most_entries / extent) {
            refuse("its header announces more than 2^40 numbers");
        }
        result *= extent;
    }
    return result;
}

npy_header read_npy_header(std::string_view bytes) {
    if (!bytes.starts_with("\x93NUMPY")) {
        refuse("it is no NumPy file: it does not start with \\x93NUMPY");
    }
    if (bytes.size() < 8) {
        refuse("it ends before the version of its format");
    }
    int const major = static_cast<unsigned char>(bytes[6]);
    if (major < 1 || major > 3 || bytes[7] != 0) {
        refuse("its format has the version " + std::to_string(major) + "." +
               std::to_string(static_cast<unsigned char>(bytes[7])) + "; 1.0, 2.0 and 3.0 are read");
    }
    std::size_t const width = major == 1 ? 2 : 4;
    std::size_t const start = 8 + width;
    if (bytes.size() < start) {
        refuse("it ends before the length of its header");
    }
    std::size_t const length = little(bytes.substr(8, width));
    if (bytes.size() - start < length) {
        refuse("it ends inside its header");
    }
    npy_header header = literal{bytes.substr(start, length)}.read();
    header.size = start + length;
    header.count();  // refuses extents whose product is no size
    return header;
}

}  // namespace iverson::arrays
