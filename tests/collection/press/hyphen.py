# SPDX-License-Identifier: Apache-2.0
"""Where a Lithuanian word may be divided.

The rule of the printing house: the consonants between two vowel groups go to the next syllable as far as they are
an S-T-R run (s š z ž, then a stop, then l r m n v j); the others stay. One letter never stands alone.
"""
import re

VOWELS = "aąeęėiįyouųūAĄEĘĖIĮYOUŲŪ"
_GROUP = re.compile("[%s]+" % VOWELS)
_ONSET = re.compile("(ch|dz|dž|[sšzž]?[ptkbdgcč]?[lrmnvj]?)$", re.IGNORECASE)


def breaks(word):
    """Positions (after that many letters) where the word may be divided."""
    if len(word) < 6 or not word.isalpha() or word.isupper():
        return []
    groups = list(_GROUP.finditer(word))
    points = []
    for before, after in zip(groups, groups[1:]):
        between = word[before.end():after.start()]
        onset = len(_ONSET.search(between).group(0)) or 1
        points.append(after.start() - onset)
    return [p for p in points if 2 <= p <= len(word) - 3]


def parts(token):
    """Ways to divide a token with its punctuation: (head, tail) pairs, the longest head first."""
    core = re.search(r"\w+", token)
    if not core or len(re.findall(r"\w+", token)) > 1:
        return []
    ways = [core.start() + p for p in breaks(core.group(0))]
    return [(token[:w], token[w:]) for w in reversed(ways)]
