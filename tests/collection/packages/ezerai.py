# SPDX-License-Identifier: Apache-2.0
"""The regional library: a book, two newspapers' first, and the big map."""
import json
import tempfile
from pathlib import Path

from draw import chart
from draw.land import HEIGHT, WIDTH
from files import images, marc, tiff
from files.describe import Work, mods
from files.markup import write
from files.mets import Leaf, Manuscript, Part, write_mets
from files.package import write_package
from packages.common import PRESS, RIGHTS, areas, entry, leaves, save_alto, words
from press.book import Book, BookLook
from press.newspaper import Issue, Look, word_forms
from texts import load

LIBRARY = {"code": "LT-VRT-01", "name": {"lt": "Ežerų krašto regioninė biblioteka", "en": "Lakeland Regional Library"},
           "url": "https://example.org/ezerai"}
FOLDER = "01-ezeru-krastas"

BALSAS = Look("Ežerų balsas", "Savaitinis krašto laikraštis ūkiui, mokyklai ir namams", "Utena", 2000, 2830, 240, 3)
MONTHS = "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio".split()
ISSUES = ("1927-03-13", "1927-05-15", "1927-07-24", "1927-10-09", "1927-12-18", "1928-01-22", "1928-03-25",
          "1928-06-17", "1928-08-19", "1928-11-04", "1929-01-20", "1929-04-21", "1929-06-23", "1929-09-08",
          "1929-11-24", "1930-02-16", "1930-04-13", "1930-07-27", "1930-10-05")


def folders(out):
    base = out / FOLDER
    write_package(base, LIBRARY, rights=RIGHTS["pd"], prefix="", access="open", language="lt")
    write_package(base / "knyga", None, [("spauda:knygos", {"lt": "Knygos", "en": "Books"}), PRESS])
    write_package(base / "ezeru-balsas", None, [
        ("spauda:laikrasciai", {"lt": "Laikraščiai", "en": "Newspapers"},
         {"lt": "Krašto savaitraščiai, 1927–1934", "en": "Weeklies of the region, 1927–1934"}), PRESS])
    write_package(base / "zemelapis", None, [("zemelapiai", {"lt": "Žemėlapiai", "en": "Maps"})], prefix="ezerai-")


def jobs(out):
    yield 60, book, (out,)
    for date in ISSUES:
        yield 12, issue, (out, date)
    for top in range(0, HEIGHT * chart.SCALE, BAND):
        yield 20, map_band, (out, top)


def spoken(date):
    year, month, day = date.split("-")
    return "%s m. %s %d d." % (year, MONTHS[int(month) - 1], int(day))


# the book

def book(out):
    folder, id_ = out / FOLDER / "knyga", "ezeru-krasto-padavimai-1931"
    made = Book("padavimai", BookLook(), "Ežerų krašto padavimai",
                "Dešimt pasakojimų iš vandenų, girių ir trobų, surinktų ir užrašytų keliaujant",
                "Jokūbas Girdvainis", "Utena · „Aušrinės“ spaustuvė · 1931", load("padavimai.txt"),
                [("manor_park", "day", "Ąžuolynės dvaras"), ("lake_view", "day", "Gilužis nuo Ąžuolynės kalno"),
                 ("church_hill", "autumn", "Šilinės bažnytėlė"), ("village", "spring", "Samaninės kaimas")])
    pages = [_book_leaf(folder, page, label) for page, label in zip(made.pages, made.labels)]
    work = Work(id_, [("lit", "Ežerų krašto padavimai"), ("eng", "Legends of the Lake Country")], "1931", "1931",
                creators=["Girdvainis, Jokūbas"], publisher="„Aušrinės“ spaustuvė", place="Utena", coordinates=(55.4976, 25.5992),
                subjects=[("lit", "padavimai"), ("lit", "tautosaka"), ("eng", "folk tales")], genre="book", rights=RIGHTS["pd"],
                abstract=[("lit", "Dešimt padavimų apie ežerus, girias ir žmones, su iliustracijomis."),
                          ("eng", "Ten legends of lakes, forests and people, with plates.")])
    write_mets(folder / "mets.xml", Manuscript(id_, "Ežerų krašto padavimai", "monograph", mods(work), pages, _book_tree(made)))
    first = made.chapters[1].pages[0]
    return [entry(id_, LIBRARY, dict(lt="Ežerų krašto padavimai", en="Legends of the Lake Country"), len(pages), "TEXT", reader="mets",
                  words={str(first): words(made.pages[first - 1])})]


def _book_leaf(folder, page, label):
    array = page.scan(gutter="left" if page.number % 2 else "right", age=1.0 if page.number > 1 else 1.6)
    image, text = save_alto(folder, page, array, "%04d.jpg" % page.number, 4, "pixel")
    thumb = "thumbs/%04d.jpg" % page.number
    images.save(folder / thumb, array[::8, ::8], 25)
    return Leaf(label, image, text, thumb)


def _book_tree(made):
    """Chapters under their parts."""
    root = Part("monograph", made.title, list(range(1, len(made.pages) + 1)))
    root.parts = [Part("cover_front", "Viršelis", [1]), Part("title_page", "Antraštinis lapas", [2])]
    parts = {}
    for chapter in made.chapters:
        node = Part("chapter", chapter.title, chapter.pages, areas(chapter.blocks, made.pages))
        if chapter.part and chapter.part not in parts:
            parts[chapter.part] = Part("part", chapter.part)
            root.parts.append(parts[chapter.part])
        (parts[chapter.part] if chapter.part else root).parts.append(node)
        if chapter.part:
            parts[chapter.part].leaves += chapter.pages
    last = len(made.pages)
    root.parts += [Part("contents", "Turinys", [last - 1]), Part("cover_back", "Viršelio nugarėlė", [last])]
    return root


