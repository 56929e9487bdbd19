# SPDX-License-Identifier: Apache-2.0
"""The lake library of Dusetos: postcards, in a table (UTF-8 with BOM, semicolons), front and back."""
import re

from draw import card
from files import images
from files.package import write_package, write_table
from packages.common import COORDINATES, RIGHTS, entry
from texts import rows

LIBRARY = {"code": "LT-VRT-03", "name": {"lt": "Sartų krašto biblioteka", "en": "Sartai Library"}, "url": "https://example.org/sartai"}
FOLDER = "03-sartu-krastas"
WITHDRAWN = "sartai-alanta-dvaras"
# what the pictures of some cards are saved as, so that every common kind of file occurs
KINDS = {"dusetos-tiltas": (".tif", "tif-tiled"), "zarasai-ezeras": (".jp2", None), "salakas-baznycia": (".jpg", "jpg-turned"),
         "rokiskis-dvaras": (".jpg", "jpg-cmyk"), "obeliai-kelias": (".tif", "tif-cmyk"), "labanoras-giria": (".png", None)}
ACCESS = {"kamajai-kaimas": "metadata", "labanoras-giria": "embargo:2031-01-01"}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LOOKS = {"lithograph": "chromolitografija", "tinted": "spalvinta fotografija", "collotype": "fototipija", "photograph": "fotografija"}


def folders(out):
    write_package(out / FOLDER, LIBRARY, [
        ("vaizdai:atvirukai", {"lt": "Atvirukai", "en": "Postcards"}, {"lt": "Senieji krašto atvirukai", "en": "Old postcards of the region"}),
        ("vaizdai", {"lt": "Vaizdai", "en": "Pictures"})],
        rights=RIGHTS["pd"], prefix="sartai-", access="open", language="lt", withdrawn=[WITHDRAWN])


def jobs(out):
    for row in rows("atvirukai.txt"):
        yield 7, postcard, (out, row)


def _suffix(id_):
    return KINDS.get(id_, (".jpg", None))


def _posted(date, letter, to):
    """What the postmark says, and its year: a card was sent when it was new."""
    exact = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", date)
    year = re.search(r"\d{4}", date)
    if exact:
        return "%d.%s.%s" % (int(exact[3]), ROMAN[int(exact[2]) - 1], exact[1][2:]), int(exact[1])
    year = int(year[0]) if year else {"XIX": 1899, "XX": 1908}[date.split()[0]]
    return "%d.%s.%02d" % (len(letter) % 28 + 1, ("V", "VII", "IX", "X")[len(to) % 4], year % 100), year


def postcard(out, row):
    id_, place, scene, mood, look, caption, english, date, _, letter, to = row
    suffix, kind = _suffix(id_)
    folder, full = out / FOLDER / "vaizdai", "sartai-" + id_
    images.save(folder / (id_ + "-a" + suffix), card.front(id_, scene, mood, look, caption), 300, kind)
    name = to.split()
    address = [" ".join(name[:-2]) or "Gerb.", " ".join(name[-2:]), "Pušyno g. %d" % (len(letter) % 40 + 1), "Panevėžys" if len(to) % 2 else "Kaunas"]
    day, year = _posted(date, letter, to)
    stamp = ("LIETUVA", "%d ct" % (5 * (1 + len(letter) % 5))) if year > 1918 else ("ПОЧТА", "3 КОП.")
    back = card.back(id_, letter, address, place, day, stamp, "Vaizdų leidykla „Aušrinė“, Utena – Nr. %d" % (len(caption) + 3))
    images.save(folder / (id_ + "-b.jpg"), back, 300)
    more = {"access": ACCESS[id_]} if id_ in ACCESS else {}
    return [entry(full, LIBRARY, {"lt": caption, "en": english}, 2, "IMAGE", reader="table", withdrawn=full == WITHDRAWN, **more)]


def after(out, entries):
    write_table(out / FOLDER / "atvirukai.csv", [_row(*row) for row in rows("atvirukai.txt")])


def _row(id_, place, scene, mood, look, caption, english, date, rights, letter, to):
    lat, long = COORDINATES[place]
    second = "|Lietuva" if place == "Utena" else ""
    return {"identifier": "sartai-" + id_, "title@lt": caption, "title@en": english, "creator": "Vaizdų leidykla „Aušrinė“", "date": date,
            "description@lt": "Atvirukas su užrašu „%s“. Antroje pusėje – laiškas: „%s“" % (caption, letter),
            "description@en": "Picture postcard; a letter in Lithuanian on the back.", "subject@lt": "atvirukai|" + place,
            "subject@en": "postcards", "medium@lt": LOOKS[look], "spatial": place + second, "latitude": "%.4f%s" % (lat, "|" if second else ""),
            "longitude": "%.4f%s" % (long, "|" if second else ""), "language": "lt", "type": "IMAGE", "rights": RIGHTS[rights],
            "access": ACCESS.get(id_, ""), "image": "vaizdai/%s-a%s|vaizdai/%s-b.jpg" % (id_, _suffix(id_)[0], id_)}
