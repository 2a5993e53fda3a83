// SPDX-License-Identifier: BSL-1.0
#include "libraries.hpp"

#ifdef PEERS_ONEDNN
#include <oneapi/dnnl/dnnl.hpp>
#endif

namespace peers::onednn {

#ifdef PEERS_ONEDNN

namespace {

using tag = dnnl::memory::format_tag;
using dims = dnnl::memory::dims;

struct device {
    dnnl::engine engine{dnnl::engine::kind::cpu, 0};
    dnnl::stream stream{engine};
};
device& cpu() {
    static device result;
    return result;
}

void multiply(product<float> const& p) {
    dnnl::sgemm(p.a_transposed ? 'T' : 'N', p.b_transposed ? 'T' : 'N', p.rows, p.columns, p.inner, 1, p.a,
                p.a_transposed ? p.rows : p.inner, p.b, p.b_transposed ? p.inner : p.columns,
                p.adds ? 1.0F : 0.0F, p.c, p.columns);
}

dnnl::memory::desc described(dims const& d, tag t) { return {d, dnnl::memory::data_type::f32, t}; }

/// Memory of the user, by rows, and what the primitive wants it to be; the same where both agree.
struct converted {
    dnnl::memory user, own;

    converted(dims const& d, float* data, dnnl::memory::desc const& wanted)
        : user{described(d, tag::nchw), cpu().engine, data},
          own{wanted == user.get_desc() ? user : dnnl::memory{wanted, cpu().engine}} {}
    static void copy(dnnl::memory& from, dnnl::memory& to) {
        if (from.get() != to.get()) {
            dnnl::reorder{from, to}.execute(cpu().stream, from, to);
        }
    }
};

struct geometry {
    dims x, w, y, padding;
};

/// One direction of a layer. Its conversions, where the primitive chose other layouts, are part of each run.
class convolution {
  public:
    convolution(geometry const& g, image_layer::direction wanted, bool free_layout, float* x, float* w,
                float* y)
        : wanted_{wanted} {
        tag const t = free_layout ? tag::any : tag::nchw;
        dims const strides{1, 1};
        auto const in = described(g.x, t), taps = described(g.w, t), out = described(g.y, t);
        dnnl::convolution_forward::primitive_desc const forward{{dnnl::prop_kind::forward_training,
                                                                 dnnl::algorithm::convolution_direct, in,
                                                                 taps, out, strides, g.padding, g.padding},
                                                                cpu().engine};
        if (wanted == image_layer::direction::value) {
            run_ = dnnl::convolution_forward{forward};
            take(g, x, w, y, forward.src_desc(), forward.weights_desc(), forward.dst_desc());
        } else if (wanted == image_layer::direction::by_x) {
            dnnl::convolution_backward_data::primitive_desc const back{
                {dnnl::algorithm::convolution_direct, in, taps, out, strides, g.padding, g.padding},
                cpu().engine,
                forward};
            run_ = dnnl::convolution_backward_data{back};
            take(g, x, w, y, back.diff_src_desc(), back.weights_desc(), back.diff_dst_desc());
        } else {
            dnnl::convolution_backward_weights::primitive_desc const back{
                {dnnl::algorithm::convolution_direct, in, taps, out, strides, g.padding, g.padding},
                cpu().engine,
                forward};
            run_ = dnnl::convolution_backward_weights{back};
            take(g, x, w, y, back.src_desc(), back.diff_weights_desc(), back.diff_dst_desc());
        }
    }

    void operator()() {
        for (converted* m : read_) {
            converted::copy(m->user, m->own);
        }
        run_.execute(cpu().stream, arguments_);
        converted::copy(written_->own, written_->user);
        cpu().stream.wait();
    }

  private:
    using direction = image_layer::direction;

    void take(geometry const& g, float* x, float* w, float* y, dnnl::memory::desc const& in,
              dnnl::memory::desc const& taps, dnnl::memory::desc const& out) {
        x_ = std::make_unique<converted>(g.x, x, in);
        w_ = std::make_unique<converted>(g.w, w, taps);
        y_ = std::make_unique<converted>(g.y, y, out);
        arguments_ = {{wanted_ == direction::by_x ? DNNL_ARG_DIFF_SRC : DNNL_ARG_SRC, x_->own},
                      {wanted_ == direction::by_w ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS, w_->own},
                      {wanted_ == direction::value ? DNNL_ARG_DST : DNNL_ARG_DIFF_DST, y_->own}};
        written_ = wanted_ == direction::value ? y_.get() : wanted_ == direction::by_x ? x_.get() : w_.get();
        for (converted* m : {x_.get(), w_.get(), y_.get()}) {
            if (m != written_) {
                read_.push_back(m);
            }
        }
    }

    direction wanted_;
    dnnl::primitive run_;
    std::unique_ptr<converted> x_, w_, y_;
    converted* written_ = nullptr;
    std::vector<converted*> read_;
    std::unordered_map<int, dnnl::memory> arguments_;
};

ways both_layouts(geometry const& g, image_layer::direction wanted, float* x, float* w, float* y) {
    ways result;
    for (bool const free_layout : {false, true}) {
        try {
            auto const run = std::make_shared<convolution>(g, wanted, free_layout, x, w, y);
            result.push_back({free_layout ? "oneDNN, own layout" : "oneDNN", [run] { (*run)(); }});
        } catch (dnnl::error const& e) {
            if (e.status != dnnl_unimplemented) {
                throw;
            }
        }
    }
    return result;
}

}  // namespace

std::vector<linear_algebra> algebra() { return {{"oneDNN", nullptr, multiply, nullptr}}; }

ways windows(window const& c) {
    geometry const g{{1, 1, c.rows + c.taps - 1, c.columns + c.taps - 1},
                     {1, 1, c.taps, c.taps},
                     {1, 1, c.rows, c.columns},
                     {0, 0}};
    // It reads x and w alone.
    return both_layouts(g, image_layer::direction::value, const_cast<float*>(c.x), const_cast<float*>(c.w),
                        c.y);
}

ways images(image_layer const& l) {
    plain::image_shape const& s = l.shape;
    geometry const g{
        {s.images, s.from, s.side, s.side}, {s.to, s.from, 3, 3}, {s.images, s.to, s.side, s.side}, {1, 1}};
    return both_layouts(g, l.wanted, l.x, l.w, l.y);
}

#else

std::vector<linear_algebra> algebra() { return {}; }
ways windows(window const&) { return {}; }
ways images(image_layer const&) { return {}; }

#endif

}  // namespace peers::onednn
