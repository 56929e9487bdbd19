# SPDX-License-Identifier: Apache-2.0
"""The texts that are printed in the collection; all of them were written for it. `load` reads one file."""
import pathlib
import re
from dataclasses import dataclass, field

FOLDER = pathlib.Path(__file__).parent


@dataclass
class Piece:
    """A chapter, an article, an advertisement: the part it stands in, its heading, its paragraphs."""
    part: str
    title: str
    paragraphs: list = field(default_factory=list)

    @property
    def text(self):
        return " ".join(self.paragraphs)


def load(name):
    """The pieces of a file: `% ` is a comment, `= ` begins a part, `# ` a piece, an empty line a paragraph."""
    pieces, part, open_ = [], "", False
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("="):
            part = line[1:].strip()
        elif line.startswith("#"):
            pieces.append(Piece(part, line[1:].strip()))
            open_ = False
        elif line.strip() and not line.startswith("%"):
            if open_:
                pieces[-1].paragraphs[-1] += " " + line.strip()
            else:
                pieces[-1].paragraphs.append(line.strip())
            open_ = True
        elif not line.strip():
            open_ = False
    return pieces


_SLOT = re.compile(r"\{(\w+)(?::(\d+)-(\d+))?\}")


def rows(name):
    """A table of alternatives: lines of fields parted by ` | `."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line.strip() and not line.startswith("%")]


def fill(piece, chance, words):
    """A Piece with its slots filled: {n:20-90} is a number of full tens, other names come from `words`.

    `words` maps a first letter to a list of forms by case; {P}, {Po}, {Pe} are forms of one and the same choice.
    """
    chosen = {key: chance.choice(forms) for key, forms in words.items()}

    def slot(match):
        name, low, high = match.groups()
        if low:
            return str(chance.randrange(int(low), int(high) + 1, 10 if name == "n" else 1))
        return chosen[name[0]][name]
    return Piece(piece.part, _SLOT.sub(slot, piece.title), [_SLOT.sub(slot, p) for p in piece.paragraphs])
