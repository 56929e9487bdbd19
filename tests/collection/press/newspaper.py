# SPDX-License-Identifier: Apache-2.0
"""Make up a four-page newspaper in columns: masthead, news that run on from page to page, a page of advertisements."""
import random
from dataclasses import dataclass, field

from draw import finish, ornament, scenes
from press.page import Page
from press.setting import Flow, Shape, heading
from press.words import Style, place
from texts import Piece, fill, load, rows

PICTURES = (("square", "Turgaus aikštė {Pe}"), ("lake_view", "Ežero pakrantė ties {Po} keliu"), ("mill", "Senasis {Po} vėjo malūnas"),
            ("church_hill", "{Po} bažnyčia prieš atlaidus"), ("crossing", "Medinis {Po} tiltas"), ("village", "{Po} kaimo gatvė"),
            ("manor_park", "{Po} dvaro rūmai"), ("station", "Traukinys {Po} stotelėje"))


@dataclass(frozen=True)
class Look:
    """A newspaper's own face."""
    title: str
    motto: str
    place: str
    width: int
    height: int
    dpi: int
    columns: int
    face: str = "Old Standard TT"
    display: str = "Old Standard TT Bold"


@dataclass
class Article:
    """What the logical structure says of it: its heading, its kind, and (page number, block) pairs."""
    title: str
    type: str = "article"
    blocks: list = field(default_factory=list)


class Columns:
    """The columns of one page, filled from left to right; each may begin lower than the others."""

    def __init__(self, page, tops, bottom, left, right, gap):
        count = len(tops)
        self.page, self.tops, self.bottom, self.gap, self.at = page, tops, bottom, gap, 0
        self.width = (right - left - gap * (count - 1)) / count
        self.lefts = [left + k * (self.width + gap) for k in range(count)]
        self.y = tops[0]

    @property
    def x(self):
        return self.lefts[self.at]

    @property
    def room(self):
        return self.bottom - self.y

    def next(self):
        """Go to the next column; False when there is none."""
        if self.at + 1 == len(self.tops):
            return False
        self.at += 1
        self.y = self.tops[self.at]
        return True

    def rules(self):
        for x, top, before in zip(self.lefts[1:], self.tops[1:], self.tops):
            line = x - self.gap / 2
            self.page.rule(line, max(top, before), line, self.bottom, 1.5)


