# SPDX-License-Identifier: Apache-2.0
"""Two Yiddish sheets: a poster and a reading leaf, set from right to left."""
from draw import ornament
from press.page import Page
from press.setting import Flow, Shape
from press.words import Style

FACE = "Frank Ruehl CLM"


def _shape(size, bold, align="rtl-centre", red=False):
    colour = (.60, .13, .10) if red else (.10, .08, .07)
    return Shape(Style(FACE + (" Bold" if bold else " Medium"), size, colour=colour), size * 1.35, size * 1.2 if align == "rtl" else 0, align, False)


def poster(piece, number=1):
    page = Page(1400, 1980, 200, "afisha", number)
    ornament.frame(page.context, 80, 80, 1240, 1820, 10, 20)
    y = page.heading(piece.title, _shape(140, True, red=True), 160, 190, 1080)
    ornament.swelled_rule(page.context, 700, y + 40, 620, 9)
    y += 90
    for k, text in enumerate(piece.paragraphs):
        y = page.heading(text, _shape((56, 56, 70, 70, 62, 62)[k], k in (0, 2)), 170, y, 1060, "paragraph") + 34
    ornament.vignette(page.context, 700, (y + 1860) / 2, min(330, (1860 - y) * .8), "afisha", (.60, .13, .10))
    return page


def leaf(piece, number=2):
    page = Page(1400, 1980, 200, "di-ozere", number)
    y = page.heading(piece.title, _shape(110, True), 200, 210, 1000)
    ornament.swelled_rule(page.context, 700, y + 30, 420, 6)
    y += 90
    for text in piece.paragraphs:
        y = page.flow(Flow(text, _shape(60, False, "rtl")), 190, y, 1020, 1900) + 16
    ornament.vignette(page.context, 700, y + 150, 260, "ozere")
    return page
