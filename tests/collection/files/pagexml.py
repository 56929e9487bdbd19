# SPDX-License-Identifier: Apache-2.0
"""PAGE-XML: the same words as ALTO, as polygons in pixels, region by region."""
from files.markup import el, write


def _points(box):
    x, y, w, h = box
    return {"points": " ".join("%d,%d" % p for p in ((x, y), (x + w, y), (x + w, y + h), (x, y + h)))}


def _equiv(text):
    return el("page:TextEquiv", el("page:Unicode", text))


def write_page(path, page, image):
    regions = [_region("r%d" % n, block) for n, block in enumerate(page.blocks, 1)]
    order = [el("page:RegionRefIndexed", {"index": n, "regionRef": "r%d" % (n + 1)}) for n in range(len(regions))]
    write(path, el(
        "page:PcGts",
        el("page:Metadata", el("page:Creator", "Vartai demo collection"), el("page:Created", "2024-01-01T00:00:00"),
           el("page:LastChange", "2024-01-01T00:00:00")),
        el("page:Page", {"imageFilename": image, "imageWidth": page.width, "imageHeight": page.height},
           el("page:ReadingOrder", el("page:OrderedGroup", {"id": "order"}, order)), regions)), "page")


def _region(id_, block):
    coords = el("page:Coords", _points(block.box))
    if block.own:
        return el("page:ImageRegion", {"id": id_}, coords)
    lines = [_line("%s_l%d" % (id_, i), line) for i, line in enumerate(block.lines, 1)]
    direction = "right-to-left" if block.right_to_left else None
    text = "\n".join(_text(line) for line in block.lines)
    return el("page:TextRegion", {"id": id_, "type": "paragraph" if block.role == "paragraph" else "heading",
                                  "readingDirection": direction}, coords, lines, _equiv(text))


def _text(line):
    return " ".join(word.text for word in line.words)


def _line(id_, line):
    words = [el("page:Word", {"id": "%s_w%d" % (id_, i)}, el("page:Coords", _points(word.box)), _equiv(word.text))
             for i, word in enumerate(line.words, 1)]
    return el("page:TextLine", {"id": id_}, el("page:Coords", _points(line.box)), words, _equiv(_text(line)))
