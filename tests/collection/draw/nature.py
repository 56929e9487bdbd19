# SPDX-License-Identifier: Apache-2.0
"""Sky, hills, water, trees, grass: the country in which the buildings stand."""
import math

import numpy as np

from draw.canvas import mix, wobble
from press import paper

# name: sky above, sky at the horizon, far land, near land, leaves, earth, light
MOODS = {
    "day":    ((.55, .71, .82), (.93, .91, .82), (.55, .64, .60), (.56, .63, .36), (.29, .42, .22), (.72, .62, .46), (.97, .93, .80)),
    "dusk":   ((.45, .50, .66), (.97, .78, .58), (.50, .47, .52), (.44, .44, .30), (.22, .29, .20), (.55, .44, .36), (1.0, .86, .66)),
    "spring": ((.62, .78, .86), (.96, .94, .86), (.60, .70, .60), (.62, .72, .38), (.42, .56, .26), (.76, .68, .50), (.99, .96, .84)),
    "autumn": ((.66, .72, .74), (.95, .88, .74), (.58, .56, .50), (.68, .58, .32), (.62, .40, .16), (.66, .54, .40), (.98, .92, .76)),
    "winter": ((.66, .72, .78), (.93, .92, .90), (.70, .74, .77), (.93, .94, .95), (.36, .40, .40), (.86, .86, .86), (1.0, .99, .96)),
}


def sky(c, mood, horizon):
    above, low = MOODS[mood][:2]
    c.gradient(0, 0, c.width, horizon, above, low)
    field = paper.clouds(c.width, int(horizon), c.seed + "sky", start=3, octaves=5)
    fade = np.linspace(1, 0.35, int(horizon))[:, None]
    c.veil(np.clip((field - 0.52) * 2.6, 0, 0.85) * fade, (1.0, 0.98, 0.93))
    c.veil(np.clip((np.roll(field, -9, 0) - 0.60) * 1.4, 0, 0.30) * fade, mix(above, (.35, .35, .42), .5))


def ridge(c, y, amount, colour, jag=0.0, bottom=None):
    """A line of land; jag makes it the edge of a fir wood."""
    n = c.width // 3 + 2
    line = wobble(c.random, n, amount)
    top = [y + d - jag * c.random.random() ** 2 for d in line]
    points = [(i * 3, t) for i, t in enumerate(top)]
    c.polygon([(0, bottom or c.height)] + points + [(c.width + 6, bottom or c.height)], colour)
    return points


def land(c, mood, horizon):
    """Far hills, a wood, the near ground with its grain."""
    low, far, near = MOODS[mood][1:4]
    ridge(c, horizon - 26, 12, mix(far, low, .55))
    ridge(c, horizon - 8, 8, mix(far, low, .2), jag=16)
    ridge(c, horizon, 5, mix(far, MOODS[mood][4], .6), jag=30)
    c.gradient(0, horizon, c.width, c.height - horizon, mix(near, low, .25), mix(near, MOODS[mood][4], .35))
    meadow(c, mood, horizon)


def meadow(c, mood, horizon):
    near, leaf = MOODS[mood][3:5]
    for _ in range(2600):
        depth = c.random.random() ** 1.6
        x, y = c.random.random() * c.width, horizon + depth * (c.height - horizon)
        tall = 2 + 15 * depth
        colour = mix(near, leaf, c.random.uniform(-.3, .8))
        c.stroke([(x, y), (x + c.random.uniform(-.4, .4) * tall, y - tall)], colour, 0.8 + 1.6 * depth, .55)


