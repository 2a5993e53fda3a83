// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "tree.hpp"

#include <string>
#include <vector>

/// Derivations as they are written: chains of equalities, with prose around them. From text and from LaTeX.
namespace iverson::syntax {

/// One value of a chain; item -1: it could not be read, and `why` says so.
struct written_value {
    int item = -1;
    syntax::place at;
    std::string why;
};

/// left = values[0] = values[1] = ...; on the left an entry of a tensor, a derivative (a `partial` item) or any value. Without
/// values a value stands alone, and a later chain may go on from it.
struct written_chain {
    bool goes_on = false;  ///< it begins with =, and has no left side of its own
    int left = -1;
    bool defines =
        false;  ///< the left side is an entry whose subscripts are indices, so that it may be a definition
    syntax::place left_at;
    std::vector<written_value> values;
    std::vector<syntax::binder> notes;  ///< ranges told behind a value
    syntax::place at;
};

/// A part of a document: a heading, a formula in the running text, or a display.
struct passage {
    enum class kind : std::uint8_t { heading, in_text, displayed };
    kind what = kind::displayed;
    syntax::place at;
    std::vector<written_chain> chains;
    std::string unread;  ///< why nothing was read; empty if something was
};

struct written_derivation {
    syntax::document items;
    std::vector<passage> passages;
};

/// Adds items that stand for themselves, without their places; what `root` is then.
int add_all(document& into, std::vector<item> all, int root);

}  // namespace iverson::syntax
