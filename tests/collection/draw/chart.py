# SPDX-License-Identifier: Apache-2.0
"""Draws the big map, a horizontal band at a time, so that both cores work and no one holds the whole of it."""
import math
import random

import cairo
import numpy as np

from draw import ornament
from draw.land import HEIGHT, WIDTH, land
from press import paper
from press.words import Style, draw, place

SCALE = 3                       # pixels a unit: 12000 x 9000
MARGIN = 110                    # units from the edge of the sheet to the map
BROWN, BLUE, BLACK = (.62, .42, .24), (.22, .42, .58), (.13, .11, .10)
ROADS = ((.66, .20, .16), (.66, .20, .16), (.45, .36, .28))


def band(top, rows):
    """RGB rows top to top + rows of the sheet."""
    surface = cairo.ImageSurface(cairo.FORMAT_RGB24, int(WIDTH * SCALE), int(rows))
    ctx = cairo.Context(surface)
    ctx.translate(0, -top)
    _ground(ctx)
    ctx.scale(SCALE, SCALE)
    model = land()
    ctx.save()
    ctx.rectangle(MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)
    ctx.clip()
    view = (top / SCALE - 60, (top + rows) / SCALE + 60)
    for layer in (_woods, _heights, _farms, _water, _ways, _places):
        layer(ctx, model, view)
    ctx.restore()
    _border(ctx)
    _title(ctx)
    _legend(ctx)
    return paper.opaque(surface)


def _ground(ctx):
    """Paper: clouded, with a grain, and darker where it was folded."""
    small = np.zeros((150, 200, 4), np.uint8)
    dark = 30 * paper.clouds(200, 150, "map-tone", 3, 4)
    for channel, value, weight in ((2, 243, 1.0), (1, 235, 1.2), (0, 212, 1.6)):
        small[:, :, channel] = value - dark * weight
    ctx.save()
    ctx.scale(WIDTH * SCALE / 200, HEIGHT * SCALE / 150)
    _pattern(ctx, small, cairo.FORMAT_RGB24, cairo.EXTEND_PAD)
    ctx.restore()
    tile = np.zeros((1024, 1024, 4), np.uint8)
    tile[:, :, 3] = np.clip(paper.grain(1024, 1024, "map") + 7, 0, 20) // 2
    _pattern(ctx, tile, cairo.FORMAT_ARGB32, cairo.EXTEND_REPEAT)
    ctx.set_source_rgba(.35, .25, .12, .16)
    for k in (1, 2, 3):
        ctx.rectangle(k * WIDTH * SCALE / 4 - 5, 0, 10, HEIGHT * SCALE)
        ctx.rectangle(0, k * HEIGHT * SCALE / 3 - 5, WIDTH * SCALE, 10 if k < 3 else 0)
    ctx.fill()


def _pattern(ctx, array, kind, extend):
    height, width = array.shape[:2]
    pattern = cairo.SurfacePattern(cairo.ImageSurface.create_for_data(array, kind, width, height, width * 4))
    pattern.set_extend(extend)
    ctx.set_source(pattern)
    ctx.paint()


def _seen(points, view):
    ys = [p[1] for p in points]
    return max(ys) > view[0] and min(ys) < view[1]


def _line(ctx, points, colour, thick, dash=(), close=False):
    ctx.set_source_rgb(*colour)
    ctx.set_line_width(thick)
    ctx.set_line_join(cairo.LINE_JOIN_ROUND)
    ctx.set_dash(list(dash))
    ctx.move_to(*points[0])
    for point in points[1:]:
        ctx.line_to(*point)
    if close:
        ctx.close_path()
    ctx.stroke()
    ctx.set_dash([])


def _fill(ctx, points, colour, alpha=1.0):
    ctx.set_source_rgba(*colour, alpha)
    ctx.move_to(*points[0])
    for point in points[1:]:
        ctx.line_to(*point)
    ctx.close_path()
    ctx.fill_preserve()


