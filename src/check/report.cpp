// SPDX-License-Identifier: BSL-1.0
#include <iverson/check/check.hpp>

#include <cmath>
#include <cstdio>

namespace iverson::check {

namespace {

/// Six digits, and what is whole without a point.
std::string shown(double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.6g", value + 0.0);  // -0 is 0
    return buffer;
}

std::string joined(std::vector<std::string> const& all, char const* between) {
    std::string result;
    for (std::string const& one : all) {
        result += (result.empty() ? "" : between) + one;
    }
    return result;
}

std::string said(verdict v) {
    switch (v) {
        case verdict::follows: return "follows";
        case verdict::does_not_follow: return "does not follow";
        case verdict::not_decided: return "not decided";
        case verdict::given: return "given";
        case verdict::passed_over: return "passed over";
    }
    return {};
}

std::string numbers_of(counterexample const& c) {
    std::vector<std::string> all;
    for (auto const* part : {&c.extents, &c.indices}) {
        for (auto const& [name, value] : *part) {
            all.push_back(name + " = " + std::to_string(value));
        }
    }
    for (auto const& [name, value] : c.entries) {
        all.push_back(name + " = " + shown(value));
    }
    return joined(all, ", ");
}

std::string first_line(report const& r, remark const& m) {
    std::string result = r.file + ":" + std::to_string(m.row) + ": " + said(m.what);
    if (m.chain > 0 && m.what != verdict::given) {
        result += m.line == 1 ? " from the left side or a definition" : " from the line before";
    }
    if (!m.rules.empty()) {
        result += ", by " + joined(m.rules, ", ");
    }
    result += m.by.empty() ? "" : " (" + m.by + ")";
    return result + (m.why.empty() ? "" : ": " + m.why) + "\n";
}

std::string of_finding(remark const& m) {
    std::string result;
    auto const row = [&](char const* head, std::string const& text) {
        result += text.empty() ? "" : std::string{"  "} + head + text + "\n";
    };
    row("usual slip: ", joined(m.slips, "; "));
    row("differs:    ", m.differs);
    row("should be:  ", m.instead);
    if (m.against) {
        row("for:        ", numbers_of(*m.against));
        row("", std::string{m.line == 1 ? "the left side is " : "the line before is "} +
                    shown(m.against->before) + ", this line is " + shown(m.against->here));
    }
    row("corrected:  ", m.corrected.empty() ? "" : "= " + m.corrected);
    return result;
}

std::string quoted(std::string const& s) {
    std::string result = "\"";
    for (char c : s) {
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char buffer[8];
            std::snprintf(buffer, sizeof buffer, "\\u%04x", static_cast<unsigned>(c));
            result += buffer;
        } else {
            result += c;
        }
    }
    return result + "\"";
}

template <class Range, class One>
std::string list(Range const& all, char const* open, char const* close, One const& one) {
    std::string result = open;
    for (auto const& part : all) {
        result += (result.size() > 1 ? ", " : "") + one(part);
    }
    return result + close;
}

std::string number(double value) { return std::isfinite(value) ? shown(value) : "null"; }

std::string json(counterexample const& c) {
    auto const whole = [](auto const& p) { return quoted(p.first) + ": " + std::to_string(p.second); };
    auto const real = [](auto const& p) { return quoted(p.first) + ": " + number(p.second); };
    return "{\"extents\": " + list(c.extents, "{", "}", whole) +
           ", \"indices\": " + list(c.indices, "{", "}", whole) +
           ", \"entries\": " + list(c.entries, "{", "}", real) + ", \"before\": " + number(c.before) +
           ", \"here\": " + number(c.here) + "}";
}

std::string json(remark const& m) {
    std::string result = "{\"what\": " + quoted(said(m.what)) + ", \"row\": " + std::to_string(m.row) +
                         ", \"column\": " + std::to_string(m.column) +
                         ", \"chain\": " + std::to_string(m.chain) + ", \"line\": " + std::to_string(m.line);
    auto const text = [&](char const* name, std::string const& value) {
        result += value.empty() ? "" : std::string{", \""} + name + "\": " + quoted(value);
    };
    auto const texts = [&](char const* name, std::vector<std::string> const& all) {
        result += all.empty() ? "" : std::string{", \""} + name + "\": " + list(all, "[", "]", quoted);
    };
    text("left", m.left);
    text("shown", m.shown);
    texts("rules", m.rules);
    text("by", m.by);
    text("why", m.why);
    texts("slips", m.slips);
    text("differs", m.differs);
    text("instead", m.instead);
    text("corrected", m.corrected);
    result += m.against ? ", \"against\": " + json(*m.against) : "";
    return result + "}";
}

}  // namespace

std::string to_text(report const& r, bool verbose) {
    std::string result;
    for (remark const& m : r.remarks) {
        bool const found = m.what == verdict::does_not_follow;
        if (!verbose && !found && m.what != verdict::not_decided) {
            continue;
        }
        result += first_line(r, m);
        result += "  " + std::string{m.chain > 0 ? "= " : ""} + m.shown + "\n";
        result += found ? of_finding(m) : "";
    }
    auto const counted = [&](verdict v) { return std::to_string(r.count(v)); };
    return result + r.file + ": " + counted(verdict::follows) + " lines follow, " +
           counted(verdict::does_not_follow) + " do not, " + counted(verdict::not_decided) + " not decided\n";
}

std::string to_json(report const& r) {
    auto const one = [](remark const& m) { return "\n  " + json(m); };
    return "{\"file\": " + quoted(r.file) + ", \"findings\": " + std::to_string(r.findings()) +
           ", \"remarks\": " + list(r.remarks, "[", "]", one) + "}\n";
}

}  // namespace iverson::check
