# SPDX-License-Identifier: Apache-2.0
"""Folk crafts: woven sashes, Easter eggs, paper cuts, distaffs, and pressed plants. Each gives an RGB array."""
import math
import random

import cairo
import numpy as np

from draw import handwriting
from draw.canvas import Canvas, mix
from press import paper

DYES = {"red": (.62, .12, .12), "green": (.13, .34, .22), "blue": (.15, .22, .42), "yellow": (.85, .65, .18),
        "linen": (.90, .86, .76), "black": (.13, .11, .11), "brown": (.40, .24, .14), "violet": (.36, .16, .34)}


def _motif(chance, size):
    """A diamond figure with fourfold symmetry on a grid of 2 * size + 1 threads."""
    quarter = np.zeros((size + 1, size + 1), bool)
    for ring in range(size + 1):
        if chance.random() < .55 or ring == size:
            for i in range(ring + 1):
                quarter[i, ring - i] = True
    for _ in range(size):
        i, j = chance.randint(0, size), chance.randint(0, size)
        if i + j < size:
            quarter[i, j] = quarter[j, i] = True
    half = np.hstack([quarter[:, :0:-1], quarter])
    return np.vstack([half[:0:-1], half])


def sash(seed, ground="linen", figure="red", edge=("green", "yellow"), width=1700, height=760):
    """A pick-up sash, laid flat on dark cloth, with fringes."""
    chance, size = random.Random(seed), 10
    strip = np.hstack([np.pad(_motif(chance, size), ((0, 0), (0, 3))) for _ in range(5)])
    c = Canvas(width, height, seed)
    c.paint((.17, .16, .18))
    c.ctx.paint()
    step = (width - 300) / strip.shape[1]
    band, top = step * strip.shape[0], (height - step * (strip.shape[0] + 8)) / 2
    for k, name in enumerate([edge[0], edge[1], edge[0], ground] + [ground, edge[0], edge[1], edge[0]]):
        y = top + k * step if k < 4 else top + 4 * step + band + (k - 4) * step
        c.box(160, y, step * strip.shape[1], step + 1, DYES[name])
    c.box(160, top + 4 * step, step * strip.shape[1], band, DYES[ground])
    for row, column in zip(*np.nonzero(strip)):
        c.box(160 + column * step, top + (4 + row) * step, step, step, mix(DYES[figure], (0, 0, 0), chance.uniform(0, .15)))
    _fringe(c, 160, top, band + 8 * step, -1, (ground, figure, edge[0]))
    _fringe(c, 160 + step * strip.shape[1], top, band + 8 * step, 1, (ground, figure, edge[0]))
    return _woven(c, step)


def _fringe(c, x, y, tall, side, names):
    for k in range(46):
        py = y + tall * (k + .5) / 46
        dy, length = c.random.gauss(0, 9), 110 + c.random.gauss(0, 12)
        c.ctx.set_line_width(6)
        c.paint(mix(DYES[c.random.choice(names)], (0, 0, 0), c.random.uniform(0, .3)))
        c.ctx.move_to(x, py)
        c.ctx.curve_to(x + side * length * .4, py, x + side * length * .6, py + dy, x + side * length, py + dy * 1.6)
        c.ctx.stroke()


def _woven(c, step):
    """Light on the threads, and the shadow that the cloth throws."""
    picture = c.array().astype(np.float32)
    y, x = np.mgrid[0:c.height, 0:c.width].astype(np.float32)
    thread = .90 + .10 * np.cos(y * 2 * np.pi / step * 1.0) * np.cos((x + step * np.floor(y / step) / 2) * 2 * np.pi / step)
    fold = .93 + .10 * paper.clouds(c.width, c.height, c.seed + "fold", 2, 3)
    noise = paper.grain(c.width, c.height, c.seed)
    return np.clip(picture * (thread * fold)[:, :, None] + noise[:, :, None] * .8, 0, 255).astype(np.uint8)


