#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Draws what bench_peers has measured:  picture.py FIGURES.json PICTURE.svg

Above, one roofline for each type of numbers: Iverson as dots, the best other way as rings, numbered as the bars are.
Below, the time of the best library and of the best plain loop by Iverson's: right of 1 Iverson is faster.
"""
import json
import math
import sys

WIDTH, PANEL, MARGIN = 960, 400, 56
BLUE, ORANGE, GREY, RED = "#1f5fa8", "#d9781e", "#8a8a8a", "#b3261e"


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


class Canvas:
    def __init__(self, height):
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="11">',
            "<!-- SPDX-License-Identifier: BSL-1.0 -->",
            f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        ]

    def line(self, x1, y1, x2, y2, color, width=1.0, dash=""):
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" stroke-width="{width}"{dashed}/>')

    def text(self, x, y, text, anchor="start", color="#222", size=11):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}" font-size="{size}">{escaped(text)}</text>')

    def dot(self, x, y, color, filled):
        inside = color if filled else "white"
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{inside}" stroke="{color}" stroke-width="1.5"/>')

    def bar(self, x1, x2, y, height, color):
        self.parts.append(f'<rect x="{min(x1, x2):.1f}" y="{y:.1f}" width="{abs(x2 - x1):.1f}" height="{height}" fill="{color}"/>')

    def written(self):
        return "\n".join(self.parts + ["</svg>", ""])


class Scale:
    """Logarithmic, from low..high to first..last."""

    def __init__(self, low, high, first, last):
        self.low, self.high, self.first, self.last = low, high, first, last

    def __call__(self, value):
        share = math.log(min(max(value, self.low), self.high) / self.low) / math.log(self.high / self.low)
        return self.first + share * (self.last - self.first)

    def decades(self):
        return [10.0**e for e in range(math.ceil(math.log10(self.low)), math.floor(math.log10(self.high)) + 1)]


def best(ways):
    right = [w for w in ways if "fault" not in w]
    return min(right, key=lambda w: w["seconds"]) if right else None


def short(value):
    return f"{value:g}"


def bandwidth(figures, size):
    """Reading, at the size of memory that is nearest to `size`."""
    return min(figures["memory"], key=lambda m: abs(math.log(m["bytes"] / size)))


def roofline(canvas, figures, scalar, left):
    x = Scale(0.08, 3000, left + MARGIN, left + WIDTH / 2 - 16)
    y = Scale(0.8, 2000, PANEL - MARGIN, 40)
    canvas.text(left + MARGIN, 24, f"{scalar}: GFlop/s over operations per byte", size=13)
    for value in x.decades():
        canvas.line(x(value), y.first, x(value), y.last, "#eee")
        canvas.text(x(value), y.first + 16, short(value), "middle")
    for value in y.decades():
        canvas.line(x.first, y(value), x.last, y(value), "#eee")
        canvas.text(x.first - 6, y(value) + 4, short(value), "end")
    peak = figures["fma_" + scalar] * 1e-9
    # Each label beside its line, at the height where there is room.
    for name, size, height, side in (("L2", 2**20, 12, "start"), ("L3", 2**24, 45, "end"), ("memory", 2**30, 25, "start")):
        rate = bandwidth(figures, size)["read"] * 1e-9
        start, ridge = max(x.low, y.low / rate), peak / rate
        canvas.line(x(start), y(start * rate), x(ridge), y(peak), GREY, 1, "4 3")
        gap = 8 if side == "start" else -8
        canvas.text(x(height / rate) + gap, y(height) + 4, f"{name} {rate:.0f} GB/s", side, GREY, 10)
    canvas.line(x(peak / (bandwidth(figures, 2**20)["read"] * 1e-9)), y(peak), x.last, y(peak), GREY, 1.5)
    canvas.text(x.last, y(peak) - 5, f"multiply-adds {peak:.0f} GFlop/s", "end", GREY, 10)
    labels = []
    for number, w in enumerate(figures["workloads"], 1):
        if w["scalar"] != scalar or w["fault"]:
            continue
        intensity = w["flops"] / (w["bytes_read"] + w["bytes_written"])
        ours = w["flops"] / w["iverson"]["seconds"] * 1e-9
        other = best(w["libraries"] + w["loops"])
        theirs = w["flops"] / other["seconds"] * 1e-9
        at = x(intensity)
        canvas.line(at, y(ours), at, y(theirs), ORANGE if theirs > ours else BLUE, 1)
        canvas.dot(at, y(theirs), ORANGE, False)
        canvas.dot(at, y(ours), BLUE, True)
        right = at + 7
        while any(abs(right - px) < 12 and abs(y(ours) - py) < 9 for px, py in labels):
            right += 12
        labels.append((right, y(ours)))
        canvas.text(right, y(ours) + 4, str(number), color=BLUE, size=10)


def bars(canvas, figures, top):
    x = Scale(0.005, 20, 330, WIDTH - 120)
    rows = [(n, w) for n, w in enumerate(figures["workloads"], 1) if not w["fault"]]
    bottom = top + 26 * len(rows)
    canvas.text(MARGIN - 40, top - 22, "time of the best other way by Iverson's: right of 1 Iverson is faster", size=13)
    for value in x.decades():
        canvas.line(x(value), top - 6, x(value), bottom, "#eee")
        canvas.text(x(value), bottom + 14, short(value), "middle")
    for row, (number, w) in enumerate(rows):
        y = top + 26 * row
        canvas.text(300, y + 13, w["name"], "end")
        canvas.text(320, y + 13, str(number), "end", BLUE, 10)
        for ways, offset, color in ((w["libraries"], 0, BLUE), (w["loops"], 10, "#a9c4e4")):
            other = best(ways)
            if other is None:
                continue
            speed = other["seconds"] / w["iverson"]["seconds"]
            behind = offset == 0 and speed < 0.9
            canvas.bar(x(1), x(speed), y + offset, 9, RED if behind else color)
            end = max(x(speed), x(1)) + 4
            if offset == 0:
                canvas.text(end, y + 9, f"{speed:.2f} {other['who']}", size=9)
    canvas.line(x(1), top - 6, x(1), bottom, "#222", 1)
    canvas.text(WIDTH - 112, bottom + 14, "below: plain loop", color=GREY, size=10)


def main(source, target):
    with open(source, encoding="utf-8") as file:
        figures = json.load(file)
    height = PANEL + 80 + 26 * len(figures["workloads"])
    canvas = Canvas(height)
    roofline(canvas, figures, "double", 0)
    roofline(canvas, figures, "float", WIDTH / 2)
    canvas.dot(MARGIN, PANEL - 14, BLUE, True)
    canvas.text(MARGIN + 8, PANEL - 10, "Iverson")
    canvas.dot(MARGIN + 70, PANEL - 14, ORANGE, False)
    canvas.text(MARGIN + 78, PANEL - 10, "the best of libraries and plain loops; operations are those of the direct sum, also where a transform needs fewer")
    bars(canvas, figures, PANEL + 40)
    with open(target, "w", encoding="utf-8") as file:
        file.write(canvas.written())


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
