// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../syntax/derivation.hpp"
#include "tokens.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace iverson::text_reader {

using syntax::deeper;

/// Recursive descent over the grammar of docs/text.md: one function for each of its rules. Throws syntax::failure.
class parser {
  public:
    explicit parser(std::string_view source) : tokens_{tokens_of(source)} {}
    syntax::document run();
    /// The same text as derivations; a line that begins behind a heading stands in its section.
    syntax::written_derivation run_chains(std::vector<syntax::place> const& headings);
    /// The whole source as one value.
    int whole_value();
    syntax::document& items() { return result_; }

  private:
    // -- tokens
    token const& peek(std::size_t ahead = 0) const {
        std::size_t const last = tokens_.size() - 1;
        return tokens_[at_ + ahead < last ? at_ + ahead : last];
    }
    token const& next() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
    bool is(std::string_view sign, std::size_t ahead = 0) const {
        token const& t = peek(ahead);
        return t.text == sign && (t.kind == token_kind::sign || t.kind == token_kind::name);
    }
    bool take(std::string_view sign) {
        bool const found = is(sign);
        at_ += found ? 1 : 0;
        return found;
    }
    void expect(std::string_view sign, std::string const& where);
    [[noreturn]] void refuse(std::string const& expected) const;
    std::string expect_name(std::string const& what);
    syntax::place since(int begin) const;
    int made(syntax::form what, int begin, std::vector<int> parts, std::string signs = {});

    // -- lines
    void line();
    void function_line();
    void output_line();
    void declaration_line(std::vector<std::pair<syntax::tensor_name, syntax::place>> const& names);
    syntax::written_axis axis();
    void equation_line(syntax::tensor_name left, syntax::place left_at);
    syntax::left_subscript left_subscript();

    // -- chains
    void skip_line();
    void chain_line(syntax::passage& into);
    syntax::written_chain chain();
    void chain_left(syntax::written_chain& into);
    int left_access(syntax::tensor_name name, int begin, std::vector<syntax::binder>& notes);
    int as_derivative(int access);
    bool begins_next_value();
    syntax::written_value chain_value();

    // -- values
    int sum();
    int product();
    int unary();
    int power();
    int primary();
    int named();
    int enclosed();
    int bracket();
    int reduction(std::string const& name, int begin);
    int call(std::string const& name, int primes, int begin);
    int behind_bar();
    static bool is_reduction(std::string_view name);
    int differentiated(int begin);
    int access(syntax::tensor_name t, int begin);
    void comparisons(syntax::item& into);
    std::optional<syntax::comparison> sign_here();

    syntax::tensor_name tensor();
    bool starts_tensor_role() const;
    syntax::binder binder();
    bool starts_binder() const;

    std::vector<token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool chains_ = false;  ///< what is read is a derivation
    syntax::document result_;
};

}  // namespace iverson::text_reader
