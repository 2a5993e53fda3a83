// SPDX-License-Identifier: BSL-1.0
#define IVERSON_DESCRIPTION
#include <iverson/emit/description.hpp>
#include <iverson/emit/description.ipp>
#include <iverson/text/run_time.hpp>

#include "../text/writer.hpp"

#include <algorithm>
#include <optional>

namespace iverson {

namespace {

std::vector<loops::bound_axis> axes_of(std::string const& name, graph::tensor const& t,
                                       std::vector<std::int64_t> const& extents) {
    if (t.rank != static_cast<int>(extents.size())) {
        throw std::invalid_argument{
            graph::binding::ranks_differ(name, t.rank, static_cast<int>(extents.size()))};
    }
    std::vector<loops::bound_axis> result;
    for (std::int64_t const extent : extents) {
        if (extent < 0) {
            throw std::invalid_argument{"an extent of " + name + " is negative"};
        }
        result.push_back({extent, 0, false});
    }
    return result;
}

/// The extents that a caller leaves out and that follow from those of the first tensors, which are given: of adjoint(y), where
/// those of w and x say what y is.
class left_out {
  public:
    left_out(loops::plan const& p, emit::argument_axes const& axes, std::size_t given)
        : p_{p}, values_(static_cast<std::size_t>(p.symbols), 0), known_(values_.size(), 0) {
        auto const axis_of = [&](int buffer, int axis) { return axes[place(buffer)][place(axis)]; };
        for (loops::setting const& s : p.settings) {
            bool const reads_axis =
                s.from == loops::setting::source::extent || s.from == loops::setting::source::lower;
            if ((!reads_axis || place(s.buffer) < given) && is_known(s.rest) && is_known(s.pieces)) {
                values_[place(s.symbol)] = loops::value_of(p, s, values_, axis_of);
                known_[place(s.symbol)] = 1;
            }
        }
    }
    /// None if they do not follow.
    std::optional<std::vector<loops::bound_axis>> axes_of(loops::buffer const& b) const {
        std::vector<loops::bound_axis> result;
        for (loops::axis_bounds const& a : loops::slice(p_.axes, b.axes)) {
            if (!is_known(a.lower) || !is_known(a.upper)) {
                return std::nullopt;
            }
            loops::interval const its{loops::value_of(a.lower, values_), loops::value_of(a.upper, values_)};
            result.push_back({its.extent(), 0, false});
        }
        return result;
    }

  private:
    static std::size_t place(int i) { return static_cast<std::size_t>(i); }
    bool is_known(graph::affine const& e) const {
        return std::all_of(e.begin(), e.end(), [&](auto const& t) { return known_[place(t.symbol)] != 0; });
    }
    bool is_known(loops::range pieces) const {
        auto const all = loops::slice(p_.pieces, pieces);
        return std::all_of(all.begin(), all.end(), [&](loops::piece const& part) {
            auto const known = [&](auto const& one) { return is_known(one.expression); };
            auto const lowers = loops::slice(p_.bounds, part.values.lowers);
            auto const uppers = loops::slice(p_.bounds, part.values.uppers);
            auto const conditions = loops::slice(p_.conditions, part.conditions);
            return !part.is_narrowed() && std::all_of(lowers.begin(), lowers.end(), known) &&
                   std::all_of(uppers.begin(), uppers.end(), known) &&
                   std::all_of(conditions.begin(), conditions.end(), known);
        });
    }

    loops::plan const& p_;
    std::vector<std::int64_t> values_;
    std::vector<char> known_;
};

using axes_by_tensor = std::map<int, std::vector<loops::bound_axis>>;

/// Errors: std::invalid_argument for a name that is not an input of the formula, and for what are no extents of its tensor.
axes_by_tensor axes_of(graph::formula const& f,
                       std::map<std::string, std::vector<std::int64_t>> const& extents) {
    for (auto const& [name, its] : extents) {
        rank(f, name);  // refuses a name that the formula does not have
    }
    text_writer::writer const write{f, text_writer::detail::inferred};
    axes_by_tensor result;
    for (std::size_t id = 0; id < f.nodes.tensors.size(); ++id) {
        std::string const name = write.tensor(static_cast<int>(id));
        auto const found = extents.find(name);
        if (found == extents.end()) {
            continue;
        }
        if (f.defining(static_cast<int>(id)) >= 0) {
            throw std::invalid_argument{name + " is computed: its extents follow from those of the inputs"};
        }
        result[static_cast<int>(id)] = axes_of(name, f.nodes.tensors[id], found->second);
    }
    return result;
}

/// What the plan needs, and what else is given: it may say extents.
std::vector<loops::argument> bound_tensors(graph::formula const& f, axes_by_tensor const& given) {
    std::vector<loops::argument> bound = emit::arguments_of(f, {});
    for (auto const& [tensor, axes] : given) {
        bool const listed = std::any_of(bound.begin(), bound.end(),
                                        [&](loops::argument const& a) { return a.tensor == tensor; });
        if (!listed) {
            bound.push_back({tensor, false});
        }
    }
    return bound;
}

/// The same with those in front that are given: sizes are taken from the first tensors that have them.
std::vector<loops::argument> given_first(std::vector<loops::argument> const& bound,
                                         axes_by_tensor const& given) {
    std::vector<loops::argument> result;
    for (bool const wanted : {true, false}) {
        for (loops::argument const& a : bound) {
            if ((given.count(a.tensor) > 0) == wanted) {
                result.push_back(a);
            }
        }
    }
    return result;
}

/// The axes of all that is bound. Errors: std::invalid_argument where they neither are given nor follow.
axes_by_tensor with_left_out(graph::formula const& f, std::vector<loops::argument> const& bound,
                             axes_by_tensor all) {
    std::vector<loops::argument> const ordered = given_first(bound, all);
    emit::argument_axes axes;
    for (loops::argument const& a : ordered) {
        auto const found = all.find(a.tensor);
        auto const rank = static_cast<std::size_t>(f.nodes.tensor_at(a.tensor).rank);
        axes.push_back(found != all.end() ? found->second : std::vector<loops::bound_axis>(rank));
    }
    loops::plan const p = loops::make_plan(f, ordered);
    std::size_t const given = all.size();
    left_out const others{p, axes, given};
    for (std::size_t i = given; i < ordered.size() && !p.failed(); ++i) {
        auto const its = others.axes_of(p.buffers[i]);
        if (!its) {
            std::string const name{loops::name_of(p, p.buffers[i].name)};
            throw std::invalid_argument{"the extents of " + name + " are not given"};
        }
        all[ordered[i].tensor] = *its;
    }
    return all;
}

}  // namespace

std::string describe(graph::formula const& f, std::map<std::string, std::vector<std::int64_t>> const& extents,
                     int number_bytes) {
    if (f.failed()) {
        throw std::invalid_argument{std::string{f.nodes.message().view()}};
    }
    emit::number_sizes const sizes{number_bytes, 8};
    if (extents.empty()) {
        return emit::described(f, emit::arguments_of(f, {}), sizes);
    }
    axes_by_tensor const given = axes_of(f, extents);
    std::vector<loops::argument> const bound = bound_tensors(f, given);
    axes_by_tensor const all = with_left_out(f, bound, given);
    emit::argument_axes axes;
    for (loops::argument const& a : bound) {
        auto const found = all.find(a.tensor);
        axes.push_back(found != all.end() ? found->second : std::vector<loops::bound_axis>{});
    }
    return emit::described(f, bound, sizes, &axes);
}

}  // namespace iverson
