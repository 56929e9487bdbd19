#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Write the demo collection: generate.py OUTDIR. The same bytes each time; nothing is done when it is there already."""
import ctypes
import hashlib
import json
import multiprocessing
import pathlib
import shutil
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from packages import ezerai, lankai, nemunelis, rodiniai, sartai, sventoji  # noqa: E402

PACKAGES = (ezerai, sventoji, sartai, nemunelis, lankai, rodiniai)
STAMP = "generator.sha256"


def digest():
    """Of all the generator's sources and texts."""
    total = hashlib.sha256()
    for file in sorted(p for p in HERE.rglob("*") if p.suffix in (".py", ".txt")):
        total.update(file.relative_to(HERE).as_posix().encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def run(job):
    _, function, arguments = job
    return function(*arguments)


def keep_memory():
    """Let a worker's big arrays come from memory that it already has: fresh pages cost more than the drawing."""
    libc = ctypes.CDLL(None)
    for option in (-3, -1):             # M_MMAP_THRESHOLD, M_TRIM_THRESHOLD
        libc.mallopt(option, 1 << 30)


def work(jobs, start):
    """All jobs on both cores, the long ones first; shows how far it is."""
    entries = []
    with multiprocessing.Pool(2, keep_memory) as pool:
        for n, result in enumerate(pool.imap_unordered(run, sorted(jobs, key=lambda job: -job[0])), 1):
            entries += result
            print("\rdrawing and typesetting: %d of %d parts, %d s" % (n, len(jobs), time.monotonic() - start), end="", flush=True)
    print()
    return entries


def write_expected(out, entries):
    entries.sort(key=lambda e: (e["institution"], e["identifier"]))
    lines = ",\n".join(json.dumps(e, ensure_ascii=False) for e in entries)
    (out / "expected.json").write_text('{"objects": [\n%s\n]}\n' % lines, encoding="utf-8")


def generate(out):
    start = time.monotonic()
    for package in PACKAGES:
        package.folders(out)
    entries = work([job for package in PACKAGES for job in package.jobs(out)], start)
    entries += ezerai.finish(out)
    for package in PACKAGES:
        if hasattr(package, "after"):
            entries += package.after(out, entries) or []
    write_expected(out, entries)
    shown = [e for e in entries if not e.get("withdrawn")]
    print("written in %d s: %d objects with %d pages, and %d that is withdrawn" % (
        time.monotonic() - start, len(shown), sum(e["pages"] for e in shown), len(entries) - len(shown)))


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: generate.py OUTDIR")
    out = pathlib.Path(sys.argv[1])
    stamp, version = out / STAMP, digest()
    if stamp.exists() and stamp.read_text().strip() == version:
        print("%s is complete" % out)
        return
    if out.exists() and any(out.iterdir()):
        if not stamp.exists() and not (out / "01-ezeru-krastas").exists():
            sys.exit("%s holds something else: choose an empty folder" % out)
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    generate(out)
    stamp.write_text(version + "\n")


if __name__ == "__main__":
    main()
