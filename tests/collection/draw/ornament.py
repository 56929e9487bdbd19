# SPDX-License-Identifier: Apache-2.0
"""Printers' ornaments: rules, frames, vignettes, initials, a stamp, a postmark."""
import math
import random

from press.words import Style, draw, place

INK = (.10, .08, .07)


def swelled_rule(ctx, x, y, width, thick=5, colour=INK):
    """The rule that is thick in its middle."""
    ctx.set_source_rgb(*colour)
    ctx.move_to(x - width / 2, y)
    ctx.curve_to(x - width / 6, y - thick, x + width / 6, y - thick, x + width / 2, y)
    ctx.curve_to(x + width / 6, y + thick, x - width / 6, y + thick, x - width / 2, y)
    ctx.fill()
    ctx.arc(x, y, thick * 1.5, 0, 6.29)
    ctx.fill()


def frame(ctx, x, y, w, h, thick=4, gap=9, colour=INK, corners=True):
    """A double frame, with a small flower in each corner."""
    ctx.set_source_rgb(*colour)
    for inset, line in ((0, thick), (gap, thick / 3)):
        ctx.set_line_width(line)
        ctx.rectangle(x + inset, y + inset, w - 2 * inset, h - 2 * inset)
        ctx.stroke()
    for cx, cy in ((x, y), (x + w, y), (x, y + h), (x + w, y + h)) if corners else ():
        tulip(ctx, cx, cy, gap * 2.0, math.atan2(y + h / 2 - cy, x + w / 2 - cx), colour)


def tulip(ctx, x, y, size, angle, colour=INK):
    """The folk tulip: stem, three petals."""
    ctx.save()
    ctx.translate(x, y)
    ctx.rotate(angle + math.pi / 2)
    ctx.set_source_rgb(*colour)
    for turn in (-.6, 0, .6):
        ctx.save()
        ctx.rotate(turn)
        ctx.move_to(0, 0)
        ctx.curve_to(-size * .5, -size * .5, -size * .2, -size, 0, -size * 1.3)
        ctx.curve_to(size * .2, -size, size * .5, -size * .5, 0, 0)
        ctx.fill()
        ctx.restore()
    ctx.restore()


def vignette(ctx, x, y, size, seed, colour=INK):
    """A tailpiece: a symmetrical plant in the manner of a carved chest."""
    chance = random.Random("vignette%s" % seed)
    ctx.set_source_rgb(*colour)
    for side in (-1, 1):
        px, py, angle = x, y + size * .4, -math.pi / 2
        bend = chance.uniform(.18, .30) if side == -1 else bend
        count = 9
        for k in range(count):
            length = size * .16 * (1 - k * .045)
            angle += side * bend
            qx, qy = px + length * math.cos(angle), py + length * math.sin(angle)
            ctx.set_line_width(size * .022 * (1.5 - k / count))
            ctx.move_to(px, py)
            ctx.line_to(qx, qy)
            ctx.stroke()
            _leaf(ctx, qx, qy, size * .14, angle - side * 1.1)
            if k % 2:
                _leaf(ctx, qx, qy, size * .10, angle + side * 1.1)
            px, py = qx, qy
        ctx.arc(px, py, size * .04, 0, 6.29)
        ctx.fill()
    tulip(ctx, x, y + size * .38, size * .30, -math.pi / 2, colour)


def _leaf(ctx, x, y, size, angle):
    ctx.save()
    ctx.translate(x, y)
    ctx.rotate(angle)
    ctx.move_to(0, 0)
    ctx.curve_to(size * .3, -size * .3, size * .8, -size * .2, size, 0)
    ctx.curve_to(size * .8, size * .2, size * .3, size * .3, 0, 0)
    ctx.fill()
    ctx.restore()


def initial(ctx, letter, x, y, size, seed, face="Old Standard TT Bold", colour=INK):
    """A square initial: the letter white on a dark ground with tendrils."""
    ctx.set_source_rgb(*colour)
    ctx.rectangle(x, y, size, size)
    ctx.fill()
    chance = random.Random("initial%s" % seed)
    ctx.set_source_rgba(.93, .89, .80, .55)
    ctx.set_line_width(size * .018)
    for _ in range(7):
        cx, cy = x + chance.uniform(.12, .88) * size, y + chance.uniform(.12, .88) * size
        for k in range(26):
            a, r = k * .42, size * .11 * (1 - k / 27)
            ctx.line_to(min(x + size * .97, max(x + size * .03, cx + r * math.cos(a))),
                        min(y + size * .97, max(y + size * .03, cy + r * math.sin(a))))
        ctx.stroke()
    style = Style(face, size * .92, colour=(.96, .92, .84))
    draw(ctx, place(letter, style, x + size / 2, y + size * .83, align=.5))


def postmark(ctx, x, y, r, town, date, colour=(.15, .14, .18)):
    """A round cancellation: town above, date in a band, a star below."""
    ctx.set_source_rgba(*colour, .72)
    for radius, line in ((r, r * .06), (r * .64, r * .03)):
        ctx.set_line_width(line)
        ctx.arc(x, y, radius, 0, 6.29)
        ctx.stroke()
    style = Style("Old Standard TT Bold", r * .27, colour=colour)
    for k, char in enumerate(town.upper()):
        angle = (k - (len(town) - 1) / 2) * .30
        ctx.save()
        ctx.translate(x + r * .72 * math.sin(angle), y - r * .72 * math.cos(angle))
        ctx.rotate(angle)
        draw(ctx, place(char, style, 0, 0, align=.5))
        ctx.restore()
    draw(ctx, place(date, Style("Old Standard TT Bold", r * .32, colour=colour), x, y + r * .11, align=.5))
    draw(ctx, place("*", Style("Old Standard TT Bold", r * .5, colour=colour), x, y + r * 1.02, align=.5))


def stamp(ctx, x, y, w, h, value, colour=(.62, .22, .18), country="LIETUVA"):
    """A postage stamp of no real issue: perforated, an oak leaf, the value."""
    ctx.set_source_rgb(.95, .92, .84)
    ctx.rectangle(x, y, w, h)
    ctx.fill()
    ctx.set_source_rgb(.86, .79, .64)
    for k in range(int(w / 9) + 1):
        for edge in (y, y + h):
            ctx.arc(x + k * 9, edge, 2.8, 0, 6.29)
            ctx.fill()
    for k in range(int(h / 9) + 1):
        for edge in (x, x + w):
            ctx.arc(edge, y + k * 9, 2.8, 0, 6.29)
            ctx.fill()
    ctx.set_source_rgb(*colour)
    ctx.rectangle(x + 9, y + 9, w - 18, h - 18)
    ctx.fill()
    ctx.set_source_rgb(.95, .92, .84)
    ctx.arc(x + w / 2, y + h * .47, w * .30, 0, 6.29)
    ctx.fill()
    ctx.set_source_rgb(*colour)
    for turn in (-.9, -.3, .3, .9):
        _leaf(ctx, x + w / 2, y + h * .62, w * .36, -math.pi / 2 + turn)
    paper = (.95, .92, .84)
    draw(ctx, place(country, Style("Old Standard TT Bold", w * .145, 1, paper), x + w / 2, y + h * .18, align=.5))
    draw(ctx, place(value, Style("Old Standard TT Bold", w * .21, colour=paper), x + w / 2, y + h * .90, align=.5))
