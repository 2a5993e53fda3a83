// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../functions/lane_number.hpp"
#include "source.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// Functions in lanes as source. functions/lane_functions.hpp has them once, for vectors of any type: run with vectors that
/// keep what is done to them, it gives the text, with the coefficients as numbers in it.
namespace iverson::emit {

/// One vector: what it is computed from. Leaves are arguments and numbers, which stand for vectors of themselves.
struct lane_step {
    enum class kind { leaf, number, unary, binary, cast, pick, root, calls };
    kind what = kind::leaf;
    std::string word;  ///< the operator, name, number, type of a cast, or the function that is called
    std::string_view type;
    std::vector<std::shared_ptr<lane_step const>> from;
};

/// How the emitted source calls the vectors of a type of numbers, and writes one of them.
template <class E>
constexpr std::string_view lane_type() {
    return std::is_floating_point_v<E> ? "numbers" : std::is_signed_v<E> ? "integers" : "bits";
}
template <class E>
std::string lane_literal(E value) {
    char text[64];
    if constexpr (std::is_floating_point_v<E>) {
        std::string const type = sizeof(E) == 8 ? "double" : "float";
        double const wide = value;
        if (std::isnan(wide) || std::isinf(wide)) {
            return std::string{wide < 0 ? "-" : ""} + "std::numeric_limits<" + type +
                   (std::isnan(wide) ? ">::quiet_NaN()" : ">::infinity()");
        }
        bool const is_short = wide == std::round(wide * 4) / 4 && std::abs(wide) < 1e4;
        bool const is_whole = wide == std::round(wide);
        std::snprintf(text, sizeof text, is_whole ? "%.1f" : "%.4g", wide);
        if (!is_short) {
            std::snprintf(text, sizeof text, "%a", wide);
        }
        return std::string{text} + (sizeof(E) == 8 ? "" : "F");
    } else {
        return std::to_string(value) + (std::is_signed_v<E> ? "" : value >> 31 > 1 ? "ULL" : "U");
    }
}

/// A single number of which a function of <cmath> is wanted: sin(u) is its name.
struct cmath_name {
    std::string text = {};
    friend cmath_name sin(cmath_name const&) { return {"sin"}; }
    friend cmath_name cos(cmath_name const&) { return {"cos"}; }
    friend cmath_name tan(cmath_name const&) { return {"tan"}; }
};

/// A vector of E whose operators write themselves down. Conversions between vectors take their bits.
template <class E>
class lane_text {
    using step = std::shared_ptr<lane_step const>;
    using kind = lane_step::kind;
    using mask = lane_text<std::conditional_t<sizeof(E) == 8, std::int64_t, std::int32_t>>;

  public:
    lane_text() : lane_text{E{0}} {}
    template <class Real>
        requires std::is_arithmetic_v<Real>
    lane_text(Real all)
        : step_{make(kind::number, lane_literal(static_cast<E>(all)), {})} {}  // NOLINT: as numbers are
    template <class Other>
    explicit lane_text(lane_text<Other> const& other)
        : step_{make(kind::cast, std::string{lane_type<E>()}, {other.its_step()})} {}
    explicit lane_text(step its) : step_{std::move(its)} {}
    static lane_text argument(std::string const& name) { return lane_text{make(kind::leaf, name, {})}; }
    step const& its_step() const { return step_; }

    friend lane_text operator+(lane_text const& a, lane_text const& b) { return two("+", a, b); }
    friend lane_text operator-(lane_text const& a, lane_text const& b) {
        return b.is_zero() ? a : two("-", a, b);  // a number without a vector is that of all lanes
    }
    friend lane_text operator*(lane_text const& a, lane_text const& b) { return two("*", a, b); }
    friend lane_text operator/(lane_text const& a, lane_text const& b) { return two("/", a, b); }
    friend lane_text operator&(lane_text const& a, lane_text const& b) { return two("&", a, b); }
    friend lane_text operator|(lane_text const& a, lane_text const& b) { return two("|", a, b); }
    friend lane_text operator^(lane_text const& a, lane_text const& b) { return two("^", a, b); }
    friend lane_text operator<<(lane_text const& a, std::size_t by) { return two("<<", a, places(by)); }
    friend lane_text operator>>(lane_text const& a, std::size_t by) { return two(">>", a, places(by)); }
    friend mask operator<(lane_text const& a, lane_text const& b) { return is("<", a, b); }
    friend mask operator<=(lane_text const& a, lane_text const& b) { return is("<=", a, b); }
    friend mask operator>(lane_text const& a, lane_text const& b) { return is(">", a, b); }
    friend mask operator==(lane_text const& a, lane_text const& b) { return is("==", a, b); }
    friend mask operator!=(lane_text const& a, lane_text const& b) { return is("!=", a, b); }
    friend lane_text operator-(lane_text const& a) { return lane_text{make(kind::unary, "-", {a.step_})}; }
    friend lane_text operator~(lane_text const& a) { return lane_text{make(kind::unary, "~", {a.step_})}; }

    template <class Other>
    lane_text<Other> pick(lane_text<Other> const& yes, lane_text<Other> const& no) const {
        return lane_text<Other>{
            lane_text<Other>::make(kind::pick, "?", {step_, yes.its_step(), no.its_step()})};
    }
    lane_text root() const { return lane_text{make(kind::root, "root_of", {step_})}; }
    /// `result`, in the lanes of this mask scalar(x), lane by lane.
    template <class Scalar, class Other>
    lane_text<Other> calls(Scalar const& scalar, lane_text<Other> const& x,
                           lane_text<Other> const& result) const {
        return lane_text<Other>{lane_text<Other>::make(kind::calls, scalar(cmath_name{}).text,
                                                       {step_, x.its_step(), result.its_step()})};
    }
    static step make(kind what, std::string word, std::vector<step> from) {
        return std::make_shared<lane_step const>(
            lane_step{what, std::move(word), lane_type<E>(), std::move(from)});
    }

