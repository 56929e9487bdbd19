# SPDX-License-Identifier: Apache-2.0
"""The river library: the second newspaper, and brochures described in UNIMARC (XML, and one file of ISO 2709)."""
from files import images, marc
from files.describe import Work, mods
from files.markup import write
from files.mets import Leaf, Manuscript, Part, write_mets
from files.package import write_package
from packages.common import PRESS, RIGHTS, boxes, entry, leaves, save_alto
from packages.ezerai import spoken
from press.book import Book, BookLook
from press.newspaper import Issue, Look, word_forms
from texts import load

LIBRARY = {"code": "LT-VRT-02", "name": {"lt": "Šventosios pakrančių biblioteka", "en": "Šventoji Riverside Library"},
           "url": "https://example.org/sventoji"}
FOLDER = "02-sventosios-pakrantes"
VAGA = Look("Šventosios vaga", "Laikraštis upės ir dviejų pakrančių žmonėms", "Anykščiai", 1800, 2520, 200, 3, "Junicode Two Beta",
            "Junicode Two Beta Condensed Bold")
ISSUES = ("1931-04-12", "1931-09-13", "1932-06-05", "1933-01-29", "1933-08-20", "1934-10-14")
BROCHURES = BookLook(width=1000, height=1480, size=45, face="Old Standard TT")


def folders(out):
    base = out / FOLDER
    write_package(base, LIBRARY, rights=RIGHTS["cne"], prefix="svt-", access="open", language="lt")
    write_package(base / "vaga", None, [("spauda:laikrasciai", {"lt": "Laikraščiai", "en": "Newspapers"}), PRESS])
    write_package(base / "brosiuros", None, [("spauda:knygos", {"lt": "Knygos", "en": "Books"}), PRESS])


def jobs(out):
    for date in ISSUES:
        yield 14, issue, (out, date)
    for n in range(len(TITLES)):
        yield 12, brochure, (out, n)


def issue(out, date):
    """Pictures in JPEG and tiled TIFF by turns; articles are given as places on the image, not as ALTO blocks."""
    id_, number = "sventosios-vaga-" + date, ISSUES.index(date) * 17 + 8
    folder, kinds = out / FOLDER / "vaga" / date, (("%04d.jpg", None), ("%04d.tif", "tif-tiled"))
    made, pages = Issue(VAGA, spoken(date), word_forms(), number, id_), []
    for page in made.pages:
        name, kind = kinds[ISSUES.index(date) % 2]
        array = images.grey(page.scan(tone=(236, 224, 196), stains=2))
        pages.append(Leaf(str(page.number), *save_alto(folder, page, array, name % page.number, 3, "pixel", kind)))
    title = "Šventosios vaga, %s, Nr. %d" % (date, number)
    work = Work(id_, [("lit", title)], date, date, publisher="Bendrovė „Vaga“", place="Anykščiai", coordinates=(55.5256, 25.1025),
                genre="newspaper", subjects=[("lit", "laikraščiai"), ("eng", "newspapers")], host="Šventosios vaga",
                number=str(number), rights=RIGHTS["cne"])
    root = Part("issue", title, [1, 2, 3, 4], parts=[Part(a.type, a.title, leaves(a.blocks), boxes(a.blocks)) for a in made.articles])
    write_mets(folder / "mets.xml", Manuscript(id_, title, "newspaper", mods(work), pages, root))
    return [entry(id_, LIBRARY, {"lt": title}, 4, "TEXT", reader="mets", articles=len(made.articles))]


