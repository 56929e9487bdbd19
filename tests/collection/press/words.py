# SPDX-License-Identifier: Apache-2.0
"""Single words: their type, their measures, their place on a page.

Every word is a Pango layout of its own. So its box is known exactly, whatever the line does with it, and a word
that comes again costs nothing.
"""
import functools
import math
from dataclasses import dataclass

import cairo
import gi

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")
from gi.repository import Pango, PangoCairo  # noqa: E402


@dataclass(frozen=True)
class Style:
    """A kind of type: family and face as Pango names them, size in pixels, spacing in pixels between letters."""
    face: str
    size: float
    spacing: float = 0
    colour: tuple = (0.10, 0.08, 0.07)
    features: str = ""


@dataclass(frozen=True)
class Glyphs:
    """A measured word. The ink box is relative to the word's origin on the base line."""
    layout: object
    advance: float
    ink: tuple


@dataclass
class Word:
    """A word set on a page: its origin, and for a part of a divided word which part (1, 2) of which whole."""
    text: str
    style: Style
    glyphs: Glyphs
    x: float
    y: float
    part: int = 0
    whole: str = ""

    @property
    def box(self):
        """Ink box in whole pixels, rounded outwards: x, y, width, height."""
        left, top, width, height = self.glyphs.ink
        x0, y0 = math.floor(self.x + left), math.floor(self.y + top)
        x1, y1 = math.ceil(self.x + left + width), math.ceil(self.y + top + height)
        return x0, y0, max(1, x1 - x0), max(1, y1 - y0)


def union(boxes):
    """The smallest box around boxes."""
    boxes = list(boxes)
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, y1 = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
    return x0, y0, x1 - x0, y1 - y0


@functools.lru_cache(maxsize=None)
def _context():
    context = PangoCairo.FontMap.get_default().create_context()
    options = cairo.FontOptions()
    options.set_hint_style(cairo.HINT_STYLE_NONE)
    options.set_hint_metrics(cairo.HINT_METRICS_OFF)
    options.set_antialias(cairo.ANTIALIAS_GRAY)
    PangoCairo.context_set_font_options(context, options)
    context.set_round_glyph_positions(False)
    return context


@functools.lru_cache(maxsize=None)
def _font(style):
    font = Pango.FontDescription.from_string(style.face)
    font.set_absolute_size(style.size * Pango.SCALE)
    return font


@functools.lru_cache(maxsize=60000)
def measure(text, style):
    """The Glyphs of a text in a style; the text is never broken."""
    layout = Pango.Layout(_context())
    layout.set_font_description(_font(style))
    attributes = Pango.AttrList()
    if style.spacing:
        attributes.insert(Pango.attr_letter_spacing_new(int(style.spacing * Pango.SCALE)))
    if style.features:
        attributes.insert(Pango.attr_font_features_new(style.features))
    layout.set_attributes(attributes)
    layout.set_text(text, -1)
    ink, logical = layout.get_extents()
    base, unit = layout.get_baseline(), 1 / Pango.SCALE
    return Glyphs(layout, logical.width * unit - style.spacing,
                  (ink.x * unit, (ink.y - base) * unit, ink.width * unit, ink.height * unit))


def place(text, style, x, y, align=0.0, **more):
    """A word whose origin, middle (align 0.5) or end (1) lies at x on the base line y."""
    glyphs = measure(text, style)
    return Word(text, style, glyphs, x - align * glyphs.advance, y, **more)


def draw(context, word):
    """Print a word; show_layout_line starts at the base line."""
    context.set_source_rgb(*word.style.colour)
    context.move_to(word.x, word.y)
    PangoCairo.show_layout_line(context, word.glyphs.layout.get_line_readonly(0))
