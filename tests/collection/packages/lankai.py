# SPDX-License-Identifier: Apache-2.0
"""The southern library: METS with Dublin Core and PAGE-XML (Polish, Yiddish), EDM, and a table in a zip."""
import zipfile

from draw import card, crafts, finish, scenes
from files import edm, images
from files.describe import Work, dublin_core
from files.markup import write
from files.mets import Leaf, Manuscript, Part, write_mets
from files.package import write_package, write_table
from packages.common import COORDINATES, PRESS, RIGHTS, entry, save_pagexml, words
from press.book import Book, BookLook
from press.poster import leaf, poster
from texts import load

LIBRARY = {"code": "LT-VRT-05", "name": {"lt": "Lankų savivaldybės biblioteka", "en": "Lankai Municipal Library"},
           "url": "https://example.org/lankai"}
FOLDER = "05-lankai"
NO_USE = (None, None, None)


def folders(out):
    base = out / FOLDER
    write_package(base, LIBRARY, rights=RIGHTS["pd"], prefix="lankai-", access="open", language="lt")
    write_package(base / "przewodnik", None, [("spauda:knygos", {"lt": "Knygos", "en": "Books"}), PRESS], language="pl")
    write_package(base / "jidis", None, [
        ("spauda:smulkieji", {"lt": "Smulkieji spaudiniai", "en": "Ephemera"}), PRESS], language="yi")
    write_package(base / "albumai", None, [
        ("gamta", {"lt": "Gamta", "en": "Nature"}, {"lt": "Herbarai ir kraštovaizdžiai", "en": "Herbaria and landscapes"})])


def jobs(out):
    yield 14, guide, (out,)
    yield 6, yiddish, (out,)
    for n in range(len(PLANTS)):
        yield 4, plant, (out, n)
    for n in range(len(VIEWS)):
        yield 4, landscape, (out, n)
    yield 12, zipped, (out,)


# METS without USE, Dublin Core, PAGE-XML

def _mets(folder, id_, title, genre, work, leaves, root):
    write_mets(folder / "mets.xml", Manuscript(id_, title, genre, dublin_core(work), leaves, root, "DC", NO_USE, "page"))


def guide(out):
    folder, id_, title = out / FOLDER / "przewodnik", "przewodnik-po-jeziorach", "Mały przewodnik po jeziorach"
    made = Book(id_, BookLook(width=1080, height=1560, size=45, face="Old Standard TT", align="left", divide=False), title,
                "dla wędrowców pieszych i wodnych", "Stanisław Brzezina", "Wilno · nakładem autora · 1912", load("przewodnik.txt"),
                [("lake_view", "autumn", "Jezioro o zmierzchu")])
    leaves = []
    for page, label in zip(made.pages, made.labels):
        array = page.scan(gutter="left" if page.number % 2 else "right", tone=(236, 228, 206))
        leaves.append(Leaf(label, *save_pagexml(folder, page, images.grey(array), "strona_%04d.tif" % page.number)))
    work = Work(id_, [("pl", title), ("lt", "Mažasis ežerų vadovas")], "1912", creators=["Brzezina, Stanisław"], publisher="Autor",
                place="Vilnius", languages=("pol",), subjects=[("pl", "przewodniki"), ("lt", "kelionių vadovai")], genre="książka", rights=RIGHTS["pd"],
                abstract=[("lt", "Lenkiškas kelionių vadovas po Utenos krašto ežerus.")])
    root = Part("monograph", title, list(range(1, len(leaves) + 1)), parts=[Part("chapter", c.title, c.pages) for c in made.chapters])
    _mets(folder, id_, title, "monograph", work, leaves, root)
    first = made.chapters[0].pages[0]
    return [entry(id_, LIBRARY, {"pl": title, "lt": "Mažasis ežerų vadovas"}, len(leaves), "TEXT", reader="mets",
                  words={str(first): words(made.pages[first - 1])})]


