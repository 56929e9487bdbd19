# SPDX-License-Identifier: Apache-2.0
"""From paragraphs to lines: greedy justification with divided words, as a hand compositor would."""
from dataclasses import dataclass, field

from press import hyphen
from press.words import Style, Word, measure, union


@dataclass
class Line:
    words: list

    @property
    def box(self):
        return union(w.box for w in self.words)


@dataclass
class Block:
    """A paragraph, heading or picture; `role` says which. A picture has its own box and no lines."""
    role: str
    lines: list = field(default_factory=list)
    own: tuple = None
    right_to_left: bool = False

    @property
    def box(self):
        return self.own or union(line.box for line in self.lines)

    @property
    def words(self):
        return [word for line in self.lines for word in line.words]


@dataclass(frozen=True)
class Shape:
    """How a paragraph is set: style, line height, first indent, and how lines fill the measure."""
    style: Style
    leading: float
    indent: float = 0
    align: str = "justify"          # justify, left, centre, right, rtl, rtl-centre
    divide: bool = True


def _pieces(text):
    return [(token, 0, "") for token in text.split()]


def _fit(pieces, width, shape):
    """Take as many pieces as fit in width. Returns (those, the rest)."""
    space = shape.style.size * 0.22
    used, taken = 0.0, 0
    for token, _, _ in pieces:
        step = measure(token, shape.style).advance + (space if taken else 0)
        if used + step > width:
            break
        used, taken = used + step, taken + 1
    line, rest = pieces[:taken], pieces[taken:]
    if rest and shape.divide:
        line, rest = _divide(line, rest, width - used - (space if taken else 0), shape)
    if not line:                     # a word wider than the column must stand somewhere
        line, rest = rest[:1], rest[1:]
    return line, rest


def _divide(line, rest, room, shape):
    token, part, _ = rest[0]
    if part or room < shape.style.size * 1.5:
        return line, rest
    for head, tail in hyphen.parts(token):
        if measure(head + "-", shape.style).advance <= room:
            return line + [(head + "-", 1, token)], [(tail, 2, token)] + rest[1:]
    return line, rest


def _set_line(pieces, x, y, width, shape, last):
    """Give a line's pieces their places."""
    measured = [measure(token, shape.style) for token, _, _ in pieces]
    gap = shape.style.size * 0.25
    natural = sum(g.advance for g in measured)
    slack = width - natural - gap * (len(pieces) - 1)
    if shape.align in ("justify", "rtl") and len(pieces) > 1 and (not last or slack < 0):
        gap += slack / (len(pieces) - 1)
    start = {"centre": slack / 2, "right": slack}.get(shape.align, 0)
    if shape.align.startswith("rtl"):
        right = x + width - (slack / 2 if shape.align == "rtl-centre" else 0)
        return Line(_from_right(pieces, measured, right, y, gap, shape))
    words, at = [], x + start
    for (token, part, whole), glyphs in zip(pieces, measured):
        words.append(Word(token, shape.style, glyphs, at, y, part, whole))
        at += glyphs.advance + gap
    return Line(words)


def _from_right(pieces, measured, right, y, gap, shape):
    words = []
    for (token, part, whole), glyphs in zip(pieces, measured):
        right -= glyphs.advance
        words.append(Word(token, shape.style, glyphs, right, y, part, whole))
        right -= gap
    return words


class Flow:
    """A paragraph on its way to the page: it gives lines while there is room, and keeps the rest."""

    def __init__(self, text, shape, role="paragraph"):
        self.rest, self.shape, self.role = _pieces(text), shape, role
        self.first = True

    def __bool__(self):
        return bool(self.rest)

    def take(self, x, y, width, height):
        """Set lines in the box. Returns (Block or None, y below the last line)."""
        lines, shape, bottom = [], self.shape, y + height
        while self.rest and y + shape.leading <= bottom:
            indent = shape.indent if self.first else 0
            pieces, self.rest = _fit(self.rest, width - indent, shape)
            baseline = y + shape.leading * 0.76
            left = x if shape.align.startswith("rtl") else x + indent
            lines.append(_set_line(pieces, left, baseline, width - indent, shape, not self.rest))
            y, self.first = y + shape.leading, False
        block = Block(self.role, lines, right_to_left=shape.align.startswith("rtl")) if lines else None
        return block, y


def heading(text, shape, x, y, width, role="heading"):
    """A text that always fits: all its lines at once. Returns (Block, y below)."""
    return Flow(text, shape, role).take(x, y, width, 1e9)