def lake(c, top, bottom, mood):
    """Turn what stands above `top` upside down into the water, with ripples."""
    picture = c.array()
    height = int(bottom - top)
    rows = np.clip(int(top) - 1 - np.arange(height) * 0.92, 0, None).astype(int)
    ripple = (np.sin(np.arange(height) ** 0.72 * 1.7) * (0.5 + np.arange(height) / height * 5)).astype(int)
    columns = np.arange(c.width)
    water = picture[rows[:, None], np.clip(columns[None, :] + ripple[:, None], 0, c.width - 1)].astype(np.float32)
    water = (water + np.roll(water, 2, 0) + np.roll(water, -2, 0) + np.roll(water, 3, 1)) / 4
    tint = np.array(MOODS[mood][0]) * 255
    water = water * 0.72 + tint * 0.22
    glint = paper.clouds(c.width, height, c.seed + "water", start=6, octaves=3)
    streak = np.clip(paper.resize(paper.resize(glint, 40, height // 3), c.width, height) - .55, 0, 1) * 60
    _stamp(c, np.clip(water + streak[:, :, None], 0, 255), int(top))


def _stamp(c, rgb, top):
    """Write pixels over the canvas from row `top` down."""
    c.surface.flush()
    target = paper.pixels(c.surface)
    height = min(rgb.shape[0], c.height - top)
    target[top:top + height, :, 2::-1] = rgb[:height].astype(np.uint8)
    c.surface.mark_dirty()


def fir(c, x, y, tall, mood):
    dark, light = mix(MOODS[mood][4], (.08, .14, .12), .6), mix(MOODS[mood][4], MOODS[mood][6], .12)
    c.box(x - tall * .018, y - tall * .12, tall * .036, tall * .12, (.25, .18, .14))
    for k in range(16):
        t = k / 16
        w, top = tall * .21 * (1 - t * .93), y - tall * (.10 + .9 * t)
        c.polygon([(x - w, top + c.random.uniform(0, 6)), (x, top - tall * .14), (x + w, top + c.random.uniform(0, 6))],
                  mix(dark, light, c.random.uniform(0, .35)))
    if mood == "winter":
        for _ in range(14):
            t = c.random.random()
            w = tall * .17 * (1 - t)
            sx, sy = x + c.random.uniform(-w, w), y - tall * (.12 + .86 * t)
            c.stroke([(sx - w * .3, sy + 3), (sx, sy), (sx + w * .3, sy + 3)], (.97, .97, .98), tall * .014, .9)


def _branches(c, x, y, length, angle, thick, colour, tips, depth=0):
    x2, y2 = x + length * math.cos(angle), y - length * math.sin(angle)
    c.stroke([(x, y), (x2, y2)], colour, max(.8, thick))
    if depth == 5 or length < 5:
        tips.append((x2, y2))
        return
    for turn in (c.random.uniform(.2, .55), -c.random.uniform(.2, .55)):
        _branches(c, x2, y2, length * c.random.uniform(.66, .84), angle + turn, thick * .64, colour, tips, depth + 1)
    if depth > 1:
        tips.append((x2, y2))


def tree(c, x, y, tall, mood, bark=(.26, .21, .17), light_from=-1):
    """A broad-leaved tree; bare in winter."""
    tips = []
    _branches(c, x, y, tall * .26, math.pi / 2 + c.random.uniform(-.08, .08), tall * .05, bark, tips)
    if mood != "winter":
        _crown(c, x, y - tall * .64, tips, tall, mood, light_from)


def _crown(c, x, middle, tips, tall, mood, light_from):
    """Leaves around the branch tips: the shaded ones first, the lit ones over them."""
    leaf, light = MOODS[mood][4], MOODS[mood][6]
    spots = [(px + c.random.gauss(0, tall * .035), py + c.random.gauss(0, tall * .03)) for px, py in tips for _ in range(14)]
    for k, (px, py) in enumerate(sorted(spots, key=lambda p: light_from * p[0] - 2 * p[1])):
        lit = .30 + .9 * light_from * (px - x) / tall - 1.0 * (py - middle) / tall
        tone = mix(mix(leaf, (.04, .08, .05), .45), mix(leaf, light, .45), min(1, max(0, lit + c.random.uniform(-.25, .25))))
        c.disc(px, py, tall * c.random.uniform(.006, .015), tone, .85)


def birch(c, x, y, tall, mood):
    """A slender white trunk, and leaves that hang in strings."""
    leaf, light, lean = MOODS[mood][4], MOODS[mood][6], c.random.uniform(-.05, .05) * tall
    c.polygon([(x - tall * .016, y), (x + lean - 2, y - tall), (x + lean + 2, y - tall), (x + tall * .016, y)], (.91, .90, .86))
    for k in range(22):
        t = k / 22
        c.stroke([(x + lean * t - tall * .014 * (1 - t), y - tall * t), (x + lean * t + c.random.uniform(-.01, .008) * tall, y - tall * t)],
                 (.2, .18, .17), 2.5, .8)
    for _ in range(0 if mood == "winter" else 150):
        t = c.random.uniform(.30, 1)
        reach = c.random.gauss(0, tall * .15 * (1.15 - t * .8))
        px, py = x + lean * t + reach, y - tall * t - abs(reach) * .3
        tone = mix(mix(leaf, (.05, .09, .05), .3), mix(leaf, light, .5), c.random.random())
        for k in range(c.random.randint(5, 13)):
            c.disc(px + c.random.gauss(0, tall * .004), py + k * tall * .013, tall * .0055, tone, .85)


def reeds(c, x0, x1, y, tall, mood):
    leaf = mix(MOODS[mood][4], (.1, .1, .05), .3)
    for _ in range(int((x1 - x0) / 3)):
        x, h = c.random.uniform(x0, x1), tall * c.random.uniform(.5, 1)
        lean = c.random.uniform(-.15, .2) * h
        c.stroke([(x, y + c.random.uniform(0, 12)), (x + lean * .4, y - h * .6), (x + lean, y - h)],
                 mix(leaf, (.6, .55, .3), c.random.uniform(0, .5)), 2, .9)
        if c.random.random() < .12:
            c.stroke([(x + lean, y - h), (x + lean * 1.05, y - h - 18)], (.30, .19, .11), 6)


def road(c, mood, horizon, at=.5, wide=.5, bend=.1):
    """A road that comes from the horizon towards us."""
    earth, light = MOODS[mood][5:7]
    left, right = [], []
    for k in range(25):
        t = k / 24
        mid = c.width * (at + bend * math.sin(t * 3.1) + (.5 - at) * t * .4)
        half = c.width * (.008 + wide * .5 * t ** 1.7)
        y = horizon + 4 + (c.height - horizon) * t ** 1.25
        left.append((mid - half, y))
        right.append((mid + half, y))
    c.polygon(left + right[::-1], mix(earth, light, .2))
    for _ in range(500):
        k = c.random.randint(2, 24)
        t = c.random.random()
        x = left[k][0] + (right[k][0] - left[k][0]) * t
        c.disc(x, left[k][1] + c.random.uniform(-9, 9), 1 + 2 * k / 24, mix(earth, (.2, .16, .12), c.random.random()), .35, .5)
