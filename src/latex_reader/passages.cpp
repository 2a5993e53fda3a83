// SPDX-License-Identifier: BSL-1.0
//
// Divides a document into prose, headings and formulas.
#include "chains.hpp"

#include <algorithm>

namespace iverson::latex_reader {

using syntax::failure;

namespace {

bool starts_at(std::string_view source, std::size_t at, std::string_view word) {
    return source.substr(at, word.size()) == word;
}

/// Divides a document: headings, code, comments, displays and formulas in the text.
class divider {
  public:
    explicit divider(std::string_view source) : source_{source} {}

    std::vector<passage> run() {
        while (at_ < source_.size()) {
            bool const line_start = at_ == 0 || source_[at_ - 1] == '\n';
            if (line_start && at_line_start()) {
                continue;
            }
            step();
        }
        return std::move(result_);
    }

  private:
    void add(passage::kind what, std::size_t begin, std::size_t end) {
        result_.push_back({what, {static_cast<int>(begin), static_cast<int>(end)}, {}, {}});
    }
    std::size_t line_end() const { return std::min(source_.size(), source_.find('\n', at_)); }

    /// Headings, comments and code take whole lines.
    bool at_line_start() {
        std::size_t const text = std::min(source_.size(), source_.find_first_not_of(" \t", at_));
        if (starts_at(source_, text, "```math")) {
            fence(text, true);
        } else if (starts_at(source_, text, "```")) {
            fence(text, false);
        } else if (starts_at(source_, text, "#") || starts_at(source_, text, "\\section") ||
                   starts_at(source_, text, "\\subsection") || starts_at(source_, text, "\\chapter")) {
            std::size_t const end = line_end();
            add(passage::kind::heading, text, end);
            at_ = end;
        } else if (starts_at(source_, text, "%")) {
            at_ = line_end();
        } else {
            return false;
        }
        return true;
    }
    void fence(std::size_t open, bool math) {
        std::size_t const begin = std::min(source_.size(), source_.find('\n', open));
        std::size_t const close = std::min(source_.size(), source_.find("```", begin));
        if (math) {
            add(passage::kind::displayed, begin, close);
        }
        at_ = std::min(source_.size(), close + 3);
    }
    void step() {
        if (starts_at(source_, at_, "\\$") || starts_at(source_, at_, "\\\\")) {
            at_ += 2;
        } else if (starts_at(source_, at_, "$$")) {
            enclosed(passage::kind::displayed, 2, "$$");
        } else if (starts_at(source_, at_, "\\[")) {
            enclosed(passage::kind::displayed, 2, "\\]");
        } else if (starts_at(source_, at_, "\\(")) {
            enclosed(passage::kind::in_text, 2, "\\)");
        } else if (source_[at_] == '$') {
            enclosed(passage::kind::in_text, 1, "$");
        } else if (std::string const close = environment_close(source_, at_); !close.empty()) {
            enclosed(passage::kind::displayed, 0, close);
        } else if (source_[at_] == '`' && source_.find('`', at_ + 1) < line_end()) {
            at_ = source_.find('`', at_ + 1) + 1;
        } else {
            ++at_;
        }
    }
    void enclosed(passage::kind what, std::size_t open, std::string const& close) {
        std::size_t const end = source_.find(close, at_ + open);
        if (end == std::string_view::npos) {
            throw failure{{static_cast<int>(at_), static_cast<int>(at_) + 2},
                          "the display that opens here is not closed",
                          {}};
        }
        bool const environment = open == 0;
        add(what, at_ + open, environment ? end + close.size() : end);
        at_ = end + close.size();
    }

    std::string_view source_;
    std::size_t at_ = 0;
    std::vector<passage> result_;
};

}  // namespace

std::vector<passage> passages_of(std::string_view source) {
    if (source.size() > static_cast<std::size_t>(syntax::longest_source)) {
        throw failure{{}, "the text is too large: more than 1 MiB", {}};
    }
    std::vector<passage> result = divider{source}.run();
    bool const formulas = std::any_of(result.begin(), result.end(),
                                      [](passage const& p) { return p.what != passage::kind::heading; });
    if (!formulas) {  // a formula alone
        result.push_back({passage::kind::displayed, {0, static_cast<int>(source.size())}, {}, {}});
    }
    return result;
}

}  // namespace iverson::latex_reader
