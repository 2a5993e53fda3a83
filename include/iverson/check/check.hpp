// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Judges derivations that were made by hand: does each line follow from the one before?
namespace iverson::check {

enum class verdict : std::uint8_t {
    follows,          ///< proved, or no difference in all trials: `by` says which
    does_not_follow,  ///< a counterexample is known
    not_decided,      ///< `why` says what is missing
    given,            ///< a definition or an assumption: nothing stands before it that it could follow from
    passed_over       ///< no chain of formulas; `why` says what it is
};

/// Numbers at which two sides differ.
struct counterexample {
    std::vector<std::pair<std::string, std::int64_t>> extents;
    std::vector<std::pair<std::string, std::int64_t>> indices;
    std::vector<std::pair<std::string, double>> entries;  ///< x[1, 2]: what either side reads, and no more
    double before = 0;                                    ///< the line before, at these numbers
    double here = 0;
};

/// What is said of one line, or of a part of the document that is passed over.
struct remark {
    verdict what = verdict::passed_over;
    int row = 0;                     ///< from 1, in the document
    int column = 0;                  ///< from 1, in characters
    int chain = 0;                   ///< from 1; 0: passed over
    int line = 0;                    ///< of the chain, from 1
    std::string left;                ///< the left side of the chain, as LaTeX
    std::string shown;               ///< the line, as LaTeX
    std::vector<std::string> rules;  ///< of a line that follows: by which rules, where that is known
    std::string by;   ///< of a line that follows: "proved", or how many trials found no difference
    std::string why;  ///< of a line that is not decided, or passed over
    std::vector<std::string> slips;  ///< the usual mistakes that it looks like
    std::string differs;             ///< the smallest part of a wrong line that makes it wrong
    std::string instead;             ///< what would be right in its place
    std::string corrected;           ///< the whole line, as LaTeX
    std::optional<counterexample> against;
};

struct report {
    std::string file;
    std::vector<remark> remarks;  ///< in the order of the document

    int count(verdict v) const;
    int findings() const { return count(verdict::does_not_follow); }
};

/// docs/text.md, and its section LaTeX.
enum class notation : std::uint8_t { latex, text };

struct options {
    double seconds = 60;  ///< after that, the lines that are left are not decided
    notation written_in = notation::latex;
};

/// Reads a document and judges its chains of equalities, each line by the one before it, at extents 0 to 10 and random numbers, some of which tie. Derivatives that a line leaves open are taken by dual numbers.
/// Errors:  syntax_error where the document cannot be divided into formulas and prose, or is larger than 1 MiB.
report judge(std::string_view source, std::string_view file = "derivation", options const& how = {});

/// The findings and what is not decided; with `verbose` every line.
std::string to_text(report const& r, bool verbose = false);
/// All of it. The fields are those of `remark`, by their names.
std::string to_json(report const& r);

}  // namespace iverson::check
