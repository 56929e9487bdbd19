# SPDX-License-Identifier: Apache-2.0
"""EDM external, in the order that its schema fixes. An Item is one provided object with its pictures."""
from dataclasses import dataclass, field

from files.markup import el

BASE = "https://example.org/lankai/"


@dataclass
class Item:
    identifier: str
    titles: dict                    # language: title
    notes: dict
    creator: str
    date: str
    place: tuple                    # (name, latitude, longitude)
    subjects: list                  # (Lithuanian term, AAT URI)
    type: str                       # TEXT, IMAGE, ...
    genre: dict
    keeper: str
    rights: str
    images: list = field(default_factory=list)
    language: str = None


def document(items):
    return el("rdf:RDF", [part for item in items for part in _parts(item)])


def _parts(item):
    return [_object(item), *[_picture(name) for name in item.images], _place(item),
            *[_concept(term, uri) for term, uri in item.subjects], _aggregation(item)]


def _tagged(name, values):
    return [el(name, {"xml:lang": lang}, text) for lang, text in values.items()]


def _ref(name, uri):
    return el(name, {"rdf:resource": uri})


def _spot(item):
    return "%svieta/%s" % (BASE, item.identifier)


def _object(item):
    return el("edm:ProvidedCHO", {"rdf:about": BASE + "objektas/" + item.identifier},
              el("dc:creator", item.creator), _tagged("dc:description", item.notes),
              el("dc:identifier", item.identifier),
              el("dc:language", item.language) if item.language else None,
              [_ref("dc:subject", uri) for _, uri in item.subjects], _tagged("dc:title", item.titles),
              _tagged("dc:type", item.genre), el("dcterms:created", item.date), _ref("dcterms:spatial", _spot(item)),
              el("edm:type", item.type))


def _picture(name):
    return el("edm:WebResource", {"rdf:about": name})


def _place(item):
    name, lat, long = item.place
    return el("edm:Place", {"rdf:about": _spot(item)}, el("wgs84:lat", "%.4f" % lat), el("wgs84:long", "%.4f" % long),
              el("skos:prefLabel", {"xml:lang": "lt"}, name))


def _concept(term, uri):
    return el("skos:Concept", {"rdf:about": uri}, el("skos:prefLabel", {"xml:lang": "lt"}, term))


def _aggregation(item):
    return el("ore:Aggregation", {"rdf:about": BASE + "agregacija/" + item.identifier},
              _ref("edm:aggregatedCHO", BASE + "objektas/" + item.identifier),
              el("edm:dataProvider", {"xml:lang": "lt"}, item.keeper),
              [_ref("edm:hasView", name) for name in item.images[1:]],
              _ref("edm:isShownAt", BASE + "objektas/" + item.identifier),
              _ref("edm:isShownBy", item.images[0]) if item.images else None,
              el("edm:provider", {"xml:lang": "lt"}, "Vartai"), _ref("edm:rights", item.rights))