def egg(seed, ground="red", width=1100, height=1270):
    """A scratched or waxed Easter egg on linen: suns, branches, rakes, in bands."""
    c = Canvas(width, height, seed)
    cx, cy, rx = width / 2, height * .52, width * .36
    c.paint((.80, .76, .68))
    c.ctx.paint()
    c.disc(cx + 40, cy + rx * 1.22, rx * .95, (.2, .17, .15), .35, .16)
    c.ctx.save()
    _egg_path(c.ctx, cx, cy, rx)
    c.ctx.clip()
    c.paint(DYES[ground])
    c.ctx.paint()
    white = mix(DYES["linen"], (1, 1, 1), .3)
    _sun(c, cx, cy, rx * .42, white)
    for row, tall in ((-.86, .30), (.84, .30)):
        for k in range(-3, 4):
            _branch(c, cx + k * rx * .40, cy + rx * (row + tall * .5), rx * tall, white)
    for line in (-1.12, -.62, .60, 1.10):
        c.stroke([(cx - rx * 1.1, cy + rx * line), (cx + rx * 1.1, cy + rx * line)], white, 7)
        for k in range(-10, 11):
            c.disc(cx + k * rx * .1, cy + rx * (line + .055), 8, DYES["yellow"] if k % 2 else white)
    _shine(c, cx, cy, rx)
    c.ctx.restore()
    noise = paper.grain(width, height, seed)
    return np.clip(c.array().astype(np.int16) + noise[:, :, None], 0, 255).astype(np.uint8)


def _egg_path(ctx, cx, cy, r):
    for k in range(121):
        a = k / 120 * 2 * math.pi
        ctx.line_to(cx + r * math.cos(a) * (1 + .10 * math.sin(a)), cy + r * 1.28 * math.sin(a))
    ctx.close_path()


def _sun(c, x, y, r, colour):
    rays = c.random.choice((12, 16, 20))
    for k in range(rays):
        a = k * 2 * math.pi / rays
        c.polygon([(x + r * .45 * math.cos(a - .12), y + r * .45 * math.sin(a - .12)), (x + r * math.cos(a), y + r * math.sin(a)),
                   (x + r * .45 * math.cos(a + .12), y + r * .45 * math.sin(a + .12))], colour)
    c.disc(x, y, r * .36, DYES["yellow"])
    c.disc(x, y, r * .20, colour)


def _branch(c, x, y, tall, colour):
    c.stroke([(x, y), (x, y - tall)], colour, 6)
    for k in range(4):
        h = y - tall * (.25 + .2 * k)
        for side in (-1, 1):
            c.stroke([(x, h), (x + side * tall * (.32 - .05 * k), h - tall * .20)], colour, 6)


def _shine(c, cx, cy, r):
    for x, y, radius, colour, alpha in ((cx - r * .35, cy - r * .5, r * .8, (1, 1, 1), .40), (cx, cy, r * 1.42, (0, 0, 0), 0)):
        shade = cairo.RadialGradient(x, y, 0 if alpha else r * .7, x, y, radius)
        shade.add_color_stop_rgba(0, *colour, alpha)
        shade.add_color_stop_rgba(1, *colour, 0 if alpha else .62)
        c.ctx.set_source(shade)
        c.ctx.paint()


def papercut(seed, colour="black", width=1200, height=1200):
    """A paper cut folded eight times: every hole comes eight times."""
    c = Canvas(width, height, seed)
    c.paint((.95, .92, .84))
    c.ctx.paint()
    r, chance = width * .43, c.random
    holes = [(chance.choice("dtlo"), chance.uniform(.16, .90), chance.uniform(.02, .36), chance.uniform(.05, .12)) for _ in range(19)]
    edge = [(r * (1 + .07 * math.cos(a * 8 + 3) + .025 * math.cos(a * 40)), a) for a in (k / 720 * 2 * math.pi for k in range(720))]
    c.polygon([(width / 2 + d * math.cos(a), height / 2 + d * math.sin(a)) for d, a in edge], mix(DYES[colour], (.2, .2, .2), .1))
    for k in range(8):
        for mirror in (1, -1):
            c.ctx.save()
            c.ctx.translate(width / 2, height / 2)
            c.ctx.rotate(k * math.pi / 4)
            c.ctx.scale(1, mirror)
            for kind, d, a, s in holes:
                _hole(c, kind, r * d * math.cos(a), r * d * math.sin(a), r * s)
            c.ctx.restore()
    shade = paper.grain(width, height, seed) - (6 * paper.clouds(width, height, seed + "p", 2, 3)).astype(np.int16)
    return np.clip(c.array().astype(np.int16) + shade[:, :, None], 0, 255).astype(np.uint8)


def _hole(c, kind, x, y, s):
    white = (.95, .92, .84)
    if kind == "d":
        c.polygon([(x - s, y), (x, y - s * .35), (x + s, y), (x, y + s * .35)], white)
    elif kind == "t":
        c.polygon([(x - s * .5, y - s * .4), (x + s, y), (x - s * .5, y + s * .4)], white)
    elif kind == "o":
        c.disc(x, y, s * .34, white)
    else:
        c.paint(white)
        c.ctx.move_to(x - s, y)
        c.ctx.curve_to(x - s * .4, y - s * .5, x + s * .6, y - s * .5, x + s, y)
        c.ctx.curve_to(x + s * .6, y + s * .1, x - s * .4, y + s * .1, x - s, y)
        c.ctx.fill()


