// SPDX-License-Identifier: BSL-1.0
#include <iverson/emit/header.hpp>

#include "faces.hpp"

#include <iverson/latex/text.hpp>
#include <iverson/text/run_time.hpp>
#include <iverson/version.hpp>

namespace iverson::emit {

namespace {

/// Equations in the lines of a comment, from the first one that is asked for.
std::string equations(graph::formula const& f, std::size_t first, std::string const& indent) {
    std::string result;
    for (std::size_t i = first; i < f.equations.size(); ++i) {
        result += (result.empty() ? "" : "\n") + indent + print::text(f.nodes, f.equations[i]);
    }
    return result;
}

std::string described(graph::formula const& f, int tensor) {
    return std::string{graph::describe(f.nodes, f.nodes.tensor_at(tensor)).view()};
}

/// Each part of a::b is a name.
void check_space(std::string const& space) {
    for (std::size_t at = 0; !space.empty() && at <= space.size();) {
        std::size_t const end = std::min(space.find("::", at), space.size());
        std::string const part = space.substr(at, end - at);
        if (identifier(part) != part || is_reserved(part)) {
            throw refusal{space + " is not a namespace that C++ can have"};
        }
        at = end + 2;
    }
}

class header_writer {
  public:
    header_writer(graph::formula const& f, header_options const& o) : f_{f}, o_{o} {
        std::string const result = o.of.empty() ? described(f, f.output().tensor) : o.of;
        name_ = o.name.empty() ? identifier(result) : o.name;
        if (identifier(name_) != name_) {
            throw refusal{name_ + " is not a name that a function of C++ can have"};
        }
        check_space(o.space);
    }

    std::string run() {
        add("value", f_, "The value:\n" + equations(f_, 0, "    "), {});
        if (!o_.wrt.empty()) {
            graph::formula const g = value_and_gradients(f_, o_.wrt, o_.of).result;
            add("value_and_gradients", g, "The value and its gradients:\n" + equations(g, 0, "    "),
                gradient_names(described(g, g.output().tensor), o_.wrt));
        }
        for (std::string const& x : o_.each ? o_.wrt : std::vector<std::string>{}) {
            graph::formula const g = gradient(f_, {x}, o_.of).result;
            add("gradient_" + identifier(x), g,
                "The gradient by " + x + ":\n" + equations(g, f_.equations.size(), "    "),
                gradient_names("", {x}));
        }
        return file();
    }

  private:
    /// The names of the results: the value, if there is one, and gradient_x for each tensor x.
    static std::vector<std::string> gradient_names(std::string const& value,
                                                   std::vector<std::string> const& wrt) {
        std::vector<std::string> names;
        if (!value.empty()) {
            names.push_back(value);
        }
        for (std::string const& x : wrt) {
            names.push_back("gradient_" + identifier(x));
        }
        return names;
    }
    void add(std::string const& what, graph::formula const& f, std::string const& comment,
             std::vector<std::string> const& result_names) {
        options o;
        o.function = taken_.claim(name_ + "_" + what);
        o.scalar = o_.scalar;
        o.integer = o_.integer;
        o.comment = comment;
        o.support = name_ + "_support";
        o.placed = o_.placed;
        o.vectors = o_.vectors;
        o.results = result_names;
        kernel_source const k = kernel_of(f, o);
        kernels_ += (kernels_.empty() ? "" : "\n") + k.text;
        if (o_.c_abi) {
            faces_ += "\n" + c_functions(k, o, inner_space());
        } else if (o_.eigen) {
            faces_ += (faces_.empty() ? "" : "\n") + eigen_overload(k, o);
        }
    }

    /// C's names are all in one space, so that the functions behind them need one of their own.
    std::string inner_space() const { return o_.space.empty() && o_.c_abi ? name_ + "_loops" : o_.space; }
    static std::string when_eigen(std::string const& text) {
        return text.empty() ? "" : "#if __has_include(<Eigen/Core>)\n" + text + "#endif\n";
    }
    std::string file() const {
        bool const eigen = !o_.c_abi && o_.eigen;
        std::string const space = inner_space();
        std::string const support = support_of(kernels_ + faces_, name_ + "_support");
        std::string const overloads = eigen ? "\n" + when_eigen("\n" + faces_ + "\n") : "";
        std::string const inner = support + kernels_ + overloads;
        std::string result =
            "// Made by Iverson " + version() + " from\n//\n" + equations(f_, 0, "//     ") +
            "\n//\n// It is C++17 and needs " +
            (eigen ? "the standard library alone; where Eigen is found, there are overloads for its "
                     "vectors and\n// matrices.\n"
                   : "nothing but the standard library.\n");
        result += (o_.c_abi ? "\n" : "#pragma once\n\n") + includes(o_.vectors) +
                  (eigen ? "\n" + when_eigen("#include <Eigen/Core>\n") : "") + "\n";
        result += space.empty()
                      ? inner
                      : "namespace " + space + " {\n\n" + inner + "\n}  // namespace " + space + "\n";
        return result + (o_.c_abi ? faces_ : "");
    }
    static std::string version() {
        return std::to_string(IVERSON_VERSION_MAJOR) + "." + std::to_string(IVERSON_VERSION_MINOR);
    }

    graph::formula const& f_;
    header_options const& o_;
    std::string name_;
    names taken_;
    std::string kernels_;
    std::string faces_;
};

}  // namespace

std::string header(graph::formula const& f, header_options const& options) {
    if (f.failed()) {
        throw refusal{std::string{f.nodes.message().view()}};
    }
    return header_writer{f, options}.run();
}

}  // namespace iverson::emit
