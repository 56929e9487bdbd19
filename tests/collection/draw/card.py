# SPDX-License-Identifier: Apache-2.0
"""Postcards (a view with its caption; a written back) and mounted photographs."""
import cairo

from draw import finish, handwriting, ornament, scenes
from press import paper
from press.words import Style, draw, place

WIDTH, HEIGHT = 1480, 950


def _print(rgb, layer, seed):
    return paper.ink(rgb, layer, seed, wear=.1)


def _layer(width=WIDTH, height=HEIGHT):
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, width, height)
    return surface, cairo.Context(surface)


def front(seed, scene, mood, look, caption, width=WIDTH, height=HEIGHT):
    """The picture side: a margin, the picture, the caption below it."""
    card = paper.sheet(width, height, seed + "f", tone=(240, 231, 212), stains=2)
    edge, foot = 42, 92
    picture = finish.FINISHES[look](scenes.view(scene, mood, width - 2 * edge, height - edge - foot, seed), seed)
    card[edge:edge + picture.shape[0], edge:edge + picture.shape[1]] = picture
    surface, ctx = _layer(width, height)
    red = (.58, .17, .13) if look == "lithograph" else (.22, .17, .14)
    draw(ctx, place(caption, Style("Old Standard TT Italic", 38, 1.0, red), width / 2, height - 34, align=.5))
    return _print(card, surface, seed)


def back(seed, letter, address, town, date, stamp, publisher):
    """The written side: letter on the left, address on the right, stamp (country, value) and postmark."""
    card = paper.sheet(WIDTH, HEIGHT, seed + "b", tone=(233, 220, 190), stains=4)
    surface, ctx = _layer()
    brown = (.36, .24, .18)
    style = Style("Old Standard TT Regular", 46, 5, brown)
    draw(ctx, place("ATVIRUKAS", style, WIDTH / 2 + 20, 92, align=.5))
    draw(ctx, place("Carte postale – Open letter", Style("Old Standard TT Italic", 26, 1, brown), WIDTH / 2 + 20, 130, align=.5))
    ctx.set_source_rgb(*brown)
    ctx.set_line_width(2.5)
    ctx.move_to(WIDTH * .54, 170)
    ctx.line_to(WIDTH * .54, HEIGHT - 90)
    ctx.stroke()
    for k in range(4):
        ctx.move_to(WIDTH * .58, 520 + k * 105)
        ctx.line_to(WIDTH - 90, 520 + k * 105)
        ctx.stroke()
    draw(ctx, place(publisher, Style("EB Garamond 12 Italic", 26, .5, brown), 60, HEIGHT - 40))
    ink = [(.16, .18, .32), (.20, .15, .12), (.10, .20, .26)][len(letter) % 3]
    handwriting.letter(ctx, letter, 70, 240, WIDTH * .45, 76, 82, ink=ink, seed=seed)
    for k, line in enumerate(address):
        handwriting.write(ctx, line, WIDTH * .60, 508 + k * 105, 84, ink=ink, seed=seed)
    colour = [(.62, .22, .18), (.20, .36, .30), (.22, .28, .46)][len(town) % 3]
    ornament.stamp(ctx, WIDTH - 250, 60, 165, 205, stamp[1], colour, stamp[0])
    ornament.postmark(ctx, WIDTH - 300, 240, 92, town, date)
    return _print(card, surface, seed)


def mounted(seed, picture, name, town):
    """A photograph on the photographer's mount: his name and town below it."""
    height, width = picture.shape[:2]
    w, h = width + 150, height + 240
    card = paper.sheet(w, h, seed + "m", tone=(214, 200, 172) if len(seed) % 2 else (88, 74, 62), stains=3)
    card[70:70 + height, 75:75 + width] = picture
    surface, ctx = _layer(w, h)
    gold = (.52, .40, .20) if len(seed) % 2 else (.80, .68, .44)
    ornament.frame(ctx, 66, 61, width + 18, height + 18, 2, 4, gold, corners=False)
    draw(ctx, place(name, Style("Old Standard TT Italic", 50, 2, gold), w * .08, h - 76))
    draw(ctx, place(town.upper(), Style("Old Standard TT Regular", 34, 6, gold), w * .92, h - 78, align=1))
    ornament.swelled_rule(ctx, w / 2, h - 48, w * .5, 3, gold)
    return _print(card, surface, seed)
