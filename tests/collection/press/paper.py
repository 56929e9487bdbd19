# SPDX-License-Identifier: Apache-2.0
"""Old paper and the ink on it."""
import functools
import zlib

import numpy as np
from PIL import Image, ImageChops


def numbers(seed):
    """A numpy generator that depends on the seed's text alone."""
    return np.random.default_rng(zlib.crc32(str(seed).encode()))


def resize(field, width, height):
    """A float field at another size, smoothly."""
    image = Image.fromarray(np.ascontiguousarray(field, dtype=np.float32))
    return np.asarray(image.resize((int(width), int(height)), Image.BICUBIC))


def clouds(width, height, seed, start=3, octaves=5, fall=0.55):
    """Fractal noise between 0 and 1; made at a third of the size, where nobody sees the difference."""
    random, total, weight = numbers(seed), 0, 1.0
    w, h = max(2, width // 3), max(2, height // 3)
    for octave in range(octaves):
        cells = start * 2 ** octave
        total = total + weight * resize(random.random((cells, max(2, int(cells * width / height)))), w, h)
        weight *= fall
    low, high = total.min(), total.max()
    return resize((total - low) / (high - low + 1e-6), width, height)


@functools.lru_cache(maxsize=1)
def _grain():
    """Fibres and grain, made once: signed bytes around 0."""
    random = numbers("grain")
    fine = random.normal(0, 1.0, (1024, 1024))
    fibre = resize(random.normal(0, 1.0, (1024, 256)), 1024, 1024) + resize(random.normal(0, 1, (256, 1024)), 1024, 1024)
    return np.clip(fine * 1.6 + fibre * 1.7, -12, 12).astype(np.int16)


def grain(width, height, seed):
    """A piece of the grain, somewhere in it, at any size."""
    dx, dy = numbers(seed).integers(0, 1024, 2)
    times = (dy + height) // 1024 + 1, (dx + width) // 1024 + 1
    return np.tile(_grain(), times)[dy:dy + height, dx:dx + width]


def sheet(width, height, seed, tone=(241, 231, 208), age=1.0, gutter=None, stains=3):
    """A sheet of paper as height x width x 3 bytes: darker edges, foxing, stains, a shadow at the gutter."""
    w, h = max(8, width // 8), max(8, height // 8)
    random = numbers(seed)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    u, v = x / w, y / h
    edge = np.minimum(np.minimum(u, 1 - u) * width, np.minimum(v, 1 - v) * height)
    dark = 26 * age * np.exp(-edge / (0.045 * width)) + 15 * age * clouds(w, h, str(seed) + "tone")
    for _ in range(int(stains * age)):
        dark += _stain(u, v * height / width, random, height / width)
    if gutter:
        away = u if gutter == "left" else 1 - u
        dark += 70 * np.exp(-away * 22) + 14 * np.exp(-away * 6)
    small = np.stack([np.clip(t - dark * k, 0, 255) for t, k in zip(tone, (0.75, 1.0, 1.45))], 2).astype(np.uint8)
    smooth = Image.fromarray(small).resize((width, height), Image.BICUBIC)
    return np.array(ImageChops.add(smooth, _speckle(width, height, seed), 1, -128))


@functools.lru_cache(maxsize=1)
def _speckle_tile():
    """The grain as a picture, grey 128 in the middle, twice as large each way as the grain itself."""
    plane = Image.fromarray((np.tile(_grain(), (2, 2)) + 128).astype(np.uint8))
    return Image.merge("RGB", (plane, plane, plane))


def _speckle(width, height, seed):
    tile, (dx, dy) = _speckle_tile(), numbers(seed).integers(0, 1024, 2)
    out = Image.new("RGB", (width, height))
    for y in range(0, height, 1024):
        for x in range(0, width, 1024):
            out.paste(tile.crop((dx, dy, dx + 1024, dy + 1024)), (x, y))
    return out


def _stain(u, v, random, tall):
    """A pale round mark with a darker rim, as damp leaves it."""
    cx, cy, r = random.random(), random.random() * tall, 0.03 + 0.12 * random.random() ** 2
    angle = np.arctan2(v - cy, u - cx)
    wobble = sum(random.normal(0, .05) / k * np.sin(angle * k + random.random() * 6) for k in range(1, 6))
    d = np.hypot(u - cx, v - cy) + wobble * r
    return 3 * (d < r) + 4 * np.exp(-((d - r) / 0.005) ** 2)


def pixels(surface):
    """A cairo ARGB32 surface as (height, width, 4) bytes in the order blue, green, red, alpha."""
    rows = np.ndarray((surface.get_height(), surface.get_stride() // 4, 4), np.uint8, surface.get_data())
    return rows[:, :surface.get_width()]


def opaque(surface):
    """A surface without transparency as RGB."""
    surface.flush()
    size = surface.get_width(), surface.get_height()
    return np.array(Image.frombuffer("RGB", size, bytes(surface.get_data()), "raw", "BGRX", surface.get_stride(), 1))


def ink(paper, surface, seed, wear=0.18):
    """Print the surface on the paper: ink is thinner in places, and never covers the grain quite."""
    size = surface.get_width(), surface.get_height()
    picture = Image.frombuffer("RGBA", size, bytes(surface.get_data()), "raw", "BGRa", surface.get_stride(), 1)
    thin = numbers(seed).random((size[1] // 24 + 2, size[0] // 24 + 2))
    cover = Image.fromarray((255 * (1 - wear * thin)).astype(np.uint8)).resize(size, Image.BICUBIC)
    sheet_ = Image.fromarray(paper)
    sheet_.paste(picture.convert("RGB"), mask=ImageChops.multiply(picture.getchannel("A"), cover))
    return np.array(sheet_)


def halftone(grey, pitch=7.0):
    """A grey picture (0 black to 1 white) as dots: ink cover between 0 and 1, on a screen turned by 45 degrees."""
    height, width = grey.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    a, b = (x + y) * (np.pi / pitch / 1.414), (x - y) * (np.pi / pitch / 1.414)
    screen = (np.cos(a * 2) + np.cos(b * 2)) / 4 + 0.5
    return np.clip((screen - grey) * 3.5 + 0.5, 0, 1)