  private:
    static lane_text two(char const* word, lane_text const& a, lane_text const& b) {
        return lane_text{make(kind::binary, word, {a.step_, b.step_})};
    }
    static mask is(char const* word, lane_text const& a, lane_text const& b) {
        return mask{mask::make(kind::binary, word, {a.step_, b.step_})};
    }
    static lane_text places(std::size_t by) { return lane_text{make(kind::leaf, std::to_string(by), {})}; }
    bool is_zero() const { return step_->what == kind::number && step_->word == lane_literal(E{0}); }

    step step_;
};

/// Writes a value and what it is computed from as statements: a step that is used once stands where it is used, unless it is long.
class lane_text_writer {
  public:
    explicit lane_text_writer(source& out) : out_{out} {}

    /// The expression of the value, after statements for what it is computed from.
    std::string write(lane_step const& value) {
        int const last = number_of(value);
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            bool const is_leaf = steps_[i]->from.empty();
            texts_.push_back(text_of(i));
            if (!is_leaf && static_cast<int>(i) != last && (uses_[i] > 1 || texts_[i].size() > longest)) {
                std::string const name = "t" + std::to_string(++names_);
                out_.line(std::string{steps_[i]->type} + " const " + name + " = " + texts_[i] + ";");
                texts_[i] = name;
                named_.resize(steps_.size());
                named_[i] = true;
            }
        }
        return texts_[static_cast<std::size_t>(last)];
    }

  private:
    static constexpr std::size_t longest = 72;
    using kind = lane_step::kind;

    /// Equal steps have one number, and stand behind what they are computed from.
    int number_of(lane_step const& s) {
        if (auto const known = by_address_.find(&s); known != by_address_.end()) {
            return known->second;
        }
        std::vector<int> from;
        std::string key = std::to_string(static_cast<int>(s.what)) + s.word + ":" + std::string{s.type};
        for (auto const& operand : s.from) {
            from.push_back(number_of(*operand));
            key += "," + std::to_string(from.back());
        }
        auto const [at, is_new] = by_text_.insert({key, static_cast<int>(steps_.size())});
        if (is_new) {
            for (int operand : from) {
                ++uses_[static_cast<std::size_t>(operand)];
            }
            steps_.push_back(&s);
            from_.push_back(from);
            uses_.push_back(0);
        }
        by_address_[&s] = at->second;
        return at->second;
    }
    std::size_t operand(std::size_t i, std::size_t which) const {
        return static_cast<std::size_t>(from_[i][which]);
    }
    bool is_named(std::size_t i) const { return steps_[i]->from.empty() || (i < named_.size() && named_[i]); }
    /// As an operand of an operator.
    std::string closed(std::size_t i, bool of_sum = false) const {
        std::string const& word = steps_[i]->word;
        bool const is_product = steps_[i]->what == kind::binary && (word == "*" || word == "/");
        bool const is_open =
            steps_[i]->what == kind::pick || (steps_[i]->what == kind::binary && !(of_sum && is_product));
        return is_open && !is_named(i) ? "(" + texts_[i] + ")" : texts_[i];
    }
    /// As a vector where a number alone would not be one.
    std::string wide(std::size_t i) const {
        std::string const none = std::string{steps_[i]->type} + "{}";
        bool const is_zero = texts_[i][0] == '0' && texts_[i].find_first_not_of("0.FUL") == std::string::npos;
        return steps_[i]->what != kind::number ? closed(i)
               : is_zero                       ? none
                                               : "(" + texts_[i] + " - " + none + ")";
    }
    std::string text_of(std::size_t i) const {
        lane_step const& s = *steps_[i];
        switch (s.what) {
            case kind::leaf:
            case kind::number: return s.word;
            case kind::unary: return s.word + wide(operand(i, 0));
            case kind::cast: return "(" + s.word + ")" + wide(operand(i, 0));
            case kind::root: return s.word + "(" + texts_[operand(i, 0)] + ")";
            case kind::pick:
                return closed(operand(i, 0)) + " ? " + wide(operand(i, 1)) + " : " + wide(operand(i, 2));
            case kind::calls:
                return "with_calls([](auto lane) { return std::" + s.word + "(lane); }, " +
                       texts_[operand(i, 0)] + ", " + texts_[operand(i, 1)] + ", " + texts_[operand(i, 2)] +
                       ")";
            case kind::binary: break;
        }
        bool const of_sum = s.word == "+" || s.word == "-";
        return closed(operand(i, 0), of_sum) + " " + s.word + " " + closed(operand(i, 1), of_sum);
    }

    source& out_;
    int names_ = 0;
    std::vector<lane_step const*> steps_;
    std::vector<std::vector<int>> from_;
    std::vector<int> uses_;
    std::vector<bool> named_;
    std::vector<std::string> texts_;
    std::map<lane_step const*, int> by_address_;
    std::map<std::string, int> by_text_;
};

}  // namespace iverson::emit

namespace iverson::functions {

template <class T>
struct vector_type<T, as_text> {
    using type = emit::lane_text<T>;
};

}  // namespace iverson::functions