def yiddish(out):
    result, (evening, lake) = [], load("afisha.txt")
    for id_, piece, page, lithuanian in (("afisha-1931", evening, poster(evening, 1), "Vakaras bibliotekoje: plakatas"),
                                         ("di-ozere", lake, leaf(lake, 1), "Ežeras: skaitinių lapelis")):
        folder = out / FOLDER / "jidis" / id_
        array = page.scan(tone=(238, 222, 186) if id_ == "afisha-1931" else (240, 232, 212), age=1.3)
        leaves = [Leaf("1", *save_pagexml(folder, page, array, id_ + ".png"))]
        work = Work(id_, [("yi", piece.title), ("lt", lithuanian)], "1931-03-14" if id_ == "afisha-1931" else "[1930?]",
                    place="Molėtai",
                    languages=("yid",), subjects=[("lt", "žydų kultūra"), ("yi", "ביבליאָטעק")],
                    genre="poster" if id_ == "afisha-1931" else "leaflet", rights=RIGHTS["pd"])
        _mets(folder, id_, piece.title, "leaf", work, leaves, Part("leaf", piece.title, [1]))
        result.append(entry(id_, LIBRARY, {"yi": piece.title, "lt": lithuanian}, 1, "TEXT", reader="mets", words={"1": words(page)}))
    return result


# EDM: a herbarium of many views, and single landscapes

# Latin, Lithuanian, where and when, the colour of the dried flower, the shape of the leaf
YELLOW, BLUE, WHITE, PURPLE, PINK = (.72, .60, .20), (.34, .36, .60), (.80, .74, .58), (.50, .26, .44), (.68, .36, .42)
PLANTS = (("Primula veris", "Pavasarinė raktažolė", "Molėtai, 1911.V.3", YELLOW, "oval"),
          ("Hepatica nobilis", "Triskiautė žibuoklė", "Labanoras, 1911.IV.20", BLUE, "oval"),
          ("Convallaria majalis", "Paprastoji pakalnutė", "Alanta, 1911.V.28", WHITE, "oval"),
          ("Dryopteris filix-mas", "Kelminis papartis", "Labanoras, 1912.VII.2", None, "fern"),
          ("Centaurea cyanus", "Rugiagėlė", "Giedraičiai, 1912.VI.30", BLUE, "lance"),
          ("Achillea millefolium", "Paprastoji kraujažolė", "Alanta, 1912.VII.14", WHITE, "fern"),
          ("Hypericum perforatum", "Paprastoji jonažolė", "Molėtai, 1912.VI.24", YELLOW, "oval"),
          ("Ruta graveolens", "Žalioji rūta", "Alanta, 1912.VIII.1", YELLOW, "fern"),
          ("Calluna vulgaris", "Šilinis viržis", "Labanoras, 1912.VIII.29", PURPLE, "lance"),
          ("Nymphaea alba", "Paprastoji vandens lelija", "Labanoras, 1913.VII.6", WHITE, "oval"),
          ("Anemone nemorosa", "Baltažiedė plukė", "Molėtai, 1913.IV.27", WHITE, "fern"),
          ("Trifolium pratense", "Raudonasis dobilas", "Giedraičiai, 1913.VI.15", PINK, "oval"),
          ("Campanula latifolia", "Plačialapis katilėlis", "Alanta, 1913.VI.29", PURPLE, "oval"),
          ("Linum usitatissimum", "Sėjamasis linas", "Giedraičiai, 1913.VII.13", BLUE, "lance"),
          ("Menyanthes trifoliata", "Trilapis puplaiškis", "Labanoras, 1913.V.18", WHITE, "oval"),
          ("Ledum palustre", "Pelkinis gailis", "Labanoras, 1913.V.25", WHITE, "lance"),
          ("Thymus serpyllum", "Paprastasis čiobrelis", "Molėtai, 1913.VII.20", PINK, "lance"),
          ("Tilia cordata", "Mažalapė liepa", "Alanta, 1913.VII.27", YELLOW, "oval"))
VIEWS = (("krastovaizdis-alanta", "church_hill", "spring", "tinted", "Alantos kraštovaizdis", "Landscape near Alanta", "apie 1915", "Alanta", "pd"),
         ("krastovaizdis-labanoras", "lake_view", "day", "photograph", "Ežeras Labanoro girioje",
          "A lake in the Labanoras forest", "1936-08-15", "Labanoras", "by-nc"),
         ("krastovaizdis-giedraiciai", "village", "winter", "collotype", "Giedraičių apylinkės žiemą",
          "Giedraičiai in winter", "1922", "Giedraičiai", "noc-nc"))


