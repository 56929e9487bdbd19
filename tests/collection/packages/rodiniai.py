# SPDX-License-Identifier: Apache-2.0
"""The northern library once more: one object of each kind that viewers show in a way of its own."""
import numpy as np

from draw import finish, scenes
from files import images, play
from files.package import write_package, write_table
from packages.common import RIGHTS, entry
from packages.nemunelis import LIBRARY

FOLDER = "06-rodiniai"
WIDTH, HEIGHT = 660, 450
SPECS = ("vaizdai:ivairus", {"lt": "Įvairūs rodiniai", "en": "Other ways of showing"})


def folders(out):
    write_package(out / FOLDER, LIBRARY, [SPECS, ("vaizdai", {"lt": "Vaizdai", "en": "Pictures"})],
                  rights=RIGHTS["pd"], prefix="rod-", access="open", language="lt")


def jobs(out):
    yield 6, draw, (out,)


def _view(name, mood, width=WIDTH, height=HEIGHT):
    return scenes.view(name, mood, width, height, "rodiniai-%s-%s" % (name, mood))


def _portrait(name, mood):
    return _view(name, mood, HEIGHT, WIDTH)


def draw(out):
    folder = out / FOLDER
    leaves = {"vadovas-1": _portrait("church_hill", "day"), "vadovas-2": _portrait("mill", "autumn"),
              "vadovas-planas": _view("crossing", "day", 3 * HEIGHT, WIDTH), "vadovas-3": _portrait("station", "day"),
              "vadovas-4": _portrait("village", "spring"), "albumas-1": _portrait("manor_park", "day"),
              "albumas-2": _view("lake_view", "dusk", 2 * HEIGHT, WIDTH), "albumas-3": _portrait("square", "day")}
    scroll = _view("lake_view", "day", WIDTH, 3 * HEIGHT)
    leaves.update({"juosta-%d" % n: scroll[(n - 1) * HEIGHT:n * HEIGHT] for n in (1, 2, 3)})
    photograph = _view("manor_park", "autumn")
    leaves["dvaras"] = finish.photograph(photograph, "rod-dvaras", finish.SEPIA)
    leaves["dvaras-ir"] = np.repeat(255 - images.grey(photograph)[:, :, None], 3, axis=2)
    leaves["plokstele"] = _view("lake_view", "dusk", HEIGHT, HEIGHT)
    for name, array in leaves.items():
        images.save(folder / "vaizdai" / (name + ".jpg"), array, 150)
    play.write_wav(folder / "garsas" / "sutartine.wav", play.tune([(0, 1), (3, 1), (5, 1), (3, 1), (0, 2), (3, 1), (0, 1), (-2, 2)]))
    play.write_wav(folder / "garsas" / "varpas.wav", play.tune([(-12, 6)]))
    play.write_pdf(folder / "dokumentai" / "ataskaita.pdf", ["Bibliotekos metinis pranešimas", "1936 m."])
    rows = [_row(*row) for row in ROWS]
    write_table(folder / "rodiniai.csv", rows)
    return [entry(row["identifier"], LIBRARY, {"lt": row["title@lt"], "en": row["title@en"]},
                  len([p for p in row["image"].split("|") if p]), row["kind"], reader="table") for row in rows]


# identifier, kind, title, title in English, date, images, and what else the table says
ROWS = (
    ("rod-vadovas", "TEXT", "Nemunėlio slėnio vadovas su planu", "Guide to the Nemunėlis valley, with a folded plan", "1932",
     ("vadovas-1", "vadovas-2", "vadovas-planas", "vadovas-3", "vadovas-4"),
     {"page_label": "1|2|Planas|3|4", "page_behavior": "||non-paged||", "start_page": "2"}),
    ("rod-albumas", "TEXT", "Šeimos albumas", "A family album", "1929", ("albumas-1", "albumas-2", "albumas-3"),
     {"page_label": "viršelis|2–3|4", "page_behavior": "|facing-pages|"}),
    ("rod-juosta", "IMAGE", "Ežero pakrantės panorama", "Panorama of the lake shore", "1931", ("juosta-1", "juosta-2", "juosta-3"),
     {"behavior": "continuous", "viewing_direction": "top-to-bottom"}),
    ("rod-dvaras", "IMAGE", "Dvaras įprastoje ir infraraudonojoje šviesoje", "The manor in ordinary and infrared light", "1927",
     ("dvaras",), {"choice": "vaizdai/dvaras-ir.jpg = Infraraudonieji spinduliai"}),
    ("rod-sutartine", "SOUND", "Sutartinė kanklėmis", "A sutartinė on the kanklės", "1934", ("plokstele",), {"file": "garsas/sutartine.wav"}),
    ("rod-varpas", "SOUND", "Bažnyčios varpas", "The church bell", "1935", (), {"file": "garsas/varpas.wav"}),
    ("rod-ataskaita", "TEXT", "Bibliotekos metinis pranešimas", "Annual report of the library", "1936", (), {"file": "dokumentai/ataskaita.pdf"}),
)


def _row(id_, kind, title, english, date, names, more):
    return {"identifier": id_, "kind": kind, "title@lt": title, "title@en": english, "date": date, "subject@lt": "Nemunėlis",
            "language": "lt", "rights": RIGHTS["pd"], "image": "|".join("vaizdai/%s.jpg" % name for name in names),
            **{key: more.get(key, "") for key in ("file", "page_label", "page_behavior", "choice", "start_page", "behavior", "viewing_direction")}}
