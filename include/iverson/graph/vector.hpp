// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <vector>

#ifdef _GLIBCXX_ASSERTIONS
#define IVERSON_EXPECTS(holds) ((holds) ? void() : __builtin_trap())
#else
#define IVERSON_EXPECTS(holds) void()
#endif

namespace iverson::graph {

/// A std::vector with as few calls as can be, for the code that the compiler runs: each call costs it some microseconds, and one
/// push_back of libstdc++'s makes about forty of them (docs/decisions/0011). Iterators are pointers. A std::vector converts to it
/// and back.
/// Errors: an index beyond the end stops the program where _GLIBCXX_ASSERTIONS is defined, and is no constant expression there.
template <class T>
class vector {
  public:
    using value_type = T;
    using size_type = std::size_t;
    using iterator = T*;
    using const_iterator = T const*;
    using reference = T&;
    using const_reference = T const&;
    using difference_type = std::ptrdiff_t;

    constexpr vector() = default;
    constexpr explicit vector(std::size_t size, T const& value = T{}) { resize(size, value); }
    constexpr vector(std::initializer_list<T> values) { append(values.begin(), values.end()); }
    template <std::input_iterator It>
    constexpr vector(It first, It last) {
        append(first, last);
    }
    constexpr vector(std::vector<T> const& other) {
        append(other.begin(), other.end());
    }  // NOLINT: the same values
    operator std::vector<T>() const { return {begin(), end()}; }  // NOLINT: the same values
    constexpr vector(vector const& other) { append(other.data_, other.data_ + other.size_); }
    constexpr vector(vector&& other) noexcept
        : data_{other.data_}, size_{other.size_}, capacity_{other.capacity_} {
        other.data_ = nullptr;
        other.size_ = 0;
        other.capacity_ = 0;
    }
    constexpr vector& operator=(vector const& other) {
        if (this != &other) {
            assign(other.data_, other.data_ + other.size_);
        }
        return *this;
    }
    constexpr vector& operator=(vector&& other) noexcept {
        swap(other);
        return *this;
    }
    constexpr vector& operator=(std::initializer_list<T> values) {
        assign(values.begin(), values.end());
        return *this;
    }
    constexpr ~vector() {
        if (data_ != nullptr) {
            clear();
            release(data_, capacity_);
        }
    }

    constexpr std::size_t size() const { return size_; }
    constexpr bool empty() const { return size_ == 0; }
    constexpr T* data() { return data_; }
    constexpr T const* data() const { return data_; }
    constexpr T* begin() { return data_; }
    constexpr T const* begin() const { return data_; }
    constexpr T* end() { return data_ + size_; }
    constexpr T const* end() const { return data_ + size_; }
    constexpr auto rbegin() const { return std::reverse_iterator<T const*>{end()}; }
    constexpr auto rend() const { return std::reverse_iterator<T const*>{begin()}; }
    constexpr auto rbegin() { return std::reverse_iterator<T*>{end()}; }
    constexpr auto rend() { return std::reverse_iterator<T*>{begin()}; }
    constexpr T& operator[](std::size_t i) {
        IVERSON_EXPECTS(i < size_);
        return data_[i];
    }
    constexpr T const& operator[](std::size_t i) const {
        IVERSON_EXPECTS(i < size_);
        return data_[i];
    }
    constexpr T& at(std::size_t i) {
        return i < size_ ? data_[i] : throw std::out_of_range{"graph::vector::at"};
    }
    constexpr T const& at(std::size_t i) const {
        return i < size_ ? data_[i] : throw std::out_of_range{"graph::vector::at"};
    }
    constexpr T& front() { return (*this)[0]; }
    constexpr T const& front() const { return (*this)[0]; }
    constexpr T& back() { return (*this)[size_ - 1]; }
    constexpr T const& back() const { return (*this)[size_ - 1]; }

