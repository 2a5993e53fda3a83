// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "chains.hpp"
#include "tokens.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace iverson::latex_reader {

/// Reads formulas as a mathematician writes them, and refuses what has two meanings. Throws syntax::failure.
class parser {
  public:
    parser(std::string_view source, std::vector<std::string> unknown_functions);
    syntax::document run();

    /// For derivations: nothing is read yet, `read_passage` reads one part after the other.
    explicit parser(std::string_view source) : source_{source}, chains_{true} {}
    /// Reads all chains of equalities in a part of the source. Throws syntax::failure.
    void read_passage(display where, std::vector<written_chain>& into);
    void begin_section();
    syntax::document& items() { return result_; }
    /// The whole source as one value. Throws syntax::failure.
    int read_value(std::vector<std::string> const& indices, bool delta_is_tensor);

  private:
    using item = syntax::item;

    /// What stands below, above and behind a name.
    struct scripts {
        bool has_sub = false;
        std::vector<int> sub;
        int super = -1;         ///< an item; -1: none
        bool enclosed = false;  ///< x^{(t)}
        int primes = 0;
        syntax::place super_at;
    };
    /// left = value, before names that stand for time are told.
    struct line {
        int left = -1;
        std::vector<int> moved;  ///< other terms of the left side
        std::string moved_signs;
        int value = -1;
        std::vector<syntax::binder> notes;
        syntax::place at;
    };

    // -- tokens
    token const& peek(std::size_t ahead = 0) const {
        return tokens_[at_ + ahead < tokens_.size() ? at_ + ahead : tokens_.size() - 1];
    }
    bool is(std::string_view sign, std::size_t ahead = 0) const {
        return peek(ahead).kind == token_kind::sign && peek(ahead).text == sign;
    }
    bool is_command(std::string_view name, std::size_t ahead = 0) const {
        return peek(ahead).kind == token_kind::command && peek(ahead).text == name;
    }
    bool take(std::string_view sign);
    bool take_command(std::string_view name);
    token const& next() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
    void expect(std::string_view sign, std::string const& where);
    [[noreturn]] void refuse(std::string message, std::string hint = {}) const;
    [[noreturn]] static void refuse(syntax::place at, std::string message, std::string hint = {});
    std::string shown(token const& t) const;
    syntax::place since(int begin) const;
    int made(syntax::form what, int begin, std::vector<int> parts, std::string signs = {});
    int number(std::int64_t value);

    // -- lines
    void equation();
    void left_side(line& into);
    void bind_left(int left);
    void note(line& into);
    bool at_line_end() const;
    void skip_separators();
    syntax::written_equation written(line const& l);

    // -- chains
    void load(display where);
    bool is_apart(token const& a, token const& b) const;
    void leave_out_text();
    void leave_out_arguments();
    std::size_t end_of_arguments(std::size_t at) const;
    bool begins_other_equation() const;
    bool is_left_side(std::size_t from, std::size_t to) const;
    int chain_left(written_chain& into);
    bool begins_next_value();
    written_chain chain();
    written_value chain_value(written_chain& into);

    // -- time
    void tell_time();
    bool is_next_state(std::string const& name, std::string& time) const;
    bool is_state(std::string const& name) const;
    void rename_time(std::string const& name, bool states, std::string const& time);
    int uses_of(std::string const& name) const;

    // -- values
    int sum();
    int term();
    int factor();
    int primary();
    bool starts_factor() const;
    int with_power(int base, int begin);
    int enclosed(int begin);
    int fraction(int begin);
    bool is_mean(int above, int below) const;
    bool take_count(int sum, int& below);
    void join_means(std::vector<int>& factors, std::string& signs);
    int derivative(int begin, char letter);
    int order_of_derivative();
    int higher_derivative(int begin, int order, int above, int first);
    int root(int begin);
    int between_bars();
    bool bar_is_open_to_doubt() const;
    int absolute(std::string_view close, int begin);
    int cases(int begin);
    int norm(int begin);
    std::vector<syntax::comparison> condition_of_case();
    int opposite(std::vector<syntax::comparison> const& condition, int begin);
    bool is_called(std::size_t at) const;
    int function_call(std::string const& name, int begin);
    int argument(std::string const& name);
    int kept_call(std::string const& name, std::vector<int> arguments, int exponent, int begin);
    int named(int begin);
    int access(syntax::tensor_name t, scripts const& s, int begin);
    int convolution(int begin);
    bool starts_name(std::size_t ahead = 0) const;
    std::string name();
    std::string braced_word();
    std::optional<std::string> function_here() const;
    scripts read_scripts();
    syntax::tensor_name whole_tensor();
    bool starts_indicator() const;
    int indicator(int begin);
    int bracket_until(std::string_view close, int begin);
    bool holds_relation(std::string_view close) const;
    std::optional<syntax::comparison> relation();
    bool at_relation() const;
    void comparisons(std::vector<syntax::comparison>& into);

    // -- subscripts
    std::vector<int> subscripts();
    void segment(std::vector<int>& into);
    int index_atom(bool alone = false);
    bool is_index(int id, bool with_entries = false) const;
    bool known(std::string const& name) const;
    bool mentions_known(int id) const;

    // -- reductions
    int reduction(syntax::word what, int begin);
    void range(item& into);
    void chain_of_range(item& into, std::vector<syntax::comparison>& conditions);
    void add_binder(item& into, syntax::binder b);

    std::string_view source_;
    std::vector<std::string> functions_;
    bool chains_ = false;             ///< what is read is a derivation
    std::set<std::string> called_;    ///< of a derivation: names that are defined with arguments, J(w) = ...
    std::vector<std::string> times_;  ///< of a derivation: indices that stood above a tensor
    std::vector<token> tokens_;
    std::size_t at_ = 0;
    int depth_ = 0;
    int norms_ = 0;              ///< how many are open
    int bars_ = 0;               ///< how many | are open
    bool doubtful_bar_ = false;  ///< a factor stood behind one that closed
    bool left_ = false;
    bool delta_is_tensor_ = false;
    std::set<std::string> alone_;  ///< Greek letters that stand somewhere without an argument
    static constexpr int endless_lower_ = 1 << 30;  ///< the lower end of \sum_{s=-\infty}
    std::vector<std::string> scope_;
    std::vector<line> lines_;
    std::set<int> raised_;                               ///< accesses whose first subscript stands up
    std::set<int> constants_up_;                         ///< of those: a number in parentheses
    std::map<int, std::pair<int, int>> jacobian_parts_;  ///< a Jacobian: the accesses above and below
    std::map<int, int> adjoint_parts_;                   ///< an adjoint: the access below
    std::map<std::string, syntax::place> powered_;
    std::map<std::string, std::string> fonts_;
    syntax::document result_;
};

}  // namespace iverson::latex_reader
