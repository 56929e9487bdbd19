# SPDX-License-Identifier: Apache-2.0
"""XML as nested calls: el("mods:title", "Padavimai"), el("mets:div", {"TYPE": "page"}, child, child)."""
import xml.etree.ElementTree as ET

SPACES = {
    "mets": "http://www.loc.gov/METS/", "mods": "http://www.loc.gov/mods/v3", "xlink": "http://www.w3.org/1999/xlink",
    "xml": "http://www.w3.org/XML/1998/namespace", "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/", "lido": "http://www.lido-schema.org", "gml": "http://www.opengis.net/gml",
    "marc": "http://www.loc.gov/MARC21/slim", "edm": "http://www.europeana.eu/schemas/edm/",
    "ore": "http://www.openarchives.org/ore/terms/", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#", "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "alto2": "http://www.loc.gov/standards/alto/ns-v2#", "alto3": "http://www.loc.gov/standards/alto/ns-v3#",
    "alto4": "http://www.loc.gov/standards/alto/ns-v4#",
    "page": "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
for _prefix, _uri in SPACES.items():
    if _prefix not in ("alto2", "alto3", "alto4", "page", "xml"):
        ET.register_namespace(_prefix, _uri)


def _name(name):
    prefix, colon, local = name.partition(":")
    return "{%s}%s" % (SPACES[prefix], local) if colon else name


def el(name, *content):
    """An element; a dict in the content gives attributes, a string or number text, a list or element children; None is left out."""
    element = ET.Element(_name(name))
    for part in content:
        if isinstance(part, dict):
            element.attrib.update({_name(k): str(v) for k, v in part.items() if v is not None})
        elif isinstance(part, (str, int, float)):
            element.text = (element.text or "") + str(part)
        elif isinstance(part, (list, tuple)):
            element.extend(child for child in part if child is not None)
        elif part is not None:
            element.append(part)
    return element


def text(element, default=None):
    """The document as UTF-8 bytes; `default` is the name space that is written without a prefix."""
    ET.indent(element, " ")
    body = ET.tostring(element, "unicode")
    if default:
        body = _without_prefix(body, SPACES[default])
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + body + "\n").encode()


def _without_prefix(body, uri):
    """ElementTree writes an unknown name space as ns0: take that prefix away."""
    return body.replace("ns0:", "").replace('xmlns:ns0="%s"' % uri, 'xmlns="%s"' % uri)


def write(path, element, default=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text(element, default))
