# SPDX-License-Identifier: Apache-2.0
"""A cairo surface with a seeded random source, and the few strokes that every picture is made of."""
import math
import random

import cairo
import numpy as np

from press import paper


class Canvas:
    def __init__(self, width, height, seed):
        self.width, self.height, self.seed = width, height, str(seed)
        self.random = random.Random(self.seed)
        self.surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, width, height)
        self.ctx = cairo.Context(self.surface)

    def paint(self, colour, alpha=1.0):
        self.ctx.set_source_rgba(*colour, alpha)

    def polygon(self, points, colour, alpha=1.0):
        self.paint(colour, alpha)
        self.ctx.move_to(*points[0])
        for point in points[1:]:
            self.ctx.line_to(*point)
        self.ctx.close_path()
        self.ctx.fill()

    def box(self, x, y, w, h, colour, alpha=1.0):
        self.paint(colour, alpha)
        self.ctx.rectangle(x, y, w, h)
        self.ctx.fill()

    def disc(self, x, y, r, colour, alpha=1.0, flat=1.0):
        self.paint(colour, alpha)
        self.ctx.save()
        self.ctx.translate(x, y)
        self.ctx.scale(1, flat)
        self.ctx.arc(0, 0, r, 0, 2 * math.pi)
        self.ctx.restore()
        self.ctx.fill()

    def stroke(self, points, colour, thick=1.0, alpha=1.0):
        self.paint(colour, alpha)
        self.ctx.set_line_width(thick)
        self.ctx.set_line_cap(cairo.LINE_CAP_ROUND)
        self.ctx.move_to(*points[0])
        for point in points[1:]:
            self.ctx.line_to(*point)
        self.ctx.stroke()

    def gradient(self, x, y, w, h, top, bottom):
        shade = cairo.LinearGradient(0, y, 0, y + h)
        shade.add_color_stop_rgb(0, *top)
        shade.add_color_stop_rgb(1, *bottom)
        self.ctx.set_source(shade)
        self.ctx.rectangle(x, y, w, h)
        self.ctx.fill()

    def veil(self, alpha, colour, x=0, y=0):
        """Lay a colour over the picture where the array alpha (0 to 1) says."""
        height, width = alpha.shape
        stride = cairo.ImageSurface.format_stride_for_width(cairo.FORMAT_A8, width)
        data = np.zeros((height, stride), np.uint8)
        data[:, :width] = np.clip(alpha * 255, 0, 255)
        self.paint(colour)
        self.ctx.mask_surface(cairo.ImageSurface.create_for_data(data, cairo.FORMAT_A8, width, height, stride), x, y)

    def array(self):
        """The picture as height x width x 3 bytes, in the order red, green, blue."""
        return paper.opaque(self.surface)


def mix(a, b, t):
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t


def wobble(random, n, amount, octaves=4):
    """n numbers of smooth noise around 0."""
    waves = [(random.uniform(0.5, 1.5) * 2 ** k, random.uniform(0, 6.3), amount * 0.5 ** k) for k in range(octaves)]
    return [sum(a * math.sin(6.283 * f * i / n + p) for f, p, a in waves) for i in range(n)]
