// SPDX-License-Identifier: BSL-1.0
#include "faces.hpp"

namespace iverson::emit {

namespace {

/// The names of one tensor among the parameters of a C function.
struct c_tensor {
    tensor_parameter const& its;
    std::string data;
    std::string extents;
    std::string strides;
    std::string first;
    std::string axes;
};

class c_writer {
  public:
    c_writer(kernel_source const& k, options const& o, std::string space) : o_{o}, space_{std::move(space)} {
        for (char const* name : {"message", "message_size", "found"}) {
            taken_.claim(name);
        }
        for (tensor_parameter const& t : k.tensors) {
            std::string const name = taken_.claim(t.name, {"_extents", "_strides", "_first", "_axes"});
            tensors_.push_back(
                {t, name, name + "_extents", name + "_strides", name + "_first", name + "_axes"});
        }
    }

    std::string text() const { return sizes() + "\n" + call(); }

  private:
    std::string helper(std::string const& name) const { return space_ + "::" + o_.space() + "::" + name; }
    std::string number_of(tensor_parameter const& t) const {
        return t.integral ? "std::" + o_.integer + "_t" : o_.scalar;
    }

    std::string call() const {
        std::vector<std::string> parameters, arguments;
        source body{2};
        for (c_tensor const& t : tensors_) {
            if (t.its.has_data) {
                parameters.push_back(number_of(t.its) + (t.its.is_result() ? "* " : " const* ") + t.data);
                arguments.push_back(t.data);
            }
            if (t.its.rank > 0) {
                parameters.push_back("std::ptrdiff_t const* " + t.extents);
                add_places(t, parameters);
                if (t.its.has_data) {
                    parameters.push_back("std::ptrdiff_t const* " + t.strides);
                }
                write_axes(body, t, t.its.has_data ? t.strides : "nullptr");
            }
            for (int axis = 0; axis < t.its.rank; ++axis) {
                add_axis(t, axis, arguments);
                if (t.its.has_data) {
                    arguments.push_back(t.axes + ".stride(" + std::to_string(axis) + ")");
                }
            }
        }
        body.line(space_ + "::" + o_.function + "(" + joined(arguments) + ");");
        return "/// " + space_ + "::" + o_.function +
               " for C. Extents and strides are arrays with one number for each axis; strides count entries, "
               "and a "
               "null\n/// pointer in their place stands for rows without gaps.\n" +
               status_comment + function(o_.function, parameters, body);
    }
    std::string sizes() const {
        std::vector<std::string> parameters, arguments;
        source body{2};
        for (c_tensor const& t : tensors_) {
            if (t.its.rank > 0 && !t.its.is_result()) {
                parameters.push_back("std::ptrdiff_t const* " + t.extents);
                add_places(t, parameters);
                write_axes(body, t, "nullptr");
                for (int axis = 0; axis < t.its.rank; ++axis) {
                    add_axis(t, axis, arguments);
                }
            }
        }
        std::string const call = space_ + "::" + o_.function + "_bind(" + joined(arguments) + ")";
        source rest{2};
        for (c_tensor const& t : tensors_) {
            if (t.its.rank > 0 && t.its.is_result()) {
                parameters.push_back("std::ptrdiff_t* " + t.extents);
                parameters.push_back("std::ptrdiff_t* " + t.first);
                body.line(helper("need_sizes") + "(" + quoted(t.its.description) + ", " + t.extents + ", " +
                          t.first + ");");
                for (int axis = 0; axis < t.its.rank; ++axis) {
                    std::string const place = "[" + std::to_string(axis) + "] = found.";
                    rest.line(t.extents + place + t.its.extent(axis) + ";");
                    rest.line(t.first + place + t.its.first(axis) + ";");
                }
            }
        }
        body.line(rest.text().empty() ? call + ";" : "auto const found = " + call + ";");
        body.append(rest);
        return "/// The extents and first positions of the results of " + o_.function +
               ", one number for each axis.\n" + status_comment +
               function(o_.function + "_sizes", parameters, body);
    }
    void add_places(c_tensor const& t, std::vector<std::string>& parameters) const {
        if (t.its.placed) {
            parameters.push_back("std::ptrdiff_t const* " + t.first);
        }
    }
    void add_axis(c_tensor const& t, int axis, std::vector<std::string>& arguments) const {
        arguments.push_back(t.axes + ".extent(" + std::to_string(axis) + ")");
        if (t.its.placed) {
            arguments.push_back(t.first + "[" + std::to_string(axis) + "]");
        }
    }
    void write_axes(source& out, c_tensor const& t, std::string const& strides) const {
        out.line(helper("c_axes") + " const " + t.axes + "(" + quoted(t.its.description) + ", " +
                 std::to_string(t.its.rank) + ", " + t.extents + ", " + strides + ");");
        if (t.its.placed) {
            out.line(helper("need_places") + "(" + quoted(t.its.description) + ", " + t.first + ");");
        }
    }
    std::string function(std::string const& name, std::vector<std::string> parameters,
                         source const& body) const {
        parameters.insert(parameters.end(), {"char* message", "std::size_t message_size"});
        return "extern \"C\" int " + name + "(" + listed(parameters) + ") {\n    return " +
               helper("guarded") + "(message, message_size, [&] {\n" + body.text() + "    });\n}\n";
    }

    static constexpr char const* status_comment =
        "/// Returns 0, or 1 where the arguments do not fit, or 2 where there is no memory; `message`, of "
        "message_size "
        "bytes or null,\n/// then holds the sentence that says why, and nothing else is written.\n";

    options const& o_;
    std::string space_;
    names taken_;
    std::vector<c_tensor> tensors_;
};

}  // namespace

std::string c_functions(kernel_source const& k, options const& o, std::string const& space) {
    return c_writer{k, o, space}.text();
}

}  // namespace iverson::emit