def _woods(ctx, model, view):
    for name, outline, x, y in model.woods:
        if not _seen(outline, view):
            continue
        _fill(ctx, outline, (.60, .68, .42), .55)
        ctx.save()
        ctx.clip()
        _trees(ctx, outline, view, name or str(x))
        ctx.restore()
        _line(ctx, outline, (.38, .46, .28), 1.0, (3, 3), close=True)
        if name:
            draw(ctx, place(name, Style("Junicode Two Beta Italic", 30, 7, (.16, .28, .14)), x, y, align=.5))


def _trees(ctx, outline, view, seed):
    """Rows of small tree signs, shaken a little."""
    chance = random.Random(seed)
    xs, ys = [p[0] for p in outline], [p[1] for p in outline]
    y = min(ys)
    while y < max(ys):
        x = min(xs)
        while x < max(xs):
            px, py = x + chance.uniform(-5, 5), y + chance.uniform(-5, 5)
            if view[0] < py < view[1]:
                _tree(ctx, px, py, chance.random() < .5)
            x += 17
        y += 16


def _tree(ctx, x, y, fir):
    ctx.set_source_rgb(.28, .40, .24)
    ctx.set_line_width(.9)
    if fir:
        ctx.move_to(x - 2.6, y + 3)
        ctx.line_to(x, y - 5)
        ctx.line_to(x + 2.6, y + 3)
        ctx.close_path()
    else:
        ctx.new_sub_path()
        ctx.arc(x, y, 3, 0, 6.29)
    ctx.stroke()


def _heights(ctx, model, view):
    ctx.set_source_rgba(*BROWN, .75)
    for k, (height, segments) in enumerate(model.contours):
        ctx.set_line_width(1.3 if k % 4 == 0 else .7)
        for (x0, y0), (x1, y1) in segments:
            if view[0] < y0 < view[1]:
                ctx.move_to(x0, y0)
                ctx.line_to(x1, y1)
        ctx.stroke()


def _water(ctx, model, view):
    for name, points in model.rivers:
        if _seen(points, view):
            _line(ctx, points, BLUE, 4.6)
            _line(ctx, points, (.66, .79, .85), 2.4)
            _along(ctx, name, points, Style("Junicode Two Beta Italic", 21, 4, BLUE))
    for name, outline, x, y, r in model.lakes:
        if not _seen(outline, view):
            continue
        _fill(ctx, outline, (.70, .82, .87))
        ctx.new_path()
        for k in range(7):
            inner = [(x + (px - x) * (1 - .035 * k), y + (py - y) * (1 - .035 * k)) for px, py in outline]
            _line(ctx, inner, BLUE, 1.8 if k == 0 else .55, close=True)
        draw(ctx, place(name, Style("Junicode Two Beta Italic", 18 + r * .13, 2, (.12, .28, .44)), x, y + 6, align=.5))


def _along(ctx, name, points, style):
    """Letters one by one along the line, upright side up."""
    at, stop = len(points) // 5, points
    x0, y0 = points[at]
    for char in name:
        word = place(char, style, 0, -5)
        walked = 0
        while walked < word.glyphs.advance + style.spacing and at < len(points) - 1:
            walked += math.dist(stop[at], stop[at + 1])
            at += 1
        angle = math.atan2(points[at][1] - y0, points[at][0] - x0)
        ctx.save()
        ctx.translate(x0, y0)
        ctx.rotate(angle)
        draw(ctx, word)
        ctx.restore()
        x0, y0 = points[at]


def _farms(ctx, model, view):
    ctx.set_source_rgb(.30, .20, .16)
    for x, y in model.farms:
        if view[0] < y < view[1]:
            ctx.rectangle(x, y, 4, 3)
            ctx.rectangle(x + 7, y + 5, 3, 4)
    ctx.fill()


def _ways(ctx, model, view):
    for points, rank in sorted(model.roads, key=lambda road: -road[1]):
        if not _seen(points, view):
            continue
        _line(ctx, points, ROADS[rank], (5.6, 3.8, 1.5)[rank], () if rank < 2 else (7, 3))
        if rank < 2:
            _line(ctx, points, ((.95, .80, .52), (.96, .92, .82))[rank], (3.0, 2.0)[rank])
    _line(ctx, model.railway, BLACK, 5)
    _line(ctx, model.railway, (.95, .92, .84), 2.8, (14, 14))


