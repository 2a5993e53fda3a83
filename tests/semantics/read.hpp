// SPDX-License-Identifier: BSL-1.0
//
// Reads the worked cases of docs/semantics.md, so that the tests hold every engine to the numbers that people read
// there. Section 2 of that file defines the format. The reader is strict: whatever it does not understand it reports,
// since a case that is skipped in silence proves nothing.
#ifndef IVERSON_TESTS_SEMANTICS_READ_HPP
#define IVERSON_TESTS_SEMANTICS_READ_HPP

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <istream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text.hpp"

namespace semantics {

/// `name = value` in a where line. `placed` tells that the case wrote at(...); otherwise lo is 0 and the formula may set it.
struct binding {
    std::string name;
    tensor value;
    bool placed = false;
};

enum class kind { value, gradient, jacobian, error };

/// What a case promises. Which fields count depends on `what`:
/// value: result; gradient: wrt, adjoint (none for a scalar equation), result; jacobian: wrt, result;
/// error: error_kind ("binding" or "refused"), sentence, names (words that the message must hold).
struct expectation {
    kind what = kind::value;
    std::string wrt;
    std::optional<binding> adjoint;
    tensor result;
    std::string error_kind;
    std::string sentence;
    std::vector<std::string> names;
};

struct case_ {
    int number = 0;
    std::string title;
    std::string formula;
    std::vector<std::string> with;
    std::vector<binding> bindings;
    std::vector<expectation> expectations;
};

namespace detail {

inline binding read_binding(std::string_view text, cursor const& from) {
    cursor in{text, from.line()};
    binding found;
    found.name = in.name();
    in.expect(" = ");
    found.placed = in.take("at(");
    found.value = found.placed ? placed_literal(in) : literal(in);
    in.expect_end();
    return found;
}

/// Whether a written list fits a domain: below an axis of extent 0 nothing can be written.
inline bool fits(std::vector<long> const& written, std::vector<long> const& extents) {
    if (written.size() > extents.size() || !std::equal(written.begin(), written.end(), extents.begin()))
        return false;
    return written.size() == extents.size() || (!written.empty() && written.back() == 0);
}

/// `-1..1 x 0..1 = [[1, 2], [3, 4], [5, 6]]`, or a plain number.
inline tensor read_result(std::string_view text, cursor const& from) {
    cursor in{text, from.line()};
    if (text.find("..") == std::string_view::npos) {
        auto found = literal(in);
        if (!found.extents.empty()) in.fail("a list without its domain");
        in.expect_end();
        return found;
    }
    std::vector<long> lo, extents;
    do {
        lo.push_back(in.number<long>());
        in.expect("..");
        extents.push_back(in.number<long>() - lo.back() + 1);
        if (extents.back() < 0) in.fail("an empty domain is written lo..lo-1");
    } while (in.take(" x "));
    in.expect(" = ");
    auto found = literal(in);
    in.expect_end();
    if (!fits(found.extents, extents)) in.fail("the list does not fit its domain");
    return {lo, extents, found.values};
}

inline std::string span(cursor& in) {
    in.expect("`");
    auto found = in.until('`');
    in.expect("`");
    return found;
}

inline std::vector<std::string> spans(cursor& in) {
    std::vector<std::string> found;
    do {
        found.push_back(span(in));
    } while (in.take(", "));
    return found;
}

/// The equation that the results are of: the last one of a system.
inline std::string result_equation(std::string const& formula) {
    std::string const system = "system(";
    if (!formula.starts_with(system)) return formula;
    std::size_t start = system.size();
    int depth = 0;
    for (std::size_t i = start; i < formula.size(); ++i) {
        depth += formula[i] == '(' ? 1 : formula[i] == ')' ? -1 : 0;
        start = formula[i] == ',' && depth == 0 ? i + 2 : start;
    }
    return formula.substr(start);
}

/// The tensor or scalar on the left: y of `y(t) = ...`, E of `E = ...`.
inline std::string left_name(case_ const& c, cursor const& from) {
    return cursor{result_equation(c.formula), from.line()}.name();
}

inline binding const& bound(case_ const& c, std::string const& name, cursor const& from) {
    auto const found = std::ranges::find(c.bindings, name, &binding::name);
    if (found == c.bindings.end()) from.fail(name + " is not bound");
    return *found;
}

inline tensor const& value_of(case_ const& c, cursor const& from) {
    if (c.expectations.empty() || c.expectations.front().what != kind::value)
        from.fail("the value must come first");
    return c.expectations.front().result;
}

/// adjoint(y) = `[...]`: its list lies on the domain of y.
inline binding read_adjoint(cursor& in, case_ const& c) {
    in.expect("adjoint(");
    binding found;
    found.name = in.name();
    if (found.name != left_name(c, in)) in.fail("the adjoint must be that of the left side");
    in.expect(") = ");
    auto const text = span(in);
    cursor list{text, in.line()};
    found.value = literal(list);
    list.expect_end();
    auto const& y = value_of(c, in);
    if (!fits(found.value.extents, y.extents)) in.fail("the adjoint does not fit the value");
    found.value.lo = y.lo;
    found.value.extents = y.extents;
    found.placed = true;
    return found;
}

inline void read_value(cursor& in, case_& c) {
    if (!c.expectations.empty()) in.fail("the value comes once and first");
    expectation e;
    in.expect(left_name(c, in));
    in.expect(": ");
    e.result = read_result(span(in), in);
    c.expectations.push_back(std::move(e));
}

inline void read_gradient(cursor& in, case_& c) {
    expectation e;
    e.what = kind::gradient;
    e.wrt = in.name();
    if (in.take(" with ")) e.adjoint = read_adjoint(in, c);
    if (e.adjoint.has_value() == value_of(c, in).extents.empty())
        in.fail("an adjoint is for tensors, and only for them");
    in.expect(": ");
    e.result = read_result(span(in), in);
    if (e.result.extents != bound(c, e.wrt, in).value.extents)
        in.fail("a gradient has the extents of its tensor");
    c.expectations.push_back(std::move(e));
}

inline void read_jacobian(cursor& in, case_& c) {
    expectation e;
    e.what = kind::jacobian;
    e.wrt = in.name();
    in.expect(": ");
    e.result = read_result(span(in), in);
    auto extents = value_of(c, in).extents;
    auto const& more = bound(c, e.wrt, in).value.extents;
    extents.insert(extents.end(), more.begin(), more.end());
    if (e.result.extents != extents)
        in.fail("a Jacobian has the axes of the value, then those of its tensor");
    c.expectations.push_back(std::move(e));
}

/// error: `refused "..."` or `binding "..."`, in place of all results.
inline void read_error(cursor& in, case_& c) {
    if (!c.expectations.empty()) in.fail("an error stands in place of results");
    expectation e;
    e.what = kind::error;
    auto const text = span(in);
    cursor inner{text, in.line()};
    e.error_kind = inner.name();
    if (e.error_kind != "binding" && e.error_kind != "refused") in.fail("an error is binding or refused");
    if (e.error_kind == "refused" && !c.bindings.empty()) in.fail("a refusal needs no bindings");
    inner.expect(" \"");
    e.sentence = inner.until('"');
    inner.expect("\"");
    inner.expect_end();
    c.expectations.push_back(std::move(e));
}

inline void read_names(cursor& in, case_& c) {
    if (c.expectations.empty() || c.expectations.back().what != kind::error)
        in.fail("names come after an error");
    if (!c.expectations.back().names.empty()) in.fail("names come once");
    c.expectations.back().names = spans(in);
}

inline void read_bindings(cursor& in, case_& c) {
    if (!c.bindings.empty() || !c.expectations.empty()) in.fail("where comes once, before what is expected");
    for (auto const& text : spans(in)) {
        auto found = read_binding(text, in);
        if (std::ranges::find(c.bindings, found.name, &binding::name) != c.bindings.end())
            in.fail("bound twice");
        c.bindings.push_back(std::move(found));
    }
}

/// One line `- key: ...` of a case.
inline void read_key(cursor in, case_& c) {
    in.expect("- ");
    if (in.take("formula: ")) {
        if (!c.formula.empty()) in.fail("two formulas in one case");
        c.formula = span(in);
    } else if (c.formula.empty()) {
        in.fail("the formula must come first");
    } else if (in.take("with: ")) {
        if (!c.with.empty() || !c.bindings.empty() || !c.expectations.empty())
            in.fail("with comes once, after the formula");
        c.with = spans(in);
    } else if (in.take("where: ")) {
        read_bindings(in, c);
    } else if (in.take("gradient wrt ")) {
        read_gradient(in, c);
    } else if (in.take("jacobian wrt ")) {
        read_jacobian(in, c);
    } else if (in.take("error: ")) {
        read_error(in, c);
    } else if (in.take("names: ")) {
        read_names(in, c);
    } else {
        read_value(in, c);
    }
    in.expect_end();
}

inline case_ read_heading(cursor in) {
    case_ c;
    in.expect("### Case ");
    c.number = in.number<int>();
    in.expect(": ");
    c.title = in.rest();
    if (c.title.empty()) in.fail("a case without a title");
    return c;
}

/// Takes the lines of a file one by one.
class file_reader {
  public:
    void line(std::string const& text) {
        cursor const in{text, ++number_};
        if (text.starts_with("```")) fenced_ = !fenced_;
        if (fenced_) return;
        if (text.starts_with("#")) return heading(in);
        if (!open_) return;
        if (text.starts_with("- ")) return key(in);
        keys_over_ = keys_over_ || !cases_.back().formula.empty();
        if (text.find(": `") != std::string::npos) in.fail("a key that does not begin with '- '");
    }
    std::vector<case_> finish() {
        close(cursor{"the end of the file", number_});
        return std::move(cases_);
    }

  private:
    void heading(cursor in) {
        close(in);
        open_ = in.sees("### ");
        keys_over_ = false;
        if (open_) cases_.push_back(read_heading(in));
    }
    void key(cursor in) {
        if (keys_over_) in.fail("keys stand together, before the explanation");
        read_key(in, cases_.back());
    }
    void close(cursor const& in) {
        if (open_ && cases_.back().expectations.empty()) in.fail("the case before expects nothing");
        open_ = false;
    }

    std::vector<case_> cases_;
    std::size_t number_ = 0;
    bool fenced_ = false;
    bool open_ = false;
    bool keys_over_ = false;
};

}  // namespace detail

/// All cases of a stream in the format of docs/semantics.md.
/// Errors: malformed, naming the line.
inline std::vector<case_> read(std::istream& in) {
    detail::file_reader reader;
    for (std::string line; std::getline(in, line);) reader.line(line);
    return reader.finish();
}

/// All cases of a file. Errors: malformed; std::runtime_error where the file cannot be opened.
inline std::vector<case_> read_file(std::string const& path) {
    std::ifstream in{path};
    if (!in) throw std::runtime_error{"cannot open " + path};
    return read(in);
}

}  // namespace semantics

#endif