def plant(out, n):
    array = crafts.pressed_plant("plant%d" % n, PLANTS[n][:2], *PLANTS[n][2:])
    images.save(out / FOLDER / "albumai" / ("herbaras-%02d.jpg" % (n + 1)), array, 250)
    return []


def landscape(out, n):
    id_, scene, mood, look, title, english, *_ = VIEWS[n]
    images.save(out / FOLDER / "albumai" / (id_ + ".jpg"), finish.FINISHES[look](scenes.view(scene, mood, 1500, 1000, id_), id_), 300)
    return [entry(id_, LIBRARY, {"lt": title, "en": english}, 1, "IMAGE", reader="edm")]


def after(out, entries):
    folder, keeper = out / FOLDER / "albumai", LIBRARY["name"]["lt"]
    album = edm.Item("herbaras-1911", {"lt": "Labanoro girios herbaras",
                                       "en": "Herbarium of the Labanoras forest"},
                     {"lt": "Aštuoniolika lapų su džiovintais augalais ir rašytinėmis etiketėmis.",
                      "en": "Eighteen sheets of pressed plants with written labels."},
                     "Valerija Lankaitė", "1911–1913", ("Labanoras", *COORDINATES["Labanoras"]),
                     [("herbarai", "http://vocab.getty.edu/aat/300026710")], "IMAGE",
                     {"lt": "herbaras", "en": "herbarium"}, keeper, RIGHTS["pd"], ["herbaras-%02d.jpg" % (n + 1) for n in range(len(PLANTS))])
    write(folder / "herbaras.rdf", edm.document([album]))
    write(folder / "krastovaizdziai.rdf", edm.document([edm.Item(
        id_, {"lt": title, "en": english}, {"lt": title + ", fotografija iš krašto albumo."}, "nežinomas fotografas",
        date, (where, *COORDINATES[where]),
        [("kraštovaizdžiai", "http://vocab.getty.edu/aat/300015636")], "IMAGE", {"lt": "fotografija", "en": "photograph"},
        keeper, RIGHTS[rights], [id_ + ".jpg"]) for id_, _, _, _, title, english, date, where, rights in VIEWS]))
    return [entry("herbaras-1911", LIBRARY, album.titles, len(PLANTS), "IMAGE", reader="edm")]


# a table and its pictures in one zip

PARCEL = (("lankai-zip-malunas", "mill", "spring", "Malūnas pavasarį", "The mill in spring", "Alanta", "1934"),
          ("lankai-zip-tiltas", "crossing", "day", "Tiltas per Siesartį", "Bridge over the Siesartis", "Molėtai", "1935-06-01"),
          ("lankai-zip-aikste", "square", "spring", "Molėtų aikštė", "The square of Molėtai", "Molėtai", "apie 1930"))


def zipped(out):
    folder, rows_, names = out / FOLDER, [], []
    for id_, scene, mood, title, english, place, date in PARCEL:
        picture = card.front(id_, scene, mood, "tinted", title, 1300, 860)
        images.save(folder / (id_ + ".jpg"), picture, 300)
        names.append(id_ + ".jpg")
        lat, long = COORDINATES[place]
        rows_.append({"identifier": id_, "title@lt": title, "title@en": english, "date": date, "spatial": place, "latitude": "%.4f" % lat,
                      "longitude": "%.4f" % long, "type": "IMAGE", "subject@lt": "atvirukai", "image": id_ + ".jpg"})
    write_table(folder / "siunta.csv", rows_, ",", mark=False)
    with zipfile.ZipFile(folder / "siunta.zip", "w") as parcel:
        for name in ["siunta.csv"] + names:
            info = zipfile.ZipInfo(name, (2024, 3, 11, 9, 0, 0))
            parcel.writestr(info, (folder / name).read_bytes(), zipfile.ZIP_DEFLATED)
            (folder / name).unlink()
    return [entry(id_, LIBRARY, {"lt": title, "en": english}, 1, "IMAGE", reader="zip") for id_, _, _, title, english, _, _ in PARCEL]
