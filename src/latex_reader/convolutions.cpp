// SPDX-License-Identifier: BSL-1.0
//
// Convolutions and correlations by their sign.
#include "parser.hpp"

#include <iverson/latex/spelling.hpp>

namespace iverson::latex_reader {

using syntax::form;
using syntax::tensor_name;

/// (w * x)_t is the convolution, (y \star w)_t the correlation: sum(s in Z, w[s]*x[t - s]), sum(s in Z, y[s]*w[s + t]).
int parser::convolution(int begin) {
    std::size_t const start = at_;
    std::size_t const items = result_.items.size();
    bool const square = is("[");
    auto const back = [&] {
        at_ = start;
        result_.items.resize(items);
        return -1;
    };
    auto const whole = [&](std::size_t& at) {
        bool const derivative =
            is_command("frac", at - at_) && is("{", at + 1 - at_) && is_command("partial", at + 2 - at_) &&
            peek(at + 3 - at_).text == "E" && is("}", at + 4 - at_) && is("{", at + 5 - at_) &&
            is_command("partial", at + 6 - at_) && starts_name(at + 7 - at_) && is("}", at + 8 - at_);
        if (derivative) {
            at += 9;
            return true;
        }
        if (peek(at - at_).kind == token_kind::letter ||
            (peek(at - at_).kind == token_kind::command && print::is_greek(peek(at - at_).text))) {
            ++at;
            return true;
        }
        return false;
    };
    std::size_t at = at_ + 1;
    if (!whole(at)) {
        return -1;
    }
    bool const star = is_command("star", at - at_);
    if (!star && !is("*", at - at_) && !is_command("ast", at - at_)) {
        return -1;
    }
    ++at;
    if (!whole(at) || !is(square ? "]" : ")", at - at_) || !is("_", at + 1 - at_)) {
        return -1;
    }
    next();
    tensor_name const first = whole_tensor();
    next();
    tensor_name const second = whole_tensor();
    next();
    next();
    std::vector<int> const place = subscripts();
    if (place.size() != 1) {
        return back();
    }
    std::string letter = "s";
    for (char const* other : {"s", "r", "q", "m"}) {
        letter = known(letter) ? other : letter;
    }
    letter = known(letter) ? letter + "_" : letter;
    auto const bound = [&] {
        int const id = made(form::access, begin, {});
        result_[id].tensor.name = letter;
        return id;
    };
    int const one = made(form::access, begin, {bound()});
    result_[one].tensor = first;
    int const at_other = star ? made(form::add, begin, {bound(), place[0]}, "++")
                              : made(form::add, begin, {place[0], bound()}, "+-");
    int const two = made(form::access, begin, {at_other});
    result_[two].tensor = second;
    int const body = made(form::multiply, begin, {one, two}, "**");
    int const id = made(form::reduce, begin, {body});
    syntax::binder b;
    b.name = letter;
    b.at = since(begin);
    b.kind = syntax::told::integer;
    result_[id].binders.push_back(b);
    return with_power(id, begin);
}

tensor_name parser::whole_tensor() {
    tensor_name t;
    if (!take_command("frac")) {
        t.name = name();
        return t;
    }
    at_ += 6;  // {\partial E}{\partial
    tensor_name of;
    of.name = name();
    next();
    t.kind = graph::role::adjoint;
    t.name = of.name;
    t.of.push_back(of);
    return t;
}

}  // namespace iverson::latex_reader