# the newspaper

def issue(out, date):
    id_, number = "ezeru-balsas-" + date, ISSUES.index(date) + 1
    folder = out / FOLDER / "ezeru-balsas" / date
    made = Issue(BALSAS, spoken(date), word_forms(), number * 3, id_)
    pages = [Leaf(str(p.number), *save_alto(folder, p, p.bitonal(), "%04d.tif" % p.number, 2, "inch1200", "tif-g4")) for p in made.pages]
    title = "Ežerų balsas, %s, Nr. %d" % (date, number * 3)
    work = Work(id_, [("lit", title)], date, date, publisher="„Aušrinės“ spaustuvė", place="Utena", coordinates=(55.4976, 25.5992),
                genre="newspaper", subjects=[("lit", "laikraščiai"), ("eng", "newspapers")], host="Ežerų balsas",
                number=str(number * 3), rights=RIGHTS["pd" if date < "1929" else "cne"])
    root = Part("issue", title, [1, 2, 3, 4], parts=[
        Part(a.type, a.title, leaves(a.blocks), areas(a.blocks, made.pages)) for a in made.articles])
    write_mets(folder / "mets.xml", Manuscript(id_, title, "newspaper", mods(work), pages, root, uses=("MASTER", "FULLTEXT", "THUMBS")))
    known = {"words": {str(p.number): words(p) for p in made.pages}} if number == 1 else {}
    return [entry(id_, LIBRARY, {"lt": title}, 4, "TEXT", reader="mets", articles=len(made.articles), **known)]


# the map: bands are drawn by whoever is free, the last step joins them

BAND = 2 * tiff.SIDE


def _parts(out):
    return Path(tempfile.gettempdir()) / ("map-" + out.resolve().as_posix().replace("/", "_"))


def map_band(out, top):
    rows = min(BAND, HEIGHT * chart.SCALE - top)
    array = chart.band(top, rows)
    folder = _parts(out)
    folder.mkdir(exist_ok=True)
    streams = list(tiff.tiles(array))
    (folder / ("%05d.json" % top)).write_text(json.dumps([len(s) for s in streams]))
    (folder / ("%05d.bin" % top)).write_bytes(b"".join(streams))
    return []


def finish(out):
    folder, streams = _parts(out), []
    for index in sorted(folder.glob("*.json")):
        data, at = index.with_suffix(".bin").read_bytes(), 0
        for length in json.loads(index.read_text()):
            streams.append(data[at:at + length])
            at += length
    target = out / FOLDER / "zemelapis"
    tiff.assemble(target / "zemelapis.tif", WIDTH * chart.SCALE, HEIGHT * chart.SCALE, 3, streams, 600)
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    write(target / "zemelapis.xml", marc.collection([MAP]))
    return [entry("azuolynes-apskrities-zemelapis", LIBRARY, {"lt": "Ąžuolynės apskrities žemėlapis"}, 1, "IMAGE", reader="marcxml",
                  size=[WIDTH * chart.SCALE, HEIGHT * chart.SCALE])]


MAP = ("00000nem a2200000 i 4500", [
    ("001", "azuolynes-apskrities-zemelapis"), ("007", "aj canzn"), ("008", "240311q19251927li       a     0   lit d"),
    ("034", "1 ", [("a", "a"), ("b", "50000"), ("d", "E0251200"), ("e", "E0260000"), ("f", "N0554000"), ("g", "N0551600")]),
    ("040", "  ", [("a", "LT-VRT-01"), ("b", "lit")]), ("041", "0 ", [("a", "lit")]),
    ("100", "1 ", [("a", "Girdvainis, Jonas,"), ("e", "matininkas.")]),
    ("245", "10", [("a", "Ąžuolynės apskrities žemėlapis :"), ("b", "su miškais, vandenimis ir keliais /"),
                   ("c", "braižė matininkas J. Girdvainis.")]),
    ("255", "  ", [("a", "Mastelis 1:50 000"), ("c", "(E 25°12ʹ–E 26°00ʹ/N 55°40ʹ–N 55°16ʹ).")]),
    ("264", " 1", [("a", "Utena :"), ("b", "Apskrities matavimo skyrius,"), ("c", "[apie 1926]")]),
    ("300", "  ", [("a", "1 žemėlapis :"), ("b", "spalvotas ;"), ("c", "51 × 38 cm")]),
    ("520", "  ", [("a", "Išgalvotos apskrities žemėlapis: ežerai, upės, giria, keturi miestai, siaurasis geležinkelis.")]),
    ("540", "  ", [("a", "Viešasis domenas"), ("u", RIGHTS["pd"])]),
    ("650", " 7", [("a", "Topografiniai žemėlapiai"), ("2", "lnb")]), ("651", " 7", [("a", "Utena (Lietuva)"), ("2", "lnb")]),
    ("655", " 7", [("a", "Žemėlapiai"), ("2", "lnb")]), ("856", "40", [("u", "zemelapis.tif"), ("q", "image/tiff")])])