# identifier, title, rest of title, author (surname, name), date in words, year, part of patarimai.txt, subject, rights
TITLES = (
    ("svt-1934-bitininkyste", "Bitininko metai", "patarimai pradedančiajam", ("Medinis", "Kazys"), "1934", "1934",
     "Bitininkystė", "Bitininkystė", "cne"),
    ("svt-1929-linai", "Linai mūsų laukuose", "nuo sėjos ligi drobės", ("Pakulytė", "Ona"), "1929", "1929", "Linai", "Linininkystė", "pd"),
    ("svt-1931-sodas", "Sodas ir daržas prie namų", "trumpi nurodymai", ("Vaisgėla", "Antanas"), "[1931?]",
     "1931", "Sodas ir daržas", "Sodininkystė", "ow"),
    ("svt-1925-vandenys", "Vandenų pasakos", "skaitiniai vaikams", ("Girdvainis", "Jokūbas"), "apie 1925", "1925", "Vandenys", "Pasakos", "pd"),
    ("svt-1926-giria", "Girios pasakos", "skaitiniai vaikams", ("Girdvainis", "Jokūbas"), "1926", "1926", "Miškai", "Pasakos", "pd"),
)
IN_BINARY = 3           # from this one on the records are in the ISO 2709 file


def brochure(out, n):
    id_, title, rest, (surname, name), spoken_, year, part, _, _ = TITLES[n]
    folder = out / FOLDER / "brosiuros"
    pieces = [p for p in load("patarimai.txt") + load("padavimai.txt") if p.part == part]
    for piece in pieces:
        piece.part = ""
    made = Book(id_, BROCHURES, title, rest, "%s %s" % (name, surname), "Anykščiai · „Vaga“ · %s" % year, pieces)
    suffix = ".png" if n == 1 else ".jpg"
    for page in made.pages:
        array = page.scan(gutter="left" if page.number % 2 else "right", tone=(232, 220, 190))
        images.save(folder / ("%s-%02d%s" % (id_, page.number, suffix)), array if n != 1 else images.grey(array))
    return [entry(id_, LIBRARY, {"lt": title}, len(made.pages), "TEXT", reader="unimarc" if n < IN_BINARY else "iso2709",
                  files=["%s-%02d%s" % (id_, p.number, suffix) for p in made.pages])]


def record(entry_, leader):
    """UNIMARC as the Lithuanian libraries write it."""
    id_, title, rest, (surname, name), spoken_, year, _, subject, rights = next(t for t in TITLES if t[0] == entry_["identifier"])
    fields = [
        ("001", id_), ("100", "  ", [("a", "20240311d%s    m  y0lity50      ba" % year)]), ("101", "0 ", [("a", "lit")]),
        ("102", "  ", [("a", "LT")]), ("105", "  ", [("a", "a   z   000fy")]),
        ("200", "1 ", [("a", title), ("e", rest), ("f", "%s %s" % (name, surname))]),
        ("210", "  ", [("a", "Anykščiai"), ("c", "Vaga"), ("d", spoken_)]),
        ("215", "  ", [("a", "%d p." % entry_["pages"]), ("c", "iliustr."), ("d", "19 cm")]),
        ("225", "2 ", [("a", "Upės knygynėlis"), ("v", id_[6:8])]),
        ("300", "  ", [("a", "Viršelyje – spaustuvės vinjetė")]),
        ("330", "  ", [("a", "Nedidelė knygelė „Upės knygynėlio“ serijoje: %s." % rest)]),
        ("606", "  ", [("a", subject)]), ("607", "  ", [("a", "Lietuva"), ("y", "Anykščiai")]),
        ("700", " 1", [("a", surname), ("b", name), ("4", "070")]), ("801", " 0", [("a", "LT"), ("b", "LT-VRT-02"), ("c", "20240311")]),
        ("856", "4 ", [("u", RIGHTS[rights]), ("2", "Teisės")])]
    fields += [("856", "40", [("u", file), ("q", "image")]) for file in entry_["files"]]
    return leader, fields


def after(out, entries):
    """The catalogue records are written when the brochures are known."""
    folder = out / FOLDER / "brosiuros"
    mine = [next(e for e in entries if e["identifier"] == t[0]) for t in TITLES]
    write(folder / "unimarc.xml", marc.collection([record(e, "00000nam0 2200000   4500") for e in mine[:IN_BINARY]]))
    (folder / "unimarc.mrc").write_bytes(marc.iso2709([record(e, "     nam0 22     3i 450 ") for e in mine[IN_BINARY:]]))
