# SPDX-License-Identifier: Apache-2.0
"""One description, as MODS or as simple Dublin Core. A Work is what a catalogue card would say."""
from dataclasses import dataclass, field

from files.markup import el


@dataclass
class Work:
    identifier: str
    titles: list                    # (language, title), the first is the main one
    date: str                       # as the source gives it
    start: str = None               # ISO, when known
    end: str = None
    creators: list = field(default_factory=list)
    publisher: str = None
    place: str = None
    coordinates: tuple = None       # latitude, longitude
    languages: tuple = ("lit",)
    subjects: list = field(default_factory=list)       # (language, term)
    genre: str = None
    abstract: list = field(default_factory=list)       # (language, text)
    rights: str = None
    host: str = None                # title of the newspaper an issue belongs to
    number: str = None              # of the issue


def mods(work):
    return el("mods:mods", {"version": "3.7"}, [
        *[el("mods:titleInfo", {"lang": lang, "type": None if i == 0 else "translated"}, el("mods:title", title))
          for i, (lang, title) in enumerate(work.titles)],
        *[el("mods:name", {"type": "personal"}, el("mods:namePart", name), _role()) for name in work.creators],
        el("mods:typeOfResource", "text"),
        el("mods:genre", work.genre) if work.genre else None,
        _origin(work),
        *[el("mods:language", el("mods:languageTerm", {"type": "code", "authority": "iso639-2b"}, code))
          for code in work.languages],
        *[el("mods:abstract", {"lang": lang}, text) for lang, text in work.abstract],
        *[el("mods:subject", el("mods:topic", {"lang": lang}, term)) for lang, term in work.subjects],
        _spatial(work),
        _host(work),
        el("mods:identifier", {"type": "local"}, work.identifier),
        _access(work)])


def _role():
    return el("mods:role", el("mods:roleTerm", {"type": "code", "authority": "marcrelator"}, "aut"))


def _origin(work):
    dates = [el("mods:dateIssued", work.date)]
    if work.start:
        point = {"point": "start"} if work.end else {}
        dates.append(el("mods:dateIssued", {"encoding": "w3cdtf", "keyDate": "yes", **point}, work.start))
    if work.end:
        dates.append(el("mods:dateIssued", {"encoding": "w3cdtf", "point": "end"}, work.end))
    place = el("mods:place", el("mods:placeTerm", {"type": "text"}, work.place)) if work.place else None
    return el("mods:originInfo", place, el("mods:publisher", work.publisher) if work.publisher else None, dates)


def _spatial(work):
    if not work.coordinates:
        return None
    return el("mods:subject", el("mods:geographic", work.place),
              el("mods:cartographics", el("mods:coordinates", "%.4f, %.4f" % work.coordinates)))


def _host(work):
    if not work.host:
        return None
    part = el("mods:part", el("mods:detail", {"type": "issue"}, el("mods:number", work.number)),
              el("mods:date", {"encoding": "w3cdtf"}, work.start))
    return el("mods:relatedItem", {"type": "host"}, el("mods:titleInfo", el("mods:title", work.host)), part)


def _access(work):
    if not work.rights:
        return None
    return el("mods:accessCondition", {"type": "use and reproduction", "xlink:href": work.rights}, work.rights)


def dublin_core(work):
    """A list of dc elements, for METS with MDTYPE="DC"."""
    rows = [("title", lang, title) for lang, title in work.titles]
    rows += [("creator", None, name) for name in work.creators]
    rows += [("subject", lang, term) for lang, term in work.subjects]
    rows += [("description", lang, text) for lang, text in work.abstract]
    rows += [("publisher", None, work.publisher), ("date", None, work.date), ("type", None, work.genre),
             ("identifier", None, work.identifier)]
    rows += [("language", None, code) for code in work.languages]
    rows += [("coverage", None, work.place), ("rights", None, work.rights)]
    return [el("dc:" + name, {"xml:lang": lang}, value) for name, lang, value in rows if value]
