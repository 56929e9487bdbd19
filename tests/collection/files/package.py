# SPDX-License-Identifier: Apache-2.0
"""package.yaml: whose objects a folder holds, and what their sources do not say. Tables: rows of named cells."""
import csv
import io
import json

_quoted = json.dumps            # a JSON string is a YAML string


def _pair(names):
    return "{%s}" % ", ".join("%s: %s" % (lang, _quoted(text, ensure_ascii=False)) for lang, text in names.items())


def write_package(folder, institution=None, collections=(), withdrawn=(), **keys):
    """institution: code, name, url. collections: (spec, name[, description]). keys: rights, prefix, access, language."""
    lines = []
    if institution:
        lines += ["institution:", "  code: " + institution["code"], "  name: " + _pair(institution["name"]),
                  "  url: " + institution["url"]]
    if collections:
        lines.append("collections:")
    for spec, name, *description in collections:
        lines += ["  - spec: " + spec, "    name: " + _pair(name)]
        lines += ["    description: " + _pair(text) for text in description]
    lines += ["%s: %s" % (key, _quoted(value) if key == "prefix" else value) for key, value in keys.items()]
    if withdrawn:
        lines.append("withdrawn: [%s]" % ", ".join(withdrawn))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_table(path, rows, delimiter=";", mark=True):
    """Rows are dicts; the columns come in the order in which they are first met. `mark` writes the BOM."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns, restval="", delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(buffer.getvalue().encode("utf-8-sig" if mark else "utf-8"))
