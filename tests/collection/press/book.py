# SPDX-License-Identifier: Apache-2.0
"""Make up a book: cover, title, plates, chapters with initials and tailpieces, contents. A format is a BookLook."""
from dataclasses import dataclass, field

from draw import finish, ornament, scenes
from press.page import Page
from press.setting import Flow, Shape
from press.words import Glyphs, Style, measure


@dataclass(frozen=True)
class BookLook:
    width: int = 1260
    height: int = 1900
    dpi: int = 200
    size: float = 52
    face: str = "EB Garamond 12"
    display: str = "Old Standard TT Bold"
    align: str = "justify"
    divide: bool = True


@dataclass
class Chapter:
    part: str
    title: str
    pages: list = field(default_factory=list)       # page numbers from 1
    blocks: list = field(default_factory=list)      # (page number, block)


class Book:
    def __init__(self, seed, look, title, subtitle, author, imprint, pieces, plates=()):
        self.seed, self.look, self.title, self.imprint = seed, look, title, imprint
        self.subtitle, self.author = subtitle, author
        self.pages, self.chapters, self.labels = [], [], []
        self.plates = list(plates)              # (scene, mood, caption)
        s = look.size
        self.body = Shape(Style(look.face, s), s * 1.34, s * 1.2, look.align, look.divide)
        self._cover()
        self._title_page()
        part = None
        for piece in pieces:
            if piece.part != part:
                part = piece.part
                self._plate()
            self._chapter(piece)
        self._contents()
        self._endpaper()

    def _page(self, label):
        number = len(self.pages) + 1
        page = Page(self.look.width, self.look.height, self.look.dpi, "%s-%d" % (self.seed, number), number)
        self.pages.append(page)
        self.labels.append(label if label is not None else str(number))
        return page

    def _centred(self, page, text, face, size, y, spacing=0.0, wide=.84, role="heading"):
        w = self.look.width
        shape = Shape(Style(face, size, spacing), size * 1.25, align="centre", divide=False)
        return page.heading(text, shape, w * (1 - wide) / 2, y, w * wide, role)

    def _cover(self):
        page, w, h, s = self._page("viršelis"), self.look.width, self.look.height, self.look.size
        ornament.frame(page.context, w * .08, w * .08, w * .84, h - w * .16, 7, 15)
        y = self._centred(page, self.author, self.look.face, s * 1.15, h * .11, 2)
        y = self._centred(page, self.title.upper(), self.look.display, s * 2.2, y + h * .05, 4, .74)
        y = self._centred(page, self.subtitle, self.look.face + " Italic", s * 1.1, y + s * .6, wide=.7)
        room = h * .86 - y
        ornament.vignette(page.context, w / 2, y + room * .48, min(w * .46, room * .72), self.seed)
        self._centred(page, self.imprint, self.look.face, s * .95, h * .86, 1)

    def _title_page(self):
        page, w, h, s = self._page("antraštinis lapas"), self.look.width, self.look.height, self.look.size
        y = self._centred(page, self.author, self.look.face, s, h * .14, 1)
        y = self._centred(page, self.title, self.look.display, s * 2.0, y + h * .08, 1)
        ornament.swelled_rule(page.context, w / 2, y + s, w * .3, 5)
        y = self._centred(page, self.subtitle, self.look.face + " Italic", s * 1.05, y + s * 2, wide=.7)
        ornament.tulip(page.context, w / 2, h * .70, s * 1.6, -1.57)
        self._centred(page, self.imprint, self.look.face, s * .9, h * .84)

    def _plate(self):
        if not self.plates:
            return
        scene, mood, caption = self.plates.pop(0)
        page, w, h, s = self._page("iliustracija"), self.look.width, self.look.height, self.look.size
        width, height = int(w * .78), int(h * .60)
        rgb = scenes.view(scene, mood, width, height, self.seed + scene)
        page.picture(finish.grey(rgb) * .9 + .05, int(w * .11), int(h * .14), 6)
        ornament.frame(page.context, w * .11 - 14, h * .14 - 14, width + 28, height + 28, 3, 7, corners=False)
        self._centred(page, caption, self.look.face + " Italic", s, h * .78, role="caption")

    def _text_page(self, chapter):
        page, w, s = self._page(None), self.look.width, self.look.size
        chapter.pages.append(page.number)
        if chapter.blocks:
            page.note(chapter.title, Style(self.look.face + " Italic", s * .85), w / 2, s * 2.6, .5)
        page.note("– %d –" % page.number, Style(self.look.face, s * .85), w / 2, self.look.height - s * 2.0, .5)
        return page

    def _chapter(self, piece):
        look, s = self.look, self.look.size
        chapter = Chapter(piece.part, piece.title)
        self.chapters.append(chapter)
        page = self._text_page(chapter)
        left, width, bottom = look.width * .125, look.width * .75, look.height - s * 3.6
        ornament.frame(page.context, left, s * 3.6, width, s * .9, 2, 5, corners=False)
        for k in range(9):
            ornament.tulip(page.context, left + width * (k + .5) / 9, s * 4.32, s * .34, -1.57)
        y = self._centred(page, piece.title, look.display, s * 1.45, s * 6.2)
        chapter.blocks.append((page.number, page.blocks[-1]))
        y += s * .8
        for k, text in enumerate(piece.paragraphs):
            flow = Flow(text, self.body)
            if k == 0 and look.divide:
                flow, y = self._opening(chapter, page, text, left, y, width)
            while flow:
                before = len(page.blocks)
                y = page.flow(flow, left, y, width, bottom)
                chapter.blocks += [(page.number, b) for b in page.blocks[before:]]
                if flow:
                    page, y = self._text_page(chapter), s * 4.2
        if bottom - y > s * 5:
            ornament.vignette(page.context, look.width / 2, y + min(bottom - y, s * 9) * .5, min(bottom - y, s * 9) * .62, piece.title)

    def _opening(self, chapter, page, text, left, y, width):
        """The initial, and the three lines beside it. Returns (the flow with its rest, y below)."""
        side = self.body.leading * 3 - self.look.size * .3
        ornament.initial(page.context, text[0], left, y + self.look.size * .1, side, chapter.title)
        flow = Flow(text[1:], self.body)
        flow.first = False
        below = page.flow(flow, left + side + self.look.size * .4, y, width - side - self.look.size * .4, y + self.body.leading * 3.05)
        block = page.blocks[-1]
        _take_in(block, text[0], (left, y + self.look.size * .1, side, side))
        chapter.blocks.append((page.number, block))
        return flow, below

    def _contents(self):
        page, w, s = self._page(None), self.look.width, self.look.size
        y = self._centred(page, "Turinys", self.look.display, s * 1.5, s * 5) + s
        part = None
        for chapter in self.chapters:
            if chapter.part != part and chapter.part:
                part = chapter.part
                y = self._centred(page, part, self.look.face + " Italic", s * 1.1, y + s * .4)
            y = self._entry(page, chapter, y + s * 1.4)
        ornament.vignette(page.context, w / 2, min(y + s * 6, self.look.height - s * 6), s * 5, self.seed + "end")

    def _entry(self, page, chapter, y):
        style, left, right = Style(self.look.face, self.look.size), self.look.width * .14, self.look.width * .86
        number = str(chapter.pages[0])
        page.note(chapter.title, style, left, y)
        page.note(number, style, right, y, 1)
        x = left + measure(chapter.title, style).advance + style.size * .6
        while x < right - style.size * 1.5:
            page.context.arc(x, y - 2, 2, 0, 6.29)
            page.context.fill()
            x += style.size * .5
        return y

    def _endpaper(self):
        page = self._page("viršelio nugarėlė")
        ornament.vignette(page.context, self.look.width / 2, self.look.height / 2, self.look.width * .3, self.seed + "back")



def _take_in(block, letter, place):
    """The initial belongs to the first word: its text and its box take it in."""
    first, (x, y, w, h) = block.words[0], place
    left, top, right = x - first.x, y - first.y, first.glyphs.ink[0] + first.glyphs.ink[2]
    first.glyphs = Glyphs(first.glyphs.layout, first.glyphs.advance, (left, top, right - left, h))
    first.text = letter + first.text
    for word in block.words[:2] if first.part else ():
        word.whole = letter + word.whole
