# SPDX-License-Identifier: Apache-2.0
"""A page: blocks in reading order on a surface that a scanner will see."""
import cairo
import numpy as np
from PIL import Image

from press import paper
from press.setting import Block, Line, heading
from press.words import draw, place


class Page:
    """Lay out with `take`, `line` and `picture`; everything added is drawn and kept in `blocks`."""

    def __init__(self, width, height, dpi=200, seed="page", number=1):
        self.width, self.height, self.dpi, self.seed, self.number = width, height, dpi, seed, number
        self.surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, width, height)
        self.context = cairo.Context(self.surface)
        self.blocks = []

    def add(self, block):
        for word in block.words:
            draw(self.context, word)
        self.blocks.append(block)
        return block

    def flow(self, flow, x, y, width, bottom):
        """Set what fits of a flow between y and bottom. Returns the y below it."""
        block, below = flow.take(x, y, width, bottom - y)
        if block:
            self.add(block)
        return below

    def heading(self, text, shape, x, y, width, role="heading"):
        block, below = heading(text, shape, x, y, width, role)
        self.add(block)
        return below

    def note(self, text, style, x, y, align=0.0):
        """A line that is not part of the text (page number, caption of a drawing): drawn as one block."""
        words, space = [], style.size * 0.25
        tokens = [place(token, style, 0, y) for token in text.split()]
        width = sum(t.glyphs.advance for t in tokens) + space * (len(tokens) - 1)
        at = x - align * width
        for token in tokens:
            token.x, at = at, at + token.glyphs.advance + space
            words.append(token)
        return self.add(Block("note", [Line(words)]))

    def rule(self, x0, y0, x1, y1, thick=2.0, colour=(0.1, 0.08, 0.07)):
        self.context.set_source_rgb(*colour)
        self.context.set_line_width(thick)
        self.context.move_to(x0, y0)
        self.context.line_to(x1, y1)
        self.context.stroke()

    def picture(self, grey, x, y, pitch=7.0):
        """Print a grey array (0 to 1) as a halftone block at x, y."""
        dots = (paper.halftone(grey, pitch) * 255).astype(np.uint8)
        height, width = dots.shape
        stride = cairo.ImageSurface.format_stride_for_width(cairo.FORMAT_A8, width)
        data = np.zeros((height, stride), np.uint8)
        data[:, :width] = dots
        mask = cairo.ImageSurface.create_for_data(data, cairo.FORMAT_A8, width, height, stride)
        self.context.set_source_rgb(0.1, 0.08, 0.07)
        self.context.mask_surface(mask, x, y)
        self.surface.flush()
        self.blocks.append(Block("picture", own=(int(x), int(y), width, height)))

    def scan(self, **sheet):
        """The page on paper, as an RGB array."""
        self.surface.flush()
        return paper.ink(paper.sheet(self.width, self.height, self.seed, **sheet), self.surface, self.seed)

    def bitonal(self):
        """The page as a two-level microfilm scan: ink that spreads a little, specks of dust."""
        self.surface.flush()
        random = paper.numbers(self.seed)
        level = 112 + 26 * random.normal(0, 1, (self.height // 16, self.width // 16))
        level = Image.fromarray(np.clip(level, 40, 220).astype(np.uint8)).resize((self.width, self.height), Image.BILINEAR)
        black = paper.pixels(self.surface)[:, :, 3] > np.asarray(level)
        for _ in range(60):
            y, x, r = random.integers(0, self.height), random.integers(0, self.width), random.integers(1, 4)
            black[y:y + r, x:x + r] = True
        return black
