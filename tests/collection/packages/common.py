# SPDX-License-Identifier: Apache-2.0
"""What every package does: say what a test may expect of an object, save pages with their text."""
from files import alto, images, pagexml

RIGHTS = {
    "pd": "http://creativecommons.org/publicdomain/mark/1.0/", "cc0": "http://creativecommons.org/publicdomain/zero/1.0/",
    "by": "http://creativecommons.org/licenses/by/4.0/", "by-sa": "http://creativecommons.org/licenses/by-sa/4.0/",
    "by-nc": "http://creativecommons.org/licenses/by-nc/4.0/", "inc": "http://rightsstatements.org/vocab/InC/1.0/",
    "ow": "http://rightsstatements.org/vocab/InC-OW-EU/1.0/", "cne": "http://rightsstatements.org/vocab/CNE/1.0/",
    "noc-nc": "http://rightsstatements.org/vocab/NoC-NC/1.0/",
}

PRESS = ("spauda", {"lt": "Spauda", "en": "The press"}, {"lt": "Laikraščiai ir knygos", "en": "Newspapers and books"})

COORDINATES = {
    "Utena": (55.4976, 25.5992), "Anykščiai": (55.5256, 25.1025), "Rokiškis": (55.9617, 25.5856), "Molėtai": (55.2333, 25.4167),
    "Zarasai": (55.7306, 26.2472), "Dusetos": (55.7486, 25.8486), "Tauragnai": (55.4478, 25.8194), "Užpaliai": (55.6486, 25.5847),
    "Vyžuonos": (55.5997, 25.4886), "Ignalina": (55.3500, 26.1667), "Kupiškis": (55.8403, 24.9798), "Biržai": (56.2018, 24.7559),
    "Labanoras": (55.2653, 25.7706), "Svėdasai": (55.6869, 25.3650), "Leliūnai": (55.4547, 25.4053), "Obeliai": (55.9389, 25.8008),
    "Kamajai": (55.8161, 25.5036), "Salakas": (55.5797, 26.1336), "Alanta": (55.3500, 25.3000), "Giedraičiai": (55.0764, 25.2639),
}


def entry(identifier, institution, titles, pages, kind, **more):
    """A line of expected.json. titles: {language: title}."""
    return {"identifier": identifier, "institution": institution["code"], "titles": titles, "pages": pages, "kind": kind, **more}


def words(page):
    """Known words of a page, each with its box in pixels."""
    return [[word.text, *word.box] for block in page.blocks for word in block.words]


def save_alto(folder, page, array, image, version, unit, kind=None):
    """A page as image and ALTO. Returns their names, relative to the folder."""
    images.save(folder / "img" / image, array, page.dpi, kind)
    name = "alto/%04d.xml" % page.number
    alto.write_alto(folder / name, page, version, unit, image)
    return "img/" + image, name


def save_pagexml(folder, page, array, image):
    images.save(folder / image, array, page.dpi)
    name = "page_%04d.xml" % page.number
    pagexml.write_page(folder / name, page, image)
    return image, name


def areas(blocks, pages):
    """(page number, block) pairs as METS areas with ALTO block ids."""
    return [(n, alto.block_id(pages[n - 1].blocks.index(block) + 1)) for n, block in blocks]


def boxes(blocks):
    """The same as areas in pixels on the image."""
    return [(n, block.box) for n, block in blocks]


def leaves(blocks):
    return sorted({n for n, _ in blocks})
