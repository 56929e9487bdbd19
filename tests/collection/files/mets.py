# SPDX-License-Identifier: Apache-2.0
"""METS: pages as files, the order of the leaves, and what is on them."""
from dataclasses import dataclass, field

from files import images
from files.markup import el, write

TEXT = {"alto": "text/xml", "page": "application/vnd.prima.page+xml"}


@dataclass
class Leaf:
    """One page: its label and its files, relative to the METS file."""
    label: str
    image: str
    text: str = None
    thumb: str = None


@dataclass
class Part:
    """A node of the logical structure: the leaves it is on (numbers from 1), and exact places (`areas`) if known.

    An area is (leaf number, block id) or (leaf number, (x, y, width, height)).
    """
    type: str
    label: str
    leaves: list = field(default_factory=list)
    areas: list = field(default_factory=list)
    parts: list = field(default_factory=list)


@dataclass
class Manuscript:
    """All that a METS file says."""
    identifier: str
    label: str
    type: str
    description: object             # a MODS or DC element list
    leaves: list
    root: Part
    schema: str = "MODS"
    uses: tuple = ("DEFAULT", "FULLTEXT", "THUMBS")
    text: str = "alto"


def write_mets(path, m):
    numbered = _number(m.root, [0])
    write(path, el(
        "mets:mets", {"OBJID": m.identifier, "LABEL": m.label, "TYPE": m.type},
        el("mets:metsHdr", {"CREATEDATE": "2024-03-11T09:00:00"},
           el("mets:agent", {"ROLE": "CREATOR", "TYPE": "ORGANIZATION"}, el("mets:name", "Vartai demo collection"))),
        el("mets:dmdSec", {"ID": "DMD1"}, el("mets:mdWrap", {"MDTYPE": m.schema}, el("mets:xmlData", m.description))),
        el("mets:fileSec", _groups(m)),
        el("mets:structMap", {"TYPE": "PHYSICAL"}, _physical(m)),
        el("mets:structMap", {"TYPE": "LOGICAL"}, _logical(m.root, numbered, top=True)),
        el("mets:structLink", _links(m, numbered))))


def _number(part, count):
    """Each part's ID, by object identity, in document order."""
    count[0] += 1
    ids = {id(part): "LOG_%04d" % count[0]}
    for child in part.parts:
        ids.update(_number(child, count))
    return ids


def _groups(m):
    kinds = (("IMG", "image", m.uses[0]), ("TXT", "text", m.uses[1]), ("THB", "thumb", m.uses[2]))
    groups = []
    for prefix, attribute, use in kinds:
        files = [_file("%s_%04d" % (prefix, n), getattr(leaf, attribute), m)
                 for n, leaf in enumerate(m.leaves, 1) if getattr(leaf, attribute)]
        if files:
            groups.append(el("mets:fileGrp", {"USE": use}, files))
    return groups


def _file(id_, name, m):
    suffix = name[name.rindex("."):]
    mime = TEXT[m.text] if suffix == ".xml" else images.MIME[suffix]
    where = el("mets:FLocat", {"LOCTYPE": "OTHER", "OTHERLOCTYPE": "FILE", "xlink:href": name})
    return el("mets:file", {"ID": id_, "MIMETYPE": mime}, where)


def _physical(m):
    leaves = []
    for n, leaf in enumerate(m.leaves, 1):
        files = [("IMG", leaf.image), ("TXT", leaf.text), ("THB", leaf.thumb)]
        leaves.append(el("mets:div", {"ID": "PHYS_%04d" % n, "TYPE": "page", "ORDER": n, "ORDERLABEL": leaf.label},
                         [el("mets:fptr", {"FILEID": "%s_%04d" % (p, n)}) for p, name in files if name]))
    return el("mets:div", {"ID": "PHYS_0000", "TYPE": "physSequence"}, leaves)


def _logical(part, ids, top=False):
    return el("mets:div", {"ID": ids[id(part)], "TYPE": part.type, "LABEL": part.label, "DMDID": "DMD1" if top else None},
              _pointer(part.areas), [_logical(child, ids) for child in part.parts])


def _pointer(areas):
    """One fptr: a single area, or a sequence of areas in reading order."""
    if not areas:
        return None
    elements = [_area(leaf, where) for leaf, where in areas]
    return el("mets:fptr", elements if len(elements) == 1 else el("mets:seq", elements))


def _area(leaf, where):
    if isinstance(where, str):
        return el("mets:area", {"FILEID": "TXT_%04d" % leaf, "BETYPE": "IDREF", "BEGIN": where})
    x, y, w, h = where
    return el("mets:area", {"FILEID": "IMG_%04d" % leaf, "SHAPE": "RECT", "COORDS": "%d,%d,%d,%d" % (x, y, x + w, y + h)})


def _links(m, ids):
    links = [(ids[id(m.root)], "PHYS_0000")]

    def visit(part):
        links.extend((ids[id(part)], "PHYS_%04d" % n) for n in part.leaves)
        for child in part.parts:
            visit(child)
    visit(m.root)
    return [el("mets:smLink", {"xlink:from": a, "xlink:to": b}) for a, b in links]
