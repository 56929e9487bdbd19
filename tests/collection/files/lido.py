# SPDX-License-Identifier: Apache-2.0
"""LIDO 1.0: things rather than texts. A Thing is one museum card."""
from dataclasses import dataclass, field

from files.markup import el


@dataclass
class Thing:
    identifier: str
    titles: dict                    # language: title
    worktype: tuple                 # (term in Lithuanian, term in English, AAT URI)
    notes: dict
    material: str
    size: str
    maker: str
    date: str
    years: tuple                    # (earliest, latest), or None
    place: tuple                    # (name, latitude, longitude)
    subjects: list                  # Lithuanian terms
    rights: str
    keeper: str
    images: list = field(default_factory=list)


def record(thing):
    return el("lido:lido", el("lido:lidoRecID", {"lido:type": "local"}, thing.identifier),
              el("lido:descriptiveMetadata", {"xml:lang": "lt"}, _classification(thing), _identification(thing),
                 el("lido:eventWrap", el("lido:eventSet", _making(thing))), _subjects(thing)),
              el("lido:administrativeMetadata", {"xml:lang": "lt"}, _record(thing), _resources(thing)))


def wrap(things):
    return el("lido:lidoWrap", [record(thing) for thing in things])


def _terms(name, *pairs):
    return [el(name, {"xml:lang": lang}, text) for lang, text in pairs]


def _classification(thing):
    lt, en, uri = thing.worktype
    return el("lido:objectClassificationWrap", el("lido:objectWorkTypeWrap", el(
        "lido:objectWorkType", el("lido:conceptID", {"lido:type": "URI", "lido:source": "AAT"}, uri),
        _terms("lido:term", ("lt", lt), ("en", en)))))


def _identification(thing):
    titles = el("lido:titleSet", _terms("lido:appellationValue", *thing.titles.items()))
    notes = el("lido:objectDescriptionSet", _terms("lido:descriptiveNoteValue", *thing.notes.items()))
    keeper = el("lido:repositorySet", {"lido:type": "current"}, el(
        "lido:repositoryName", el("lido:legalBodyName", el("lido:appellationValue", thing.keeper))),
        el("lido:workID", {"lido:type": "inventory number"}, thing.identifier))
    size = el("lido:objectMeasurementsSet", el("lido:displayObjectMeasurements", thing.size))
    return el("lido:objectIdentificationWrap", el("lido:titleWrap", titles), el("lido:repositoryWrap", keeper),
              el("lido:objectDescriptionWrap", notes), el("lido:objectMeasurementsWrap", size))


def _making(thing):
    name, lat, long = thing.place
    date = None
    if thing.years:
        date = el("lido:date", el("lido:earliestDate", thing.years[0]), el("lido:latestDate", thing.years[1]))
    spot = el("gml:Point", el("gml:pos", "%.4f %.4f" % (lat, long)))
    actor = el("lido:eventActor", el("lido:displayActorInRole", thing.maker), el("lido:actorInRole", el(
        "lido:actor", el("lido:nameActorSet", el("lido:appellationValue", thing.maker)))))
    return el("lido:event", el("lido:eventType", el("lido:term", {"xml:lang": "en"}, "Production")), actor,
              el("lido:eventDate", el("lido:displayDate", thing.date), date),
              el("lido:eventPlace", el("lido:displayPlace", name), el(
                  "lido:place", el("lido:namePlaceSet", el("lido:appellationValue", name)), el("lido:gml", spot))),
              el("lido:eventMaterialsTech", el("lido:displayMaterialsTech", thing.material)))


def _subjects(thing):
    concepts = [el("lido:subjectConcept", el("lido:term", {"xml:lang": "lt"}, term)) for term in thing.subjects]
    return el("lido:objectRelationWrap", el("lido:subjectWrap", el("lido:subjectSet", el("lido:subject", concepts))))


def _record(thing):
    return el("lido:recordWrap", el("lido:recordID", {"lido:type": "local"}, thing.identifier),
              el("lido:recordType", el("lido:term", "item")),
              el("lido:recordSource", el("lido:legalBodyName", el("lido:appellationValue", thing.keeper))))


def _resources(thing):
    sets = [el("lido:resourceSet", el("lido:resourceRepresentation", {"lido:type": "image_master"},
                                      el("lido:linkResource", name)),
               el("lido:rightsResource", el("lido:rightsType", el("lido:conceptID", {"lido:type": "URI"}, thing.rights))))
            for name in thing.images]
    return el("lido:resourceWrap", sets) if sets else None