class Issue:
    def __init__(self, look, date, words, number, seed):
        self.look, self.date, self.number, self.seed = look, date, number, seed
        self.unit = look.width / 54
        self.chance = random.Random(seed)
        self.words, self.articles = words, []
        u = self.unit
        self.body = Shape(Style(look.face + " Regular", u), u * 1.2, indent=u * 1.1)
        self.title = Shape(Style(look.display, u * 1.36), u * 1.62, align="centre", divide=False)
        self.pages = [Page(look.width, look.height, look.dpi, "%s-%d" % (seed, n), n) for n in (1, 2, 3, 4)]
        self.queue = self._contents()
        tops = [self._masthead(), self._running(1), self._running(2), self._running(3)]
        self.frames = [self._columns(n, top) for n, top in enumerate(tops)]
        self._news()
        self._advertisements(self.frames[3])
        for columns in self.frames[:3]:
            columns.rules()

    # what stands in it

    def _contents(self):
        leads, advice, tales, news = load("straipsniai.txt"), load("patarimai.txt"), load("padavimai.txt")[1:], load("zinios.txt")
        pick = self.number % len(leads)
        self.chance.shuffle(news)
        local = [fill(piece, self.chance, self.words) for piece in news]
        serial = [Piece("", "Atkarpa: " + t.title, t.paragraphs) for t in (tales * 2)[self.number * 3 % len(tales):][:3]]
        tips = self.chance.sample(advice, 5)
        return [leads[pick]] + local[:9] + tips[:3] + serial[:1] + local[9:] + serial[1:] + tips[3:]

    # the frame of a page

    def _masthead(self):
        page, look, u = self.pages[0], self.look, self.unit
        middle, top = look.width / 2, u * 3.2
        size = u * 6.1
        while place(look.title.upper(), Style(look.display, size, u * .3), 0, 0).glyphs.advance > look.width - u * 7:
            size *= .97
        page.note(look.title.upper(), Style(look.display, size, u * .3), middle, top + u * 4.0, .5)
        page.note(look.motto, Style(look.face + " Italic", u * 1.15), middle, top + u * 6.5, .5)
        y = top + u * 7.4
        page.rule(u * 3, y, look.width - u * 3, y, 5)
        page.rule(u * 3, y + 9, look.width - u * 3, y + 9, 1.5)
        small = Style(look.face + " Regular", u * .92)
        page.note("Nr. %d. Kaina 15 ct." % self.number, small, u * 3, y + u * 1.5)
        page.note("%s, %s" % (look.place, self.date), small, middle, y + u * 1.5, .5)
        page.note("Eina sekmadieniais", small, look.width - u * 3, y + u * 1.5, 1)
        page.rule(u * 3, y + u * 2.1, look.width - u * 3, y + u * 2.1, 1.5)
        return y + u * 2.9

    def _running(self, n):
        page, u = self.pages[n], self.unit
        small = Style(self.look.face + " Italic", u * .95)
        page.note(self.look.title, small, self.look.width / 2, u * 3.0, .5)
        page.note("%d psl." % (n + 1), small, u * 3 if n % 2 else self.look.width - u * 3, u * 3.0, 0 if n % 2 else 1)
        page.rule(u * 3, u * 3.5, self.look.width - u * 3, u * 3.5, 2.5)
        return u * 4.3

    def _columns(self, n, top):
        """Pictures stand over the last two columns of the first page and the middle of the third."""
        u, look, count = self.unit, self.look, self.look.columns
        tops = [top] * count
        columns = Columns(self.pages[n], tops, look.height - u * 3.2, u * 3, look.width - u * 3, u * 1.3)
        if n == 0:
            tops[-2:] = [self._picture(columns, count - 2, 2, top)] * 2
        if n == 2:
            tops[count // 2] = self._picture(columns, count // 2, 1, top)
        columns.y = tops[0]
        return columns

    def _picture(self, columns, first, span, top):
        """A halftone with its caption. Returns the y below."""
        u, page = self.unit, columns.page
        width = int(columns.width * span + columns.gap * (span - 1))
        scene, caption = self.chance.choice(PICTURES)
        caption = fill(Piece("", caption), self.chance, self.words).title
        rgb = scenes.view(scene, self.chance.choice(("day", "autumn", "winter", "spring")), width, int(width * .62), self.seed + scene)
        page.picture(finish.grey(rgb) * .92 + .04, columns.lefts[first], top, pitch=u / 5)
        below = page.heading(caption, Shape(Style(self.look.face + " Italic", u * .9), u * 1.15, align="centre"),
                             columns.lefts[first], top + width * .62 + u * .4, width, "caption")
        self.articles.append(Article(caption, "picture", [(page.number, b) for b in page.blocks[-2:]]))
        return below + u * .7

    # the news

    def _news(self):
        frames = iter(self.frames[:3])
        columns = next(frames)
        for piece in self.queue:
            columns = self._article(piece, columns, frames)
            if columns is None:
                return
        ornament.vignette(columns.page.context, columns.x + columns.width / 2, columns.y + self.unit * 4, self.unit * 4, self.seed)

    def _article(self, piece, columns, frames):
        """Set an article; it may run on. Returns the columns it ended in, None when the paper is full."""
        u = self.unit
        if not self._fits(piece, columns):
            return self._close(columns)
        article = Article(piece.title)
        self.articles.append(article)
        if columns.room < u * 7 and not columns.next():
            columns = next(frames)
        article.blocks.append((columns.page.number, self._head(piece, columns)))
        for text in piece.paragraphs:
            flow = Flow(text, self.body)
            while flow:
                if columns.room < self.body.leading and not columns.next():
                    columns = next(frames)
                before = len(columns.page.blocks)
                columns.y = columns.page.flow(flow, columns.x, columns.y, columns.width, columns.bottom)
                article.blocks += [(columns.page.number, b) for b in columns.page.blocks[before:]]
        columns.y += u * .5
        if columns.room > u * 3:
            ornament.swelled_rule(columns.page.context, columns.x + columns.width / 2, columns.y, columns.width * .3, u * .09)
        columns.y += u * .7
        return columns

    def _head(self, piece, columns):
        columns.y = columns.page.heading(piece.title, self.title, columns.x, columns.y, columns.width) + self.unit * .2
        return columns.page.blocks[-1]

    def _fits(self, piece, columns):
        """Is there room on what is left of the three news pages? Only the last page can be full."""
        if columns is not self.frames[2]:
            return True
        need = self.unit * 5 + sum(heading(t, self.body, 0, 0, columns.width)[1] for t in [piece.title] + piece.paragraphs)
        left = columns.room + sum(columns.bottom - top for top in columns.tops[columns.at + 1:]) - self.unit * 4
        return need < left

    def _close(self, columns):
        """Nothing more fits: an ornament fills what is left, if that is worth it."""
        if columns.room > self.unit * 6:
            size = min(columns.room * .7, columns.width * .7)
            ornament.vignette(columns.page.context, columns.x + columns.width / 2, columns.y + columns.room * .45, size, self.seed)

    # the advertisements

    def _advertisements(self, columns):
        pieces = load("skelbimai.txt")
        self.chance.shuffle(pieces)
        for k, piece in enumerate(pieces * 2):
            if self.unit * 12 > columns.room and not columns.next():
                return
            self._advertisement(piece, columns, k)

    def _advertisement(self, piece, columns, k):
        u, page, pad = self.unit, columns.page, self.unit * .9
        top, x, width = columns.y, columns.x + pad, columns.width - 2 * pad
        big = Shape(Style(self.look.display, u * (2.0, 1.6, 1.8)[k % 3]), u * 2.3, align="centre", divide=False)
        text = Shape(Style(self.look.face + (" Regular" if k % 2 else " Italic"), u * 1.05), u * 1.32, align="centre", divide=False)
        before = len(page.blocks)
        y = page.heading(piece.title, big, x, top + u, width)
        y = page.heading(piece.text, text, x, y + u * .3, width, "paragraph") + u
        ornament.frame(page.context, columns.x, top, columns.width, y - top, (5, 2, 8)[k % 3], u * .32, corners=k % 3 == 0)
        self.articles.append(Article(piece.title, "advertisement", [(page.number, b) for b in page.blocks[before:]]))
        columns.y = y + u * .9


def word_forms():
    """The forms that fill the news: places P, Po, Pe; people A, Ao, Au."""
    return {"P": [dict(zip(("P", "Po", "Pe"), row)) for row in rows("vietos.txt")],
            "A": [dict(zip(("A", "Ao", "Au"), row)) for row in rows("zmones.txt")]}