    constexpr void reserve(std::size_t capacity) {
        if (capacity > capacity_) {
            move_to(capacity);
        }
    }
    constexpr void clear() {
        if constexpr (!plain) {
            for (std::size_t i = 0; i < size_; ++i) {
                data_[i].~T();
            }
        }
        size_ = 0;
    }
    constexpr void resize(std::size_t size, T const& value = T{}) {
        while (size_ > size) {
            pop_back();
        }
        reserve(size);
        while (size_ < size) {
            put(value);
        }
    }
    constexpr void push_back(T const& value) {
        if (size_ == capacity_) {
            T copy = value;  // the value may live in here
            grow(size_ + 1);
            put(std::move(copy));
            return;
        }
        put(value);
    }
    constexpr void push_back(T&& value) {
        if (size_ == capacity_) {
            T copy = std::move(value);
            grow(size_ + 1);
            put(std::move(copy));
            return;
        }
        put(std::move(value));
    }
    template <class... Parts>
    constexpr T& emplace_back(Parts&&... parts) {
        push_back(T(std::forward<Parts>(parts)...));
        return back();
    }
    constexpr void pop_back() {
        IVERSON_EXPECTS(size_ > 0);
        --size_;
        if constexpr (!plain) {
            data_[size_].~T();
        }
    }
    template <std::input_iterator It>
    constexpr void assign(It first, It last) {
        clear();
        append(first, last);
    }
    constexpr void assign(std::size_t size, T const& value) {
        clear();
        resize(size, value);
    }
    template <std::input_iterator It>
    constexpr T* insert(T const* at, It first, It last) {
        std::size_t const place = static_cast<std::size_t>(at - data_);
        std::size_t const old = size_;
        append(first, last);
        turn(place, old);
        return data_ + place;
    }
    constexpr T* insert(T const* at, T const& value) {
        std::size_t const place = static_cast<std::size_t>(at - data_);
        std::size_t const old = size_;
        push_back(value);
        turn(place, old);
        return data_ + place;
    }
    constexpr T* erase(T const* at) { return erase(at, at + 1); }
    constexpr T* erase(T const* first, T const* last) {
        T* const result = data_ + (first - data_);
        T* to = result;
        for (T* from = data_ + (last - data_); from != end(); ++from, ++to) {
            *to = std::move(*from);
        }
        while (end() != to) {
            pop_back();
        }
        return result;
    }
    constexpr void swap(vector& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
    }

    friend constexpr bool operator==(vector const& a, vector const& b) {
        if (a.size_ != b.size_) {
            return false;
        }
        for (std::size_t i = 0; i < a.size_; ++i) {
            if (!(a.data_[i] == b.data_[i])) {
                return false;
            }
        }
        return true;
    }
    friend constexpr bool operator<(vector const& a, vector const& b) {
        for (std::size_t i = 0; i < a.size_ && i < b.size_; ++i) {
            if (a.data_[i] < b.data_[i]) {
                return true;
            }
            if (b.data_[i] < a.data_[i]) {
                return false;
            }
        }
        return a.size_ < b.size_;
    }

    /// Removes what `wanted` holds for; the rest keeps its order.
    template <class Wanted>
    friend constexpr std::size_t erase_if(vector& from, Wanted wanted) {
        T* to = from.begin();
        for (T& value : from) {
            if (!wanted(value)) {
                if (to != &value) {
                    *to = std::move(value);
                }
                ++to;
            }
        }
        std::size_t const gone = static_cast<std::size_t>(from.end() - to);
        from.erase(to, from.end());
        return gone;
    }

  private:
    static constexpr bool plain =
        std::is_trivially_copyable_v<T> && std::is_trivially_default_constructible_v<T>;

    static constexpr T* room(std::size_t capacity) {
        if constexpr (plain) {
            return new T[capacity];
        } else {
            return std::allocator<T>{}.allocate(capacity);
        }
    }
    static constexpr void release(T* data, std::size_t capacity) {
        if constexpr (plain) {
            delete[] data;
        } else {
            std::allocator<T>{}.deallocate(data, capacity);
        }
    }
    template <class Value>
    constexpr void put(Value&& value) {
        if constexpr (plain) {
            data_[size_++] = value;
        } else {
            std::construct_at(data_ + size_++, std::forward<Value>(value));
        }
    }
    template <class It>
    constexpr void append(It first, It last) {
        if constexpr (std::forward_iterator<It>) {
            grow(size_ + static_cast<std::size_t>(std::distance(first, last)));
            for (; first != last; ++first) {
                put(*first);
            }
        } else {
            for (; first != last; ++first) {
                push_back(*first);
            }
        }
    }
    constexpr void grow(std::size_t needed) {
        if (needed > capacity_) {
            move_to(needed > 2 * capacity_ ? needed : 2 * capacity_);
        }
    }
    constexpr void move_to(std::size_t capacity) {
        T* const old = data_;
        std::size_t const count = size_;
        T* const bigger = room(capacity);
        for (std::size_t i = 0; i < count; ++i) {
            if constexpr (plain) {
                bigger[i] = old[i];
            } else {
                std::construct_at(bigger + i, std::move(old[i]));
                old[i].~T();
            }
        }
        if (old != nullptr) {
            release(old, capacity_);
        }
        data_ = bigger;
        capacity_ = capacity;
    }
    /// Moves what was appended behind `old` to `place`: a rotation.
    constexpr void turn(std::size_t place, std::size_t old) {
        for (std::size_t i = old; i < size_; ++i, ++place) {
            T moved = std::move(data_[i]);
            for (std::size_t k = i; k > place; --k) {
                data_[k] = std::move(data_[k - 1]);
            }
            data_[place] = std::move(moved);
        }
    }

    T* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace iverson::graph

#undef IVERSON_EXPECTS
