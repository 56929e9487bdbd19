# SPDX-License-Identifier: Apache-2.0
"""MARC records, UNIMARC or MARC21: as XML, and as ISO 2709 (UTF-8).

A record is (leader, fields); a field is (tag, value) for 00X, else (tag, indicators, [(code, value), ...]).
"""
from files.markup import el

FIELD, SUBFIELD, RECORD = b"\x1e", b"\x1f", b"\x1d"


def collection(records):
    return el("marc:collection", [_record(leader, fields) for leader, fields in records])


def _record(leader, fields):
    return el("marc:record", el("marc:leader", leader), [_field(*field) for field in fields])


def _field(tag, *content):
    if len(content) == 1:
        return el("marc:controlfield", {"tag": tag}, content[0])
    indicators, subfields = content
    return el("marc:datafield", {"tag": tag, "ind1": indicators[0], "ind2": indicators[1]},
              [el("marc:subfield", {"code": code}, value) for code, value in subfields])


def iso2709(records):
    return b"".join(_binary(leader, fields) for leader, fields in records)


def _binary(leader, fields):
    directory, body = b"", b""
    for field in fields:
        data = _bytes(*field[1:]) + FIELD
        directory += ("%s%04d%05d" % (field[0], len(data), len(body))).encode()
        body += data
    base = 24 + len(directory) + 1
    length = base + len(body) + 1
    head = "%05d%s%05d%s" % (length, leader[5:12], base, leader[17:20] + "450 ")
    return head.encode() + directory + FIELD + body + RECORD


def _bytes(*content):
    if len(content) == 1:
        return content[0].encode()
    indicators, subfields = content
    return indicators.encode() + b"".join(SUBFIELD + (code + value).encode() for code, value in subfields)
