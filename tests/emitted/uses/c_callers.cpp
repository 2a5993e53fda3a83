// SPDX-License-Identifier: BSL-1.0
//
// The functions with C linkage as a caller in another language knows them: by their names and by status.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <string>

extern "C" {
int layer_value_sizes(std::ptrdiff_t const* x_extents, std::ptrdiff_t const* w_extents,
                      std::ptrdiff_t const* b_extents, std::ptrdiff_t* y_extents, std::ptrdiff_t* y_first,
                      char* message, std::size_t message_size);
int layer_value(double const* x, std::ptrdiff_t const* x_extents, std::ptrdiff_t const* x_strides,
                double const* w, std::ptrdiff_t const* w_extents, std::ptrdiff_t const* w_strides,
                double const* b, std::ptrdiff_t const* b_extents, std::ptrdiff_t const* b_strides, double* y,
                std::ptrdiff_t const* y_extents, std::ptrdiff_t const* y_strides, char* message,
                std::size_t message_size);
}

namespace {

int failures = 0;

void expect(bool right, std::string const& what) {
    if (!right) {
        ++failures;
        std::cout << "wrong: " << what << "\n";
    }
}

struct call {
    std::ptrdiff_t x_extents[1] = {3}, w_extents[2] = {3, 2}, b_extents[1] = {2}, y_extents[1] = {2};
    std::ptrdiff_t by_columns[2] = {1, 3};
    double x[3] = {0.5, -1, 0.25}, b[2] = {0, 0.1}, y[2] = {-7, -7};
    double w[6] = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6}, transposed[6] = {0.1, 0.3, 0.5, 0.2, 0.4, 0.6};
    char message[100] = "before";

    int value(double const* its_w, std::ptrdiff_t const* w_strides, std::size_t size = sizeof message) {
        return layer_value(x, x_extents, nullptr, its_w, w_extents, w_strides, b, b_extents, nullptr, y,
                           y_extents, nullptr, size == 0 ? nullptr : message, size);
    }
    bool is_right() const {
        return std::abs(y[0] - std::tanh(-0.125)) < 1e-15 && std::abs(y[1] - std::tanh(-0.05)) < 1e-15;
    }
};

void values() {
    call c;
    expect(c.value(c.w, nullptr) == 0 && c.is_right() && c.message[0] == 0, "a call");
    call turned;
    expect(turned.value(turned.transposed, turned.by_columns) == 0 && turned.is_right(),
           "a matrix by columns");
    std::ptrdiff_t extent = 0, first = -1;
    expect(layer_value_sizes(c.x_extents, c.w_extents, c.b_extents, &extent, &first, nullptr, 0) == 0 &&
               extent == 2 && first == 0,
           "the sizes of the result");
}

void mistakes() {
    call c;
    c.x_extents[0] = 2;
    expect(c.value(c.w, nullptr) == 1 && c.y[0] == -7, "a shape that does not fit writes nothing");
    expect(std::string(c.message) ==
               "index i ranges over axis 0 of x, extent 2, and over axis 0 of w, extent 3",
           c.message);
    expect(c.value(c.w, nullptr, 8) == 1 && std::string(c.message) == "index i", "a message that is cut");
    expect(c.value(c.w, nullptr, 0) == 1, "no place for a message");
    call missing;
    expect(missing.value(nullptr, nullptr) == 1 && std::string(missing.message) == "w is not bound",
           missing.message);
    expect(layer_value_sizes(nullptr, c.w_extents, c.b_extents, nullptr, nullptr, c.message,
                             sizeof c.message) == 1 &&
               std::string(c.message) == "the extents of x are not given",
           c.message);
    std::ptrdiff_t one = 0;
    expect(layer_value_sizes(missing.x_extents, c.w_extents, c.b_extents, &one, nullptr, c.message,
                             sizeof c.message) == 1 &&
               std::string(c.message) == "the memory for the sizes of y is not given",
           c.message);
}

}  // namespace

int main() {
    values();
    mistakes();
    std::cout << failures << " failures\n";
    return failures == 0 ? 0 : 1;
}
