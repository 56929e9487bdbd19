# SPDX-License-Identifier: Apache-2.0
"""The northern library: photographs in a tab-separated table, and folk crafts in LIDO."""
from draw import card, crafts, finish, scenes
from files import images, lido
from files.markup import write
from files.package import write_package, write_table
from packages.common import COORDINATES, RIGHTS, entry
from texts import rows

LIBRARY = {"code": "LT-VRT-04", "name": {"lt": "Nemunėlio slėnio biblioteka", "en": "Nemunėlis Valley Library"},
           "url": "https://example.org/nemunelis"}
FOLDER = "04-nemunelio-slenis"
PICTURES = ("vaizdai", {"lt": "Vaizdai", "en": "Pictures"})
KINDS = {"kamaju-malunas": (".tif", "tif-grey16"), "zvejai-ezere": (".jp2", None), "dvaro-tvenkinys": (".tif", None),
         "kupiskio-koplycia": (".png", None)}
MORE_TITLES = {"zydu-gatve": {"title@yi": "דער מאַרק אין ווינטער"}, "ignalinos-vasarotojai": {"title@pl": "Letnicy nad jeziorem"}}


def folders(out):
    base = out / FOLDER
    write_package(base, LIBRARY, rights=RIGHTS["pd"], prefix="nem-", access="open", language="lt")
    write_package(base / "nuotraukos", None, [("vaizdai:nuotraukos", {"lt": "Nuotraukos", "en": "Photographs"}), PICTURES])
    write_package(base / "rastai", None, [("daiktai", {"lt": "Liaudies menas", "en": "Folk art"},
                                           {"lt": "Juostos, margučiai, karpiniai", "en": "Sashes, Easter eggs, paper cuts"})])


def jobs(out):
    for row in rows("nuotraukos.txt"):
        yield 5, photograph, (out, row)
    for thing in THINGS:
        yield 4, craft, (out, thing[0])


def _suffix(id_):
    return KINDS.get(id_, (".jpg", None))


def photograph(out, row):
    id_, place, scene, mood, title, english, _, _, who = row
    suffix, kind = _suffix(id_)
    picture = finish.photograph(scenes.view(scene, mood, 1320, 900, id_), id_, finish.COLD if len(id_) % 3 == 0 else finish.SEPIA)
    if who != "nežinomas":
        picture = card.mounted(id_, picture, who, place)
    if suffix == ".tif" or kind:
        picture = images.grey(picture)
    images.save(out / FOLDER / "nuotraukos" / (id_ + suffix), picture, 400, kind)
    more = {key[6:]: text for key, text in MORE_TITLES.get(id_, {}).items()}
    return [entry("nem-" + id_, LIBRARY, {"lt": title, "en": english, **more}, 1, "IMAGE", reader="table")]


def after(out, entries):
    write_table(out / FOLDER / "nuotraukos" / "nuotraukos.tsv", [_row(*row) for row in rows("nuotraukos.txt")] + [DISC], "\t", mark=False)
    folder = out / FOLDER / "rastai"
    for thing in THINGS[:6]:
        write(folder / (thing[0] + ".lido.xml"), lido.wrap([_thing(*thing)]))
    write(folder / "karpiniai.lido.xml", lido.wrap([_thing(*thing) for thing in THINGS[6:]]))
    return [entry("nem-plokstele-1934", LIBRARY, {"lt": DISC["title@lt"], "en": DISC["title@en"]}, 0, "SOUND", reader="table", access="metadata")]


# a row without a file: the catalogue knows of it, nothing can be shown
DISC = {"identifier": "nem-plokstele-1934", "title@lt": "Kanklių pjesės, šelako plokštelė", "title@en": "Zither pieces, shellac disc",
        "creator": "Kanklininkų ansamblis „Stygelė“", "date": "1934",
        "description@lt": "Plokštelė įskilusi, laukia restauravimo; garsas dar neperrašytas.",
        "subject@lt": "kanklės|liaudies muzika", "spatial": "Kupiškis", "latitude": "55.8403", "longitude": "24.9798", "type": "SOUND",
        "rights": RIGHTS["inc"], "access": "metadata"}


