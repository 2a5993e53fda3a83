// SPDX-License-Identifier: BSL-1.0
#include "faces.hpp"

#include <algorithm>

namespace iverson::emit {

namespace {

std::string number_of(tensor_parameter const& t, options const& o) {
    return t.integral ? "std::" + o.integer + "_t" : o.scalar;
}
std::string object_of(tensor_parameter const& t, options const& o) {
    std::string const columns = t.rank == 1 ? "1" : "Eigen::Dynamic";
    return t.rank == 0 ? number_of(t, o)
                       : "Eigen::Matrix<" + number_of(t, o) + ", Eigen::Dynamic, " + columns + ">";
}
/// A vector of any stride, a matrix stored by columns; of other objects Eigen makes a copy.
std::string argument_of(tensor_parameter const& t, options const& o) {
    std::string const stride =
        t.rank == 1 ? "Eigen::InnerStride<>" : "Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>";
    return t.rank == 0 ? number_of(t, o)
                       : "Eigen::Ref<" + object_of(t, o) + " const, 0, " + stride + "> const&";
}
std::string extent_of(tensor_parameter const& t, int axis) {
    return t.has_data ? t.name + (axis == 0 ? ".rows()" : ".cols()") : t.extent(axis);
}
std::string stride_of(tensor_parameter const& t, std::string const& object, int axis) {
    return object + (t.rank == 1 ? ".innerStride()" : axis == 0 ? ".rowStride()" : ".colStride()");
}

class overload {
  public:
    overload(kernel_source const& k, options const& o) : k_{k}, o_{o} {
        results_ = static_cast<int>(
            std::count_if(k.tensors.begin(), k.tensors.end(), [](auto const& t) { return t.is_result(); }));
    }

    std::string text() {
        collect();
        source out;
        if (results_ > 1) {
            write_struct(out);
        }
        out.line("/// The same on Eigen's objects; the results have the shapes that " + o_.function +
                 "_bind tells.");
        out.open("inline " + result_type() + " " + o_.function + "(" + listed(parameters_) + ")");
        if (!resizes_.empty()) {
            out.line(o_.function + "_sizes const sizes = " + o_.function + "_bind(" + joined(binding_) +
                     ");");
        }
        out.line(result_type() + " results" + (is_one_number() ? " = 0" : "") + ";");
        for (std::string const& resize : resizes_) {
            out.line(resize);
        }
        out.line(o_.function + "(" + joined(arguments_) + ");");
        out.line("return results;");
        out.close();
        return out.text();
    }

  private:
    std::string result_type() const {
        for (tensor_parameter const& t : k_.tensors) {
            if (t.is_result() && results_ == 1) {
                return object_of(t, o_);
            }
        }
        return o_.function + "_results";
    }
    bool is_one_number() const { return result_type() == o_.scalar; }
    std::string object(tensor_parameter const& t) const {
        return !t.is_result() ? t.name : results_ == 1 ? "results" : "results." + t.name;
    }
    void write_struct(source& out) const {
        out.line("/// What " + o_.function + " gives.");
        out.open("struct " + o_.function + "_results");
        for (tensor_parameter const& t : k_.tensors) {
            if (t.is_result()) {
                out.line(object_of(t, o_) + " " + t.name + (t.rank == 0 ? " = 0" : "") + ";");
            }
        }
        out.close("};");
        out.line();
    }
    void collect() {
        for (tensor_parameter const& t : k_.tensors) {
            t.is_result() ? add_result(t) : add_argument(t);
        }
    }
    void add_argument(tensor_parameter const& t) {
        if (t.has_data) {
            parameters_.push_back(argument_of(t, o_) + " " + t.name);
            arguments_.push_back(t.rank == 0 ? "&" + t.name : t.name + ".data()");
        }
        for (int axis = 0; axis < t.rank; ++axis) {
            if (!t.has_data) {
                parameters_.push_back("Eigen::Index " + t.extent(axis));
            }
            binding_.push_back(extent_of(t, axis));
            arguments_.push_back(extent_of(t, axis));
            if (t.placed) {
                parameters_.push_back("Eigen::Index " + t.first(axis));
                binding_.push_back(t.first(axis));
                arguments_.push_back(t.first(axis));
            }
            if (t.has_data) {
                arguments_.push_back(stride_of(t, t.name, axis));
            }
        }
    }
    void add_result(tensor_parameter const& t) {
        std::string const its = object(t);
        arguments_.push_back(t.rank == 0 ? "&" + its : its + ".data()");
        std::string extents;
        for (int axis = 0; axis < t.rank; ++axis) {
            extents += (axis == 0 ? "sizes." : ", sizes.") + t.extent(axis);
            arguments_.push_back("sizes." + t.extent(axis));
            arguments_.push_back(stride_of(t, its, axis));
        }
        if (t.rank > 0) {
            resizes_.push_back(its + ".resize(" + extents + ");");
        }
    }

    kernel_source const& k_;
    options const& o_;
    int results_ = 0;
    std::vector<std::string> parameters_;
    std::vector<std::string> binding_;
    std::vector<std::string> arguments_;
    std::vector<std::string> resizes_;
};

}  // namespace

std::string listed(std::vector<std::string> const& parameters) {
    std::string result;
    for (std::string const& p : parameters) {
        result += (result.empty() ? "\n    " : ",\n    ") + p;
    }
    return result;
}
std::string joined(std::vector<std::string> const& arguments) {
    std::string result;
    for (std::string const& a : arguments) {
        result += (result.empty() ? "" : ", ") + a;
    }
    return result;
}

std::string eigen_overload(kernel_source const& k, options const& o) {
    for (tensor_parameter const& t : k.tensors) {
        if (t.rank > 2) {
            return "// There is no overload of " + o.function + " for Eigen's objects: " + t.name + " has " +
                   std::to_string(t.rank) + " axes, and a matrix has two. Call " + o.function +
                   "\n// above, with pointers, extents and strides: of an Eigen::Tensor stored by columns "
                   "these are data(), "
                   "dimension(d)\n// and the product of the dimensions before d.\n";
        }
    }
    return overload{k, o}.text();
}

}  // namespace iverson::emit