def _places(ctx, model, view):
    for name, x, y, rank in model.towns:
        if view[0] - 60 < y < view[1] + 60:
            (_town if rank < 2 else _hamlet)(ctx, name, x, y, rank)
            _name(ctx, name, x, y, rank)


def _town(ctx, name, x, y, rank):
    """Blocks of houses around a square, a church with its cross."""
    chance = random.Random(name)
    for _ in range((46, 18)[rank]):
        a, d = chance.choice((0, 1.57, 3.14, 4.71)) + chance.gauss(0, .35), chance.uniform(9, (44, 25)[rank])
        ctx.set_source_rgb(.28, .16, .13)
        ctx.rectangle(x + d * math.cos(a), y + d * math.sin(a), chance.uniform(4, 8), chance.uniform(3, 6))
        ctx.fill()
    _line(ctx, [(x, y + 6), (x, y - 17)], BLACK, 2)
    _line(ctx, [(x - 5, y - 12), (x + 5, y - 12)], BLACK, 2)
    ctx.arc(x, y + 3, 5, 0, 6.29)
    ctx.fill()


def _hamlet(ctx, name, x, y, rank):
    chance = random.Random(name)
    ctx.set_source_rgb(.28, .16, .13)
    for k in range(7):
        ctx.rectangle(x + (k - 3) * 6 + chance.uniform(-2, 2), y + chance.choice((-6, 5)), 4, 3)
        ctx.fill()


def _name(ctx, name, x, y, rank):
    style = (Style("Junicode Two Beta Bold", 46, 3), Style("Junicode Two Beta Semibold", 29, 1), Style("Junicode Two Beta", 18, .5))[rank]
    word = place(name.upper() if rank == 0 else name, style, x, y - (52, 32, 13)[rank], align=.5)
    left, top, w, h = word.glyphs.ink
    ctx.set_source_rgba(.945, .91, .82, .55)
    ctx.rectangle(word.x + left - 3, word.y + top - 2, w + 6, h + 4)
    ctx.fill()
    draw(ctx, word)


def _border(ctx):
    """Frame with degrees and minutes."""
    m = MARGIN
    ctx.set_source_rgb(*BLACK)
    for inset, line in ((m, 2), (m - 22, 2), (m - 30, 7)):
        ctx.set_line_width(line)
        ctx.rectangle(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)
        ctx.stroke()
    style = Style("Old Standard TT Regular", 24, 1)
    for k in range(24):
        x, y = m + (WIDTH - 2 * m) * k / 24, m + (HEIGHT - 2 * m) * k / 24
        if k % 2:
            for edge in (m - 22, HEIGHT - m):
                ctx.rectangle(x, edge, (WIDTH - 2 * m) / 24, 22)
            for edge in (m - 22, WIDTH - m):
                ctx.rectangle(edge, y, 22, (HEIGHT - 2 * m) / 24)
            ctx.fill()
        if k % 4 == 0 and k:
            draw(ctx, place("25° %02d′" % (12 + k * 2), style, x, m - 42, align=.5))
            _upright(ctx, place("55° %02d′" % (40 - k), style, 0, 0, align=.5), m - 42, y)
            ctx.set_source_rgba(.2, .18, .16, .35)
            ctx.set_line_width(.8)
            for line in ((x, m, x, HEIGHT - m), (m, y, WIDTH - m, y)):
                ctx.move_to(*line[:2])
                ctx.line_to(*line[2:])
            ctx.stroke()
            ctx.set_source_rgb(*BLACK)


def _upright(ctx, word, x, y):
    ctx.save()
    ctx.translate(x, y)
    ctx.rotate(-math.pi / 2)
    draw(ctx, word)
    ctx.restore()


def _panel(ctx, x, y, w, h):
    ctx.set_source_rgb(.955, .925, .84)
    ctx.rectangle(x, y, w, h)
    ctx.fill()
    ornament.frame(ctx, x, y, w, h, 5, 12, BLACK)