def _row(id_, place, scene, mood, title, english, date, rights, who):
    lat, long = COORDINATES[place]
    return {"identifier": "nem-" + id_, "title@lt": title, "title@en": english, **MORE_TITLES.get(id_, {}), "creator": who, "date": date,
            "description@lt": "Fotografija: %s. %s apylinkės." % (title[0].lower() + title[1:], place), "subject@lt": "fotografijos|" + place,
            "subject@en": "photographs", "spatial": place, "latitude": "%.4f" % lat, "longitude": "%.4f" % long, "type": "IMAGE",
            "rights": RIGHTS[rights], "image": id_ + _suffix(id_)[0]}


# id, what, title, in English, draw, its arguments, date, years, place
THINGS = (
    ("nem-juosta-01", "juosta", "Rinktinė juosta su rombais", "Pick-up sash with diamonds",
     "sash", ("linen", "red", ("green", "yellow")), "XIX a. pab.", (1880, 1900), "Rokiškis"),
    ("nem-juosta-02", "juosta", "Raudona rinktinė juosta", "Red pick-up sash",
     "sash", ("red", "linen", ("black", "green")), "apie 1910", (1905, 1915), "Kamajai"),
    ("nem-juosta-03", "juosta", "Mėlyna juosta piršliui", "Blue sash for the matchmaker",
     "sash", ("linen", "blue", ("violet", "yellow")), "1923", (1923, 1923), "Obeliai"),
    ("nem-margutis-01", "margutis", "Raudonas margutis su saule", "Red Easter egg with a sun",
     "egg", ("red",), "1936", (1936, 1936), "Kupiškis"),
    ("nem-margutis-02", "margutis", "Svogūnų lukštais dažytas margutis", "Easter egg dyed with onion skins",
     "egg", ("brown",), "1936", (1936, 1936), "Kupiškis"),
    ("nem-margutis-03", "margutis", "Mėlynas margutis su eglutėmis", "Blue Easter egg with fir branches",
     "egg", ("blue",), "apie 1938", (1935, 1940), "Biržai"),
    ("nem-karpinys-01", "karpinys", "Juodas karpinys – užuolaidėlės rozetė", "Black paper cut, curtain rosette",
     "papercut", ("black",), "1928", (1928, 1928), "Rokiškis"),
    ("nem-karpinys-02", "karpinys", "Raudonas karpinys", "Red paper cut",
     "papercut", ("red",), "[1930?]", (1930, 1930), "Rokiškis"),
    ("nem-karpinys-03", "karpinys", "Žalias karpinys lentynai", "Green paper cut for a shelf",
     "papercut", ("green",), "be datos", None, "Biržai"),
)
WORKS = {"juosta": (("juosta", "sash", "http://vocab.getty.edu/aat/300210002"),
                    "vilna, linas; rinktinis audimas", "312 × 4,5 cm", "audėja Ona Samanienė"),
         "margutis": (("margutis", "Easter egg", "http://vocab.getty.edu/aat/300211022"),
                    "vištos kiaušinis; vaškas, dažai", "5,8 × 4,2 cm", "Teklė Šaltupytė"),
         "karpinys": (("karpinys", "paper cut", "http://vocab.getty.edu/aat/300138758"),
                    "popierius; karpymas", "24 × 24 cm", "Jadvyga Vėtrungytė")}


def craft(out, id_):
    _, kind, title, english, maker, arguments, *_ = next(t for t in THINGS if t[0] == id_)
    array = getattr(crafts, maker)(id_, *arguments)
    images.save(out / FOLDER / "rastai" / (id_ + ".jpg"), array, 300)
    return [entry(id_, LIBRARY, {"lt": title, "en": english}, 1, "IMAGE", reader="lido")]


OF = {"Rokiškis": "Rokiškio", "Kamajai": "Kamajų", "Obeliai": "Obelių", "Kupiškis": "Kupiškio", "Biržai": "Biržų"}


def _thing(id_, kind, title, english, _, __, date, years, place):
    worktype, material, size, maker = WORKS[kind]
    notes = {"lt": "%s. Įsigyta per ekspediciją, raštai būdingi %s kraštui." % (title, OF[place]),
             "en": "%s, collected on a field trip." % english}
    return lido.Thing(id_, {"lt": title, "en": english}, worktype, notes, material, size, maker, date, years,
                      (place, *COORDINATES[place]), [kind, "liaudies menas"], RIGHTS["cc0" if kind == "karpinys" else "by"],
                      LIBRARY["name"]["lt"], [id_ + ".jpg"])
