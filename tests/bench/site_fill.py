#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fills a catalogue that an ingest has made with generated objects, described as a
library does, straight by SQL: site_fill.py CATALOG.DB OBJECTS.  The next ingest makes
the search index and the facets of them, since it finds both made by other rules.

20 institutions, 12 collections in two levels, five kinds (text and image 90 %), years
1850 to 1990, 400 places of which ten have half of all objects, nine rights; words drawn
so that few are frequent (as 1/rank)."""
import itertools
import random
import sqlite3
import sys

path, count = sys.argv[1], int(sys.argv[2])
random.seed(20261129)
SYLLABLES = ("ba", "da", "ga", "ka", "la", "ma", "na", "pa", "ra", "sa", "ta", "va", "ža", "ša", "če", "li", "ri", "mi", "vi", "ni", "uo", "ie", "au", "ei")
ENDINGS = ("as", "is", "us", "a", "ė", "ai", "ų", "os", "imas", "ybė")
RIGHTS = ["http://creativecommons.org/publicdomain/mark/1.0/", "http://rightsstatements.org/vocab/InC/1.0/", "http://creativecommons.org/licenses/by/4.0/",
          "http://creativecommons.org/licenses/by-sa/4.0/", "http://creativecommons.org/licenses/by-nc/4.0/", "http://rightsstatements.org/vocab/CNE/1.0/",
          "http://rightsstatements.org/vocab/NoC-NC/1.0/", "http://creativecommons.org/publicdomain/zero/1.0/", "http://rightsstatements.org/vocab/InC-EDU/1.0/"]


def make_words(n, capital=False):
    seen = []
    while len(seen) < n:
        w = "".join(random.choice(SYLLABLES) for _ in range(random.randint(2, 3))) + random.choice(ENDINGS)
        w = w.capitalize() if capital else w
        if w not in seen:
            seen.append(w)
    return seen


WORDS = make_words(3000)
PLACES = make_words(400, capital=True)
# Summed up once: choices() would do it for each object.
WEIGHTS = list(itertools.accumulate(1 / (i + 1) for i in range(len(WORDS))))
PLACE_WEIGHTS = list(itertools.accumulate(50 if i < 10 else 1.25 for i in range(400)))


def text(n):
    return " ".join(random.choices(WORDS, cum_weights=WEIGHTS, k=n))


db = sqlite3.connect(path, isolation_level=None)
db.executescript("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;")
db.execute("BEGIN")
institutions = [db.execute("INSERT INTO institution (code) VALUES (?)", ("LT-G%02d" % i,)).lastrowid for i in range(20)]
collections = []
for i in range(4):
    top = db.execute("INSERT INTO collection (spec) VALUES (?)", ("rinkinys%d" % i,)).lastrowid
    for k in range(3):
        collections.append((top, db.execute("INSERT INTO collection (spec, parent) VALUES (?, ?)", ("rinkinys%d:dalis%d" % (i, k), top)).lastrowid))
first = db.execute("SELECT coalesce(max(id), 0) + 1 FROM object").fetchone()[0]
for i in range(count):
    n, year = first + i, random.randint(1850, 1990)
    title, about = text(random.randint(3, 6)), text(random.randint(12, 30))
    places = random.choices(PLACES, cum_weights=PLACE_WEIGHTS, k=random.randint(1, 2))
    xml = ('<object xmlns="urn:vartai:description:1"><property name="title" xml:lang="lt">%s</property><property name="description" xml:lang="lt">%s</property>'
           '<property name="created" start="%d" end="%d">%d</property>%s</object>') % (
               title, about, year, year, year, "".join('<property name="spatial">%s</property>' % p for p in places))
    db.execute("INSERT INTO object (id, identifier, institution, kind, access, embargo_until, created, changed, is_deleted, page_count, rights, thumbnail, language, "
               "title_key, date_key) VALUES (?, ?, ?, ?, 0, 0, ?, ?, 0, 1, ?, '', 'lt', ?, ?)",
               (n, "b-%d" % n, random.choices(institutions, [1 / (k + 1) for k in range(20)])[0], random.choices((0, 1, 2, 3, 4), (55, 35, 5, 4, 1))[0],
                1700000000 + i, 1700000000 + i, random.choices(RIGHTS, [1 / (k + 1) for k in range(9)])[0], title.lower(), year * 10000))
    db.execute("INSERT INTO description VALUES (?, ?, ?, ?)", (n, xml, title, "b-%d\n%s\n%d\n%s" % (n, about, year, "\n".join(places))))
    top, below = random.choice(collections)
    db.execute("INSERT INTO object_collection VALUES (?, ?)", (n, below))
    db.execute("INSERT INTO object_below VALUES (?, ?), (?, ?)", (below, n, top, n))
db.execute("UPDATE meta SET generation = generation + 1, batch = generation + 1, state = randomblob(16), search_rules = ''")
db.execute("UPDATE facet_rules SET version = 0")
db.execute("COMMIT")
db.execute("PRAGMA journal_mode = WAL")
print("%s\n%s" % (" ".join(WORDS[:2500]), " ".join(PLACES)))
