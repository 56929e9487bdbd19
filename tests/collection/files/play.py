# SPDX-License-Identifier: Apache-2.0
"""A sound and a document, as small as they can be: WAV, PDF."""
import struct

import numpy as np

RATE = 8000


def tune(notes, beat=0.3):
    """Plucked strings: (semitones above A3, beats) one after the other, as bytes around 128."""
    parts = []
    for semitone, beats in notes:
        t = np.arange(int(RATE * beat * beats)) / RATE
        wave = sum(np.sin(2 * np.pi * 220 * 2 ** (semitone / 12) * k * t) / k for k in (1, 2, 3))
        parts.append(wave * np.exp(-3 * t))
    return np.clip(128 + 50 * np.concatenate(parts), 0, 255).astype(np.uint8)


def write_wav(path, samples):
    path.parent.mkdir(parents=True, exist_ok=True)
    body = samples.tobytes()
    path.write_bytes(b"RIFF" + struct.pack("<I", 36 + len(body)) + b"WAVEfmt " +
                     struct.pack("<IHHIIHH", 16, 1, 1, RATE, RATE, 1, 8) + b"data" + struct.pack("<I", len(body)) + body)


def write_pdf(path, lines):
    """One page; the letters are those of Windows-1252, which Helvetica has of itself."""
    text = "BT /F1 20 Tf 72 760 Td 28 TL " + " ".join("(%s) Tj T*" % line for line in lines) + " ET"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
               "<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
               "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += "%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += "xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + "".join("%010d 00000 n \n" % p for p in places)
    out += "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(out.encode("cp1252"))
