// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../syntax/tree.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// What a derivation has said before a line: the definitions of its section.
namespace iverson::check {

using syntax::document;
using syntax::form;
using syntax::item;

/// y_t = value, for all values of its indices; a position that is no index is a constant (an initial value).
struct definition {
    std::string key;
    std::vector<int> positions;        ///< items
    std::vector<std::string> indices;  ///< their names; empty for a constant
    int value = -1;
    std::vector<syntax::binder> notes;
    bool is_transition = false;
    bool is_aside = false;  ///< the scalar of a line does not depend on it
    bool is_held = false;   ///< derivatives do not run through it
    int time_axis = -1;     ///< of a recurrence: the axis along which it reads itself, perhaps through others
    int system = -1;        ///< recurrences that read one another have one number

    bool is_initial() const {
        for (std::string const& i : indices) {
            if (i.empty()) {
                return true;
            }
        }
        return false;
    }
};

/// The tensor of an access, with its rank: tensors of one name and two ranks are two tensors.
std::string key_of(item const& access);
/// Of adjoint(y): y. Of others themselves.
std::string base_key(item const& access);
/// The name in a key.
std::string name_in(std::string const& key);

/// Of a recurrence: what its derivatives run through.
enum class steps_derived : std::uint8_t {
    usual,  ///< a partial derivative one step, a gradient of a scalar that is defined all of them
    all,
    none  ///< what other equations read of it is held fixed
};

struct scope {
    std::vector<definition> definitions;
    steps_derived steps = steps_derived::usual;
    bool others_held = false;  ///< a written derivative of a definition holds all other definitions fixed
    std::set<std::string> symmetric;  ///< keys of matrices that are equal to their transposes
    /// Of tensors whose entries sum to a number along an axis: that axis and the number.
    std::map<std::string, std::pair<std::size_t, long double>> sums;

    definition const* find(std::string const& key) const;
    definition const* find_name(std::string const& name) const;
    /// Adds a definition, and tells which definitions are recurrences now.
    void add(document const& d, definition e);
};

/// The definition that an equation with this left side is; nothing if its left side has other subscripts than indices and integers.
std::optional<definition> definition_of(document& d, int left, int value, std::vector<syntax::binder> notes);

/// Visits every item below one, those of conditions too.
void each_item(document const& d, int id, std::function<void(int)> const& visit);

/// Whether a tensor is read somewhere in the item.
bool reads(document const& d, int id, std::string const& key);

}  // namespace iverson::check
