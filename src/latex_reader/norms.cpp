// SPDX-License-Identifier: BSL-1.0
#include "norms.hpp"

#include "parser.hpp"

#include <algorithm>

namespace iverson::latex_reader {

using syntax::form;

/// \|u\|, \|u\|_2, \|u\|_1, \|u\|_F: a call, until the indices of all tensors are known.
int parser::norm(int begin) {
    syntax::deeper const guard{depth_, peek().at};
    std::string const close = next().text == "lVert" ? "rVert" : tokens_[at_ - 1].text;
    ++norms_;
    int const inner = sum();
    --norms_;
    if (!take_command(close)) {
        refuse("expected the end of the norm");
    }
    std::string name = "norm";
    if (take("_")) {
        bool const braced = take("{");
        std::string const which = next().text;
        if (which != "2" && which != "F" && which != "1") {
            refuse("expected 1, 2 or F below a norm");
        }
        name = which == "1" ? "norm_1" : "norm";
        if (braced) {
            expect("}", "behind the kind of the norm");
        }
    }
    int const id = made(form::call, begin, {inner});
    result_[id].name = name;
    return with_power(id, begin);
}

namespace {

class norm_writer {
  public:
    explicit norm_writer(syntax::document& d) : d_{d} {
        for (syntax::item const& i : d.items) {
            if (i.what == form::access && i.tensor.kind == graph::role::plain) {
                std::size_t& rank = ranks_[i.tensor.name];
                rank = std::max(rank, i.parts.size());
                names_.insert(i.tensor.name);
            }
        }
    }

    void run() {
        int const count = static_cast<int>(d_.items.size());
        for (int id = 0; id < count; ++id) {
            syntax::item const i = d_[id];
            bool const square = i.what == form::power && is_norm(i.parts[0], "norm") &&
                                d_[i.parts[1]].what == form::number &&
                                d_[i.parts[1]].value == graph::rational{2};
            if (square) {
                write_out(id, i.parts[0], false);
            }
        }
        for (int id = 0; id < count; ++id) {
            if (is_norm(id, "norm") || is_norm(id, "norm_1")) {
                write_out(id, id, d_[id].name == "norm");
            }
        }
    }

  private:
    bool is_norm(int id, char const* name) const {
        return d_[id].what == form::call && d_[id].name == name && d_[id].parts.size() == 1;
    }
    int add(form what, std::vector<int> parts, std::string signs = {}) {
        syntax::item i;
        i.what = what;
        i.at = {-1, -1};
        i.parts = std::move(parts);
        i.signs = std::move(signs);
        return d_.add(std::move(i));
    }
    int index(std::string const& name) {
        int const id = add(form::access, {});
        d_[id].tensor.name = name;
        return id;
    }

    /// The number of indices that the tensors in the norm lack; 0 if they lack none, or not all the same.
    std::size_t missing(int id) const {
        syntax::item const& i = d_[id];
        if (i.what == form::access) {
            auto const rank = ranks_.find(i.tensor.name);
            return rank == ranks_.end() ? 0 : rank->second - std::min(rank->second, i.parts.size());
        }
        std::size_t result = 0;
        for (int part : i.parts) {
            std::size_t const own = missing(part);
            bool const scale = own == 0 && i.what == form::multiply;
            if (!scale && result != 0 && own != result) {
                return 0;
            }
            result = scale ? result : own;
        }
        return result;
    }

    int with_indices(int id, std::vector<std::string> const& names) {
        syntax::item i = d_[id];
        if (missing(id) == 0) {
            return id;
        }
        if (i.what == form::access) {
            for (std::string const& name : names) {
                i.parts.push_back(index(name));
            }
        } else {
            for (int& part : i.parts) {
                part = with_indices(part, names);
            }
        }
        i.at = {-1, -1};
        return d_.add(std::move(i));
    }

    /// `whole` becomes the sum of the squares, its root, or the sum of the magnitudes.
    void write_out(int whole, int norm, bool root) {
        int const body = d_[norm].parts[0];
        bool const magnitudes = d_[norm].name == "norm_1";
        std::size_t const count = missing(body);
        if (count == 0 || count > 2) {
            return;
        }
        std::vector<std::string> const names = fresh(count);
        int const entry = with_indices(body, names);
        int summand = add(form::number, {});
        d_[summand].value = graph::rational{2};
        if (magnitudes) {
            summand = add(form::call, {entry});
            d_[summand].name = "abs";
        } else {
            summand = add(form::power, {entry, summand});
        }
        syntax::item sum;
        sum.what = form::reduce;
        sum.at = root ? syntax::place{-1, -1} : d_[whole].at;
        sum.parts = {summand};
        sum.binders.resize(count);
        for (std::size_t k = 0; k < count; ++k) {
            sum.binders[k].name = names[k];
        }
        if (!root) {
            d_[whole] = sum;
            return;
        }
        int const inside = d_.add(sum);
        d_[whole].name = "sqrt";
        d_[whole].parts = {inside};
    }

    std::vector<std::string> fresh(std::size_t count) {
        std::vector<std::string> result;
        for (std::string const name : {"q", "r", "p", "m", "l", "k", "j", "i", "q_norm", "r_norm"}) {
            if (result.size() < count && !names_.contains(name)) {
                result.push_back(name);
            }
        }
        return result;
    }

    syntax::document& d_;
    std::map<std::string, std::size_t> ranks_;
    std::set<std::string> names_;
};

}  // namespace

void write_out_norms(syntax::document& d) { norm_writer{d}.run(); }

}  // namespace iverson::latex_reader
