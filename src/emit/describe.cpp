// SPDX-License-Identifier: BSL-1.0
#define IVERSON_DESCRIPTION
#include <iverson/emit/description.hpp>
#include <iverson/emit/description.ipp>
#include <iverson/text/run_time.hpp>

#include "../text/writer.hpp"

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

}  // namespace

std::string describe(graph::formula const& f, std::map<std::string, std::vector<std::int64_t>> const& extents,
                     int number_bytes) {
    if (f.failed()) {
        throw std::invalid_argument{std::string{f.nodes.message().view()}};
    }
    for (auto const& [name, its] : extents) {
        rank(f, name);  // refuses a name that the formula does not have
    }
    std::vector<loops::argument> const bound = emit::arguments_of(f, {});
    emit::number_sizes const sizes{number_bytes, 8};
    if (extents.empty()) {
        return emit::described(f, bound, sizes);
    }
    text_writer::writer const write{f, text_writer::detail::inferred};
    emit::argument_axes axes;
    for (loops::argument const& a : bound) {
        std::string const name = write.tensor(a.tensor);
        auto const given = extents.find(name);
        graph::tensor const& t = f.nodes.tensor_at(a.tensor);
        if (given == extents.end() && t.rank > 0) {
            throw std::invalid_argument{"the extents of " + name + " are not given"};
        }
        axes.push_back(
            axes_of(name, t, given == extents.end() ? std::vector<std::int64_t>{} : given->second));
    }
    return emit::described(f, bound, sizes, &axes);
}

}  // namespace iverson
