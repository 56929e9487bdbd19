# SPDX-License-Identifier: Apache-2.0
"""What the camera, the printer and the years make of a picture. All take and give RGB arrays of bytes."""
import numpy as np
from PIL import Image, ImageFilter

from press import paper


def grey(rgb):
    """Luminance between 0 and 1."""
    return (rgb.astype(np.float32) @ np.array([.30, .55, .15], np.float32)) / 255


def _blur(plane, radius):
    image = Image.fromarray((np.clip(plane, 0, 1) * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(image, np.float32) / 255


def _vignette(width, height, strength):
    y, x = np.mgrid[0:64, 0:64].astype(np.float32) / 63 - .5
    return paper.resize(1 - strength * np.clip(np.hypot(x, y) * 1.5 - .25, 0, 1) ** 1.6, width, height)


SEPIA = ((.13, .09, .07), (.50, .38, .27), (.94, .88, .76))
COLD = ((.10, .10, .11), (.45, .44, .42), (.92, .91, .87))


def tone(plane, ramp):
    """A grey plane in three-point tones: shadow, middle, light."""
    shadow, middle, light = (np.array(c, np.float32) for c in ramp)
    t = np.clip(plane, 0, 1)[:, :, None]
    low, high = np.clip(t * 2, 0, 1), np.clip(t * 2 - 1, 0, 1)
    return (np.clip(shadow + (middle - shadow) * low + (light - middle) * high, 0, 1) * 255).astype(np.uint8)


def photograph(rgb, seed, ramp=SEPIA, fade=.12):
    """A silver print: soft, grainy, darker corners, a few scratches and specks."""
    height, width = rgb.shape[:2]
    plane = _blur(grey(rgb), 1.3)
    plane = .65 * plane + .35 * _blur(plane, 9)
    low, high = np.percentile(plane, (1, 99))
    plane = np.clip((plane - low) / (high - low), 0, 1) ** 0.85
    plane = (fade + (1 - 1.5 * fade) * plane) * _vignette(width, height, .30)
    plane += paper.grain(width, height, seed) / 255 * 1.5
    out = tone(plane, ramp)
    return _scratches(out, seed)


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
