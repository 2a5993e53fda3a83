// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "libraries.hpp"

namespace peers {

/// The layer of images as products, as those do it who have a fast product: each image becomes the matrix of its windows,
/// from * 9 rows and side * side columns.
class lowered_images {
  public:
    lowered_images(image_layer const& l, linear_algebra const& with)
        : l_{l}, s_{l.shape}, with_{with},
          windows_(static_cast<std::size_t>(s_.from * 9 * s_.side * s_.side)) {}

    void operator()() {
        if (l_.wanted == image_layer::direction::by_x) {
            std::fill(l_.x, l_.x + s_.images * s_.from * area(), 0.0F);
        }
        for (index n = 0; n < s_.images; ++n) {
            float* const x = l_.x + s_.x(n, 0, 0, 0);
            float* const y = l_.y + s_.y(n, 0, 0, 0);
            float* const m = windows_.data();
            switch (l_.wanted) {
                case image_layer::direction::value:
                    spread(x);
                    with_.multiply_float({l_.w, m, y, s_.to, s_.from * 9, area()});
                    break;
                case image_layer::direction::by_x:
                    with_.multiply_float({l_.w, y, m, s_.from * 9, s_.to, area(), true});
                    gather(x);
                    break;
                case image_layer::direction::by_w:
                    spread(x);
                    with_.multiply_float({y, m, l_.w, s_.to, area(), s_.from * 9, false, true, n > 0});
                    break;
            }
        }
    }

  private:
    index area() const { return s_.side * s_.side; }
    /// Calls f(window's row, x's row, first, last) for each row of pixels of each window; what lies outside x is empty.
    template <class F>
    void for_each(F&& f) {
        float* m = windows_.data();
        for (index c = 0; c < s_.from; ++c) {
            for (index p = -1; p <= 1; ++p) {
                for (index q = -1; q <= 1; ++q) {
                    for (index i = 0; i < s_.side; ++i, m += s_.side) {
                        bool const inside = i + p >= 0 && i + p < s_.side;
                        index const first = inside ? std::max<index>(0, -q) : 0;
                        index const last = inside ? std::min(s_.side, s_.side - q) : 0;
                        f(m, (c * s_.side + i + p) * s_.side + q, first, last);
                    }
                }
            }
        }
    }
    void spread(float const* x) {
        for_each([&](float* m, index from, index first, index last) {
            std::fill(m, m + first, 0.0F);
            std::copy(x + from + first, x + from + last, m + first);
            std::fill(m + last, m + s_.side, 0.0F);
        });
    }
    void gather(float* x) {
        for_each([&](float const* m, index to, index first, index last) {
            for (index j = first; j < last; ++j) {
                x[to + j] += m[j];
            }
        });
    }

    image_layer l_;
    plain::image_shape s_;
    linear_algebra with_;
    std::vector<float> windows_;
};

}  // namespace peers
