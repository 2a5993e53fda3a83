// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tree.hpp"

#include <iverson/functions/table.hpp>
#include <iverson/graph/record.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace iverson::syntax {

/// From the tree to the graph. Names get their meaning here: index, extent, function, tensor.
class lowering_pass {
  public:
    explicit lowering_pass(document& d) : d_{d}, extents_{tell_kinds(d)} {}
    lowering_pass(lowering_pass const&) = delete;

    graph::formula run();
    /// Of a formula that has been lowered: why no data fits it.
    std::optional<failure> misfit() const;

  private:
    struct known_index {
        std::string name;
        int symbol;
    };
    struct known_tensor {
        int id;
        int rank;
        place at;
    };

    // -- refusing
    [[noreturn]] void refuse(place at, std::string message, std::string hint = {}) const {
        throw failure{at, std::move(message), std::move(hint)};
    }
    /// Turns the graph's sentence into a failure at this place.
    void check(place at) const {
        if (g_.failed()) {
            refuse(at, std::string{g_.message().view()});
        }
    }
    void check_left_position(int id) const;
    [[noreturn]] void refuse_unbound(place at, std::string const& name) const;
    [[noreturn]] void refuse_function(item const& i) const;
    place place_for(std::string const& message) const;

    // -- names
    int symbol_of(std::string const& name) const;
    bool is_extent(std::string const& name) const { return extents_.contains(name); }
    int tensor(tensor_name const& t, int rank, place at);
    int rank_of(tensor_name const& t) const;
    int related(tensor_name const& t, int rank, place at, std::string const& key);
    void check_name(std::string const& name, place at, int rank) const;

    // -- subscripts
    graph::affine position(int id);
    graph::affine product_position(item const& i);
    int entry(item const& i);
    std::int64_t literal(int id);
    bool is_index_expression(int id) const;
    bool is_position(int id) const;
    bool holds_index(int id) const;
    bool divides(int id) const;
    int bind(binder const& b, graph::vector<int>& guards);

    // -- values
    int value(int id);
    int value_of(item const& i);
    int name_value(item const& i);
    int access(item const& i);
    int extent_value(std::string const& name);
    int call(item const& i);
    int user_call(item const& i, std::size_t function, std::vector<int> const& arguments);
    int unknown_call(item const& i, written_function const& f, std::vector<int> by,
                     std::vector<int> const& arguments);
    int reduce(item const& i);
    int sum_of(item const& i);
    int product_of(item const& i);
    int bracket(item const& i);
    int compare(comparison const& c, place at);
    void guards_of(int condition, graph::vector<int>& guards);
    void limit(std::vector<int> const& parts, graph::op kind, place at) const;

    // -- the document
    void declare(declaration const& one);
    void lower(written_equation const& e);
    void check_depth(place at) const;
    failure misfit_of(graph::requirement const& r, graph::axis const& own,
                      std::string const& declaration) const;
    void set_outputs();

    document& d_;
    std::set<std::string> extents_;
    lowering::state s_;
    graph::graph& g_ = s_.g;
    std::vector<known_index> scope_;
    std::map<std::string, known_tensor> tensors_;
    std::map<std::string, int> parameters_;
    bool with_entries_ = false;  ///< entries of tensors may stand in the subscript at hand
    std::map<std::pair<std::size_t, std::vector<int>>, int> calls_;
    std::vector<std::size_t> active_;
    std::map<std::pair<int, int>, place> declared_;
};

}  // namespace iverson::syntax
