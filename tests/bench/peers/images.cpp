// SPDX-License-Identifier: BSL-1.0

/// A window of 7 x 7 over one image, and a layer of 3 x 3 windows with a border of zeros with both its gradients, in float.
#include <unsupported/Eigen/CXX11/Tensor>

#include "bound.hpp"
#include "lowered_images.hpp"

namespace peers {

namespace {

using iverson::where;

// The range of a result's row is a number in the formula: so the side of the images is one here.
constexpr index side = 64;

constexpr auto n = iverson::idx<"n">;
constexpr auto k = iverson::idx<"k">;
constexpr auto c = iverson::idx<"c">;
constexpr auto p = iverson::idx<"p">;
constexpr auto q = iverson::idx<"q">;
constexpr auto a = iverson::idx<"a">;
constexpr auto b = iverson::idx<"b">;
constexpr auto i = iverson::integer<"i">;
constexpr auto j = iverson::integer<"j">;
constexpr auto w = iverson::tensor<"w">;
constexpr auto x = iverson::tensor<"x">;
constexpr auto y = iverson::tensor<"y">;

constexpr auto one_window = (y(a, b) = sum(p, q, w(p, q) * x(a + p, b + q)));
constexpr auto layer = (y(n, k, i.in(0, side - 1), j.in(0, side - 1)) =
                            sum(c, p, q, w(k, c, p, q) * x(n, c, i + p - 1, j + q - 1)));
constexpr auto by_x = iverson::gradient<layer>(x(n, c, i, j));
constexpr auto by_w = iverson::gradient<layer>(w(k, c, p, q));

template <int Rank>
using tensor = Eigen::Tensor<float, Rank, Eigen::RowMajor>;

struct picture {
    tensor<2> x, w, y;
    iverson::workspace memory;
};

workload windowed(std::string const& name, index extent, index taps) {
    auto const d = std::make_shared<picture>();
    d->x = tensor<2>(extent, extent);
    d->w = tensor<2>(taps, taps);
    d->y = tensor<2>(extent - taps + 1, extent - taps + 1);
    d->x.setRandom();
    d->w.setRandom();
    index const out = d->y.dimension(0);
    workload result;
    result.name = name;
    result.single = true;
    result.flops = 2.0 * static_cast<double>(out * out * taps * taps);
    result.inputs = {bytes_of(d->x), bytes_of(d->w)};
    result.outputs = {written_to(d->y)};
    result.data = d;
    result.ours =
        both<one_window>(d, [=]() -> auto& { return d->y; }, [=] { return where(w = d->w, x = d->x); });
    window const all{d->x.data(), d->w.data(), d->y.data(), out, out, taps};
    result.loops = {{"by taps", [=] { plain::window(all.x, all.w, all.y, out, out, taps); }}};
    result.libraries = eigen::windows(all);
    ways const more = onednn::windows(all);
    result.libraries.insert(result.libraries.end(), more.begin(), more.end());
    result.expected = [d, out, taps] {
        std::vector<tracked> const xt = tracked_numbers(d->x), wt = tracked_numbers(d->w);
        std::vector<tracked> r(static_cast<std::size_t>(out * out));
        plain::window(xt.data(), wt.data(), r.data(), out, out, taps);
        return truth_of<float>(r, taps * taps);
    };
    return result;
}

struct image_batch {
    tensor<4> x, w, y;
    iverson::workspace memory;
};
using direction = image_layer::direction;

truth expected(plain::image_shape const& s, image_batch const& d, direction wanted) {
    std::vector<tracked> const xt = tracked_numbers(d.x), wt = tracked_numbers(d.w),
                               yt = tracked_numbers(d.y);
    std::vector<tracked> r(wanted == direction::value  ? yt.size()
                           : wanted == direction::by_x ? xt.size()
                                                       : wt.size());
    switch (wanted) {
        case direction::value:
            plain::images(s, xt.data(), wt.data(), r.data());
            return truth_of<float>(r, s.from * 9);
        case direction::by_x:
            plain::images_by_x(s, wt.data(), yt.data(), r.data());
            return truth_of<float>(r, s.to * 9);
        default:
            plain::images_by_w(s, xt.data(), yt.data(), r.data());
            return truth_of<float>(r, s.images * side * side);
    }
}

/// What is written is y, x or w of `d`; the other two are read.
void take_formula(workload& result, std::shared_ptr<image_batch> const& d, plain::image_shape const& s,
                  direction wanted) {
    float *const xp = d->x.data(), *const wp = d->w.data(), *const yp = d->y.data();
    switch (wanted) {
        case direction::value:
            result.inputs = {bytes_of(d->x), bytes_of(d->w)};
            result.outputs = {written_to(d->y)};
            result.loops = {{"by windows", [=] { plain::images(s, xp, wp, yp); }}};
            result.ours =
                both<layer>(d, [=]() -> auto& { return d->y; }, [=] { return where(w = d->w, x = d->x); });
            return;
        // The shape of x is no part of that of y, which a border crops: where x is the result, its shape is that of the input.
        case direction::by_x:
            result.inputs = {bytes_of(d->w), bytes_of(d->y)};
            result.outputs = {written_to(d->x)};
            result.loops = {{"by windows", [=] { plain::images_by_x(s, wp, yp, xp); }}};
            result.ours = both<by_x>(
                d, [=]() -> auto& { return d->x; },
                [=, shape = std::make_shared<tensor<4>>(d->x)] {
                    return where(w = d->w, x = *shape, adjoint(y) = d->y);
                });
            return;
        case direction::by_w:
            result.inputs = {bytes_of(d->x), bytes_of(d->y)};
            result.outputs = {written_to(d->w)};
            result.loops = {{"by windows", [=] { plain::images_by_w(s, xp, yp, wp); }}};
            result.ours = both<by_w>(
                d, [=]() -> auto& { return d->w; },
                [=, shape = std::make_shared<tensor<4>>(d->w)] {
                    return where(x = d->x, w = *shape, adjoint(y) = d->y);
                });
            return;
    }
}

workload image_workload(std::string const& name, plain::image_shape const& s, direction wanted) {
    auto const d = std::make_shared<image_batch>();
    d->x = tensor<4>(s.images, s.from, side, side);
    d->w = tensor<4>(s.to, s.from, 3, 3);
    d->y = tensor<4>(s.images, s.to, side, side);
    d->x.setRandom();
    d->w.setRandom();
    d->y.setRandom();
    workload result;
    result.name = name;
    result.single = true;
    result.flops = 18.0 * static_cast<double>(s.images * s.from * s.to * side * side);
    result.data = d;
    take_formula(result, d, s, wanted);
    image_layer const all{s, d->x.data(), d->w.data(), d->y.data(), wanted};
    for (linear_algebra const& with : linear_algebras()) {
        auto const run = std::make_shared<lowered_images>(all, with);
        result.libraries.push_back({with.name + ", lowered", [run] { (*run)(); }});
    }
    ways const more = onednn::images(all);
    result.libraries.insert(result.libraries.end(), more.begin(), more.end());
    // The inputs as they are now: what is written is not read.
    result.expected = [d, s, wanted] { return expected(s, *d, wanted); };
    return result;
}

workloads made(bool tiny) {
    index const extent = tiny ? 20 : 1024;
    plain::image_shape const s =
        tiny ? plain::image_shape{1, 2, 3, side} : plain::image_shape{8, 32, 32, side};
    std::string const one = "window of 7 x 7 over " + std::to_string(extent) + " x " + std::to_string(extent);
    workloads result{{one, [=] { return windowed(one, extent, 7); }}};
    auto const add = [&](std::string const& name, direction wanted) {
        result.push_back({name, [=] { return image_workload(name, s, wanted); }});
    };
    add("layer of 3 x 3 windows", direction::value);
    add("its gradient by the images", direction::by_x);
    add("its gradient by the windows", direction::by_w);
    return result;
}

group const registered{4, made};

}  // namespace
}  // namespace peers
