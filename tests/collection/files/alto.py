# SPDX-License-Identifier: Apache-2.0
"""ALTO: a page's words with their boxes, in three versions and three units."""
from files.markup import el, write

PER_INCH = {"pixel": None, "inch1200": 1200, "mm10": 254}


def write_alto(path, page, version, unit, image):
    """One String a word; divided words carry HypPart1/2 and SUBS_CONTENT. Boxes are in `unit`."""
    ns = "alto%d" % version
    styles = _styles(page)
    measure = _measure(page, unit)
    whole = (0, 0, page.width, page.height)
    root = el(ns + ":alto",
              el(ns + ":Description", el(ns + ":MeasurementUnit", unit),
                 el(ns + ":sourceImageInformation", el(ns + ":fileName", image))),
              el(ns + ":Styles", [el(ns + ":TextStyle", {
                  "ID": id_, "FONTFAMILY": family, "FONTSIZE": "%.1f" % size}) for (family, size), id_ in styles.items()]),
              el(ns + ":Layout", el(ns + ":Page", {
                  "ID": "P%d" % page.number, "PHYSICAL_IMG_NR": page.number, "HEIGHT": measure(whole)["HEIGHT"],
                  "WIDTH": measure(whole)["WIDTH"]},
                  el(ns + ":PrintSpace", measure(whole), [
                      _block(ns, n, block, measure) for n, block in enumerate(page.blocks, 1)]))))
    write(path, root, ns)


def _measure(page, unit):
    """A function that turns a pixel box into attributes in the unit."""
    per_inch = PER_INCH[unit]
    factor = per_inch / page.dpi if per_inch else 1

    def attributes(box):
        return dict(zip(("HPOS", "VPOS", "WIDTH", "HEIGHT"), (round(v * factor) for v in box)))
    return attributes


def _key(style, dpi):
    return style.face, style.size * 72 / dpi


def _styles(page):
    keys = sorted({_key(word.style, page.dpi) for block in page.blocks for word in block.words})
    return {key: "TS%d" % n for n, key in enumerate(keys, 1)}


def block_id(n):
    return "B%03d" % n


def _block(ns, n, block, measure):
    if block.own:
        return el(ns + ":Illustration", {"ID": block_id(n)}, measure(block.box))
    return el(ns + ":TextBlock", {"ID": block_id(n)}, measure(block.box), [
        _line(ns, "%s_L%d" % (block_id(n), i), line, measure) for i, line in enumerate(block.lines, 1)])


def _line(ns, id_, line, measure):
    content = []
    for i, word in enumerate(line.words):
        if i:
            content.append(_space(ns, line.words[i - 1].box, word.box, measure))
        content.append(_string(ns, "%s_S%d" % (id_, i + 1), word, measure))
        if word.part == 1:
            content.append(_hyphen(ns, word.box, measure))
    return el(ns + ":TextLine", {"ID": id_}, measure(line.box), content)


def _string(ns, id_, word, measure):
    extra = {}
    shown = word.text
    if word.part:
        extra = {"SUBS_TYPE": "HypPart%d" % word.part, "SUBS_CONTENT": word.whole}
        shown = shown[:-1] if word.part == 1 else shown
    return el(ns + ":String", {"ID": id_}, measure(word.box), {"CONTENT": shown, "WC": "1.0"}, extra)


def _space(ns, before, after, measure):
    left = min(before[0] + before[2], after[0] + after[2])
    box = measure((left, min(before[1], after[1]), max(0, max(before[0], after[0]) - left), 0))
    return el(ns + ":SP", {key: box[key] for key in ("HPOS", "VPOS", "WIDTH")})


def _hyphen(ns, box, measure):
    """The hyphen is the end of the word's box: its width is about a fifth of the height."""
    wide = box[3] // 3
    place = measure((box[0] + box[2] - wide, box[1], wide, 0))
    return el(ns + ":HYP", {key: place[key] for key in ("HPOS", "VPOS", "WIDTH")}, {"CONTENT": "-"})
