# SPDX-License-Identifier: Apache-2.0
"""What the camera, the printer and the years make of a picture. All take and give RGB arrays of bytes."""
import numpy as np
from PIL import Image, ImageFilter

from press import paper


def grey(rgb):
    """Luminance between 0 and 1."""
    return np.asarray(Image.fromarray(rgb).convert("L"), np.float32) / 255


def _vignette(width, height, strength):
    y, x = np.mgrid[0:64, 0:64].astype(np.float32) / 63 - .5
    return paper.resize(1 - strength * np.clip(np.hypot(x, y) * 1.5 - .25, 0, 1) ** 1.6, width, height)


SEPIA = ((.13, .09, .07), (.50, .38, .27), (.94, .88, .76))
COLD = ((.10, .10, .11), (.45, .44, .42), (.92, .91, .87))


def _ramp(ramp):
    """256 colours: shadow, middle, light."""
    t = np.linspace(0, 1, 256)[:, None]
    shadow, middle, light = (np.array(c) for c in ramp)
    colours = shadow + (middle - shadow) * np.clip(t * 2, 0, 1) + (light - middle) * np.clip(t * 2 - 1, 0, 1)
    return (np.clip(colours, 0, 1) * 255).astype(np.uint8)


def photograph(rgb, seed, ramp=SEPIA, fade=.12):
    """A silver print: soft, grainy, darker corners, a few scratches and specks."""
    height, width = rgb.shape[:2]
    sharp = Image.fromarray(rgb).convert("L").filter(ImageFilter.GaussianBlur(1.3))
    soft = Image.blend(sharp, sharp.filter(ImageFilter.BoxBlur(8)), .35)
    low, high = np.percentile(np.asarray(soft)[::4, ::4], (1, 99))
    curve = fade + (1 - 1.5 * fade) * np.clip((np.arange(256) - low) / (high - low), 0, 1) ** .85
    plane = (curve * 255).astype(np.float32)[np.asarray(soft)] * _vignette(width, height, .30)
    plane += paper.grain(width, height, seed) * 1.5
    return _scratches(_ramp(ramp)[np.clip(plane, 0, 255).astype(np.uint8)], seed)


def _scratches(rgb, seed):
    random, (height, width) = paper.numbers(seed + "scratch"), rgb.shape[:2]
    for _ in range(random.integers(2, 6)):
        x, y, length = random.integers(0, width), random.integers(0, height), random.integers(40, 260)
        lean = random.uniform(-.3, .3)
        rows = np.arange(y, min(height, y + length))
        columns = np.clip(x + (rows - y) * lean, 0, width - 1).astype(int)
        rgb[rows, columns] = np.minimum(255, rgb[rows, columns].astype(int) + 45)
    for _ in range(40):
        x, y, r = random.integers(2, width - 4), random.integers(2, height - 4), random.integers(1, 3)
        rgb[y:y + r, x:x + r] = np.minimum(255, rgb[y:y + r, x:x + r].astype(int) + 60)
    return rgb


def lithograph(rgb, seed, shift=2):
    """A chromolithograph: few tones a colour, a crayon grain, the stones a little out of register."""
    height, width = rgb.shape[:2]
    soft = np.asarray(Image.fromarray(rgb).filter(ImageFilter.GaussianBlur(1.1)), np.float32) / 255
    random = paper.numbers(seed + "stone")
    stipple = paper.grain(width, height, seed).astype(np.float32) / 12
    out = np.empty_like(rgb)
    for channel, levels in enumerate((9, 9, 7)):
        dx, dy = random.integers(-shift, shift + 1, 2)
        plane = np.roll(soft[:, :, channel], (dy, dx), (0, 1))
        plane = .10 + .86 * plane
        plane = np.floor(plane * levels + .5 + stipple * .55) / levels
        out[:, :, channel] = np.clip(plane * (248, 240, 218)[channel], 0, 255)
    return out


def tinted(rgb, seed, strength=.42):
    """A photograph coloured by hand: the tones of the print, a thin wash of the colours."""
    print_ = photograph(rgb, seed, SEPIA, .14).astype(np.float32)
    wash = np.asarray(Image.fromarray(rgb).filter(ImageFilter.GaussianBlur(14)), np.float32)
    luminance = wash.mean(2, keepdims=True) + 1
    return np.clip(print_ * (1 - strength + strength * wash / luminance), 0, 255).astype(np.uint8)


def collotype(rgb, seed, ramp=((.12, .16, .15), (.42, .47, .43), (.93, .91, .82))):
    """One-colour print in green-black or blue-black ink."""
    return photograph(rgb, seed, ramp, .08)


FINISHES = {"photograph": photograph, "lithograph": lithograph, "tinted": tinted, "collotype": collotype}
