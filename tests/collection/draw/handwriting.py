# SPDX-License-Identifier: Apache-2.0
"""Handwriting: a cursive type without Lithuanian letters, and their hooks, dots and carons added by hand."""
import random
import unicodedata

from press.words import Style, draw, measure, place

HAND = "Kristi"
_BELOW, _ABOVE = {"\u0328"}, {"\u030c", "\u0307", "\u0304", "\u0301"}


def _plain(text):
    """Letters without marks, and (index, mark) for each mark."""
    letters, marks = [], []
    for char in unicodedata.normalize("NFD", text):
        if char in _BELOW | _ABOVE:
            marks.append((len(letters) - 1, char))
        elif not unicodedata.combining(char):
            letters.append({"ł": "l", "„": ",,", "–": "-", "“": "''", "”": "''"}.get(char, char))
    return "".join(letters), marks


def write(ctx, text, x, y, size, ink=(.16, .18, .30), seed=0):
    """Write a line; it wavers a little. Returns the x after it."""
    wave = random.Random("%s%s" % (seed, text))
    style = Style(HAND, size, colour=ink)
    for token in text.split():
        plain, marks = _plain(token)
        rise = y + wave.uniform(-.04, .04) * size
        ctx.save()
        ctx.translate(x, rise)
        ctx.rotate(wave.uniform(-.02, .012))
        draw(ctx, place(plain, style, 0, 0))
        for index, mark in marks:
            _mark(ctx, mark, plain, index, style, wave)
        ctx.restore()
        x += measure(plain, style).advance + size * wave.uniform(.16, .24)
    return x


def _mark(ctx, mark, plain, index, style, wave):
    size = style.size
    start = measure(plain[:index], style).advance if index else 0
    width = measure(plain[:index + 1], style).advance - start
    tall = measure(plain[index], style).ink[1]
    x, y = start + width * wave.uniform(.45, .65), tall - size * .05
    ctx.set_source_rgb(*style.colour)
    ctx.set_line_width(size * .028)
    paths = {"\u030c": [(-.07, -.07), (-.01, 0), (.08, -.09)], "\u0304": [(-.08, -.02), (.08, -.035)],
             "\u0307": [(0, -.02), (.012, -.035)], "\u0301": [(-.01, 0), (.06, -.09)],
             "\u0328": [(.04, 0), (.0, .07), (.07, .10)]}
    base = 0 if mark in _BELOW else y
    points = [(x + dx * size, base + dy * size) for dx, dy in paths[mark]]
    ctx.move_to(*points[0])
    for point in points[1:]:
        ctx.line_to(*point)
    ctx.stroke()


def letter(ctx, text, x, y, width, size, leading, **how):
    """Write a text in lines of a width. Returns the y below."""
    line = []
    for token in text.split() + [None]:
        trial = " ".join(line + [token]) if token else None
        if token is None or measure(_plain(trial)[0], Style(HAND, size)).advance > width:
            write(ctx, " ".join(line), x, y, size, **how)
            y, line = y + leading, []
        line.append(token)
    return y