def _title(ctx):
    x, y = 190, 190
    _panel(ctx, x, y, 860, 380)
    lines = (("ĄŽUOLYNĖS APSKRITIES", "Old Standard TT Bold", 52, 4, 95), ("ŽEMĖLAPIS", "Old Standard TT Bold", 88, 14, 188),
             ("su miškais, vandenimis ir keliais", "Old Standard TT Italic", 40, 1, 248),
             ("Braižė matininkas J. Girdvainis · Utena, apie 1926 m.", "EB Garamond 12 Italic", 27, .5, 335))
    for text, face, size, spacing, dy in lines:
        draw(ctx, place(text, Style(face, size, spacing), x + 430, y + dy, align=.5))
    ornament.swelled_rule(ctx, x + 430, y + 285, 480, 4)


LEGEND = (("plentas", 0), ("vieškelis", 1), ("lauko kelias", 2), ("geležinkelis", 3), ("ežeras, upė", 4), ("miškas", 5),
          ("aukščio linija", 6), ("miestas, bažnytkaimis", 7))


def _legend(ctx):
    x, y = 3060, 2220
    _panel(ctx, x, y, 760, 600)
    draw(ctx, place("SUTARTINIAI ŽENKLAI", Style("Old Standard TT Bold", 36, 3), x + 380, y + 70, align=.5))
    for k, (text, sign) in enumerate(LEGEND):
        sy = y + 118 + k * 42
        _sign(ctx, sign, x + 60, sy)
        draw(ctx, place(text, Style("EB Garamond 12", 34), x + 250, sy + 10))
    _scale_bar(ctx, x + 90, y + 500)
    _rose(ctx, x + 640, y + 240)


def _sign(ctx, sign, x, y):
    line = [(x, y), (x + 150, y)]
    if sign < 3:
        _line(ctx, line, ROADS[sign], (5.6, 3.8, 1.5)[sign], () if sign < 2 else (7, 3))
        if sign < 2:
            _line(ctx, line, ((.95, .80, .52), (.96, .92, .82))[sign], (3.0, 2.0)[sign])
    elif sign == 3:
        _line(ctx, line, BLACK, 5)
        _line(ctx, line, (.95, .92, .84), 2.8, (14, 14))
    elif sign == 4:
        ctx.set_source_rgb(.70, .82, .87)
        ctx.rectangle(x, y - 12, 70, 24)
        ctx.fill()
        _line(ctx, [(x + 80, y), (x + 150, y)], BLUE, 4)
    elif sign == 5:
        for k in range(8):
            _tree(ctx, x + 8 + k * 19, y, k % 2 == 0)
    elif sign == 6:
        _line(ctx, [(x + 10 * k, y + 5 * math.sin(k)) for k in range(16)], BROWN, 1.3)
    else:
        _town(ctx, "legend", x + 75, y + 4, 1)


def _scale_bar(ctx, x, y):
    for k in range(6):
        ctx.set_source_rgb(*((.13, .11, .10) if k % 2 == 0 else (.955, .925, .84)))
        ctx.rectangle(x + k * 90, y, 90, 16)
        ctx.fill_preserve()
        ctx.set_source_rgb(*BLACK)
        ctx.set_line_width(1.5)
        ctx.stroke()
        draw(ctx, place(str(k), Style("Old Standard TT Regular", 24), x + k * 90, y - 10, align=.5))
    draw(ctx, place("6 km", Style("Old Standard TT Regular", 24), x + 540, y - 10, align=.5))
    draw(ctx, place("Mastelis 1 : 50 000", Style("Old Standard TT Italic", 30), x + 270, y + 62, align=.5))


def _rose(ctx, x, y):
    for k in range(8):
        a, long = k * math.pi / 4, 88 if k % 2 == 0 else 52
        for side, colour in ((-1, BLACK), (1, (.955, .925, .84))):
            ctx.move_to(x, y)
            ctx.line_to(x + long * math.sin(a), y - long * math.cos(a))
            ctx.line_to(x + 17 * math.sin(a + side * .39), y - 17 * math.cos(a + side * .39))
            ctx.close_path()
            ctx.set_source_rgb(*colour)
            ctx.fill_preserve()
            ctx.set_source_rgb(*BLACK)
            ctx.set_line_width(1.2)
            ctx.stroke()
    draw(ctx, place("Š", Style("Old Standard TT Bold", 34), x, y - 96, align=.5))