def pressed_plant(seed, names, note, bloom, shape, width=1150, height=1600):
    """A herbarium sheet: the plant, paper strips that hold it, a written label. names: Latin, Lithuanian; no bloom: None."""
    sheet = paper.sheet(width, height, seed, tone=(238, 229, 205), stains=3)
    c = Canvas(width, height, seed)
    chance = c.random
    green = mix((.33, .36, .17), (.42, .33, .18), chance.random())
    for k in range(chance.randint(2, 4)):
        _stem(c, width * .5 + (k - 1.5) * 70, height * .80, math.pi / 2 + (k - 1.5) * .12, height * chance.uniform(.45, .62), green, bloom, shape)
    for k in range(12):
        x, y = width * .5 + chance.choice((-80, 0, 20)), height * .795
        dx, dy = chance.gauss(0, 50), height * chance.uniform(.03, .09)
        c.stroke([(x, y), (x + dx * .3, y + dy * .5), (x + dx, y + dy)], mix(green, (.3, .2, .1), .6), 3, .8)
    for y in (.52, .71):
        c.ctx.save()
        c.ctx.translate(width * .5, height * y)
        c.ctx.rotate(chance.uniform(-.2, .2))
        c.box(-130, -11, 260, 22, (.88, .84, .72), .92)
        c.ctx.restore()
    _label(c, names, note, width * .54, height * .835)
    return paper.ink(sheet, c.surface, seed, wear=.25)


def _stem(c, x, y, angle, length, green, bloom, shape):
    steps = 26
    bend = c.random.uniform(-.028, .028)
    for k in range(steps):
        qx, qy = x + length / steps * math.cos(angle), y - length / steps * math.sin(angle)
        c.stroke([(x, y), (qx, qy)], mix(green, (.25, .18, .10), .3), 9 * (1 - k / steps) + 3)
        if 2 < k < steps - 3:
            side = 1 if k % 2 else -1
            _leaf(c, qx, qy, length * .16 * (1.25 - k / steps), angle + side * c.random.uniform(.7, 1.1), green, shape)
        x, y, angle = qx, qy, angle + bend
    if not bloom:
        _leaf(c, x, y, length * .10, angle, green, shape)
        return
    petals = c.random.choice((5, 7, 12))
    for k in range(petals):
        a = angle + k * 2 * math.pi / petals
        _leaf(c, x, y, length * .085, a, bloom, "oval", vein=False)
    c.disc(x, y, length * .022, mix(bloom, (.3, .2, .1), .6))


def _leaf(c, x, y, size, angle, colour, shape, vein=True):
    tone = mix(colour, c.random.choice(((.55, .45, .2), (.2, .2, .1))), c.random.uniform(0, .4))
    if shape == "fern":
        for k in range(9):
            t = .15 + .1 * k
            px, py = x + size * t * math.cos(angle), y - size * t * math.sin(angle)
            for side in (-1, 1):
                _leaf(c, px, py, size * .34 * (1.05 - t), angle + side * .95, colour, "lance", False)
        return
    wide = .34 if shape == "oval" else .14
    c.ctx.save()
    c.ctx.translate(x, y)
    c.ctx.rotate(-angle)
    c.paint(tone, .88)
    c.ctx.move_to(0, 0)
    c.ctx.curve_to(size * .3, -size * wide, size * .75, -size * wide * .8, size, 0)
    c.ctx.curve_to(size * .75, size * wide * .8, size * .3, size * wide, 0, 0)
    c.ctx.fill()
    if vein:
        c.stroke([(0, 0), (size * .94, 0)], mix(tone, (.85, .8, .55), .4), 1.6)
        for k in range(1, 7):
            for side in (-1, 1):
                c.stroke([(size * k * .13, 0), (size * (k * .13 + .12), side * size * wide * .45)], mix(tone, (.85, .8, .55), .3), 1)
    c.ctx.restore()


def _label(c, names, note, x, y):
    c.box(x, y, c.width * .40, c.height * .125, (.93, .89, .78))
    c.paint((.35, .25, .18))
    c.ctx.set_line_width(2)
    c.ctx.rectangle(x + 8, y + 8, c.width * .40 - 16, c.height * .125 - 16)
    c.ctx.stroke()
    for k, line in enumerate((*names, note)):
        handwriting.write(c.ctx, line, x + 30, y + 66 + k * 54, 54, seed=c.seed)
