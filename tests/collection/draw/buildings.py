# SPDX-License-Identifier: Apache-2.0
"""Houses, churches, a manor, mills, a bridge, a station, people. (x, y) is the middle of the foot; s the height."""
import math

from draw.canvas import mix

DARK, GLASS = (.20, .17, .16), (.33, .38, .42)


def _planks(c, x, y, w, h, colour, step=7, upright=False):
    for k in range(int((w if upright else h) / step)):
        line = [(x + k * step, y), (x + k * step, y + h)] if upright else [(x, y + k * step), (x + w, y + k * step)]
        c.stroke(line, mix(colour, DARK, .45), 1, .5)


def _window(c, x, y, w, h, frame=(.93, .91, .85), arch=False):
    c.box(x - w * .14, y - h * .1, w * 1.28, h * 1.2, frame)
    if arch:
        c.disc(x + w / 2, y, w * .5, GLASS)
    c.box(x, y, w, h, GLASS)
    c.box(x, y, w * .45, h * .45, mix(GLASS, (1, 1, 1), .35))
    c.box(x + w * .46, y, w * .08, h, frame)
    c.box(x, y + h * .45, w, h * .07, frame)


def _cross(c, x, y, s):
    c.stroke([(x, y), (x, y - s)], DARK, max(2, s * .1))
    c.stroke([(x - s * .3, y - s * .66), (x + s * .3, y - s * .66)], DARK, max(2, s * .1))


def house(c, x, y, s, wall=(.58, .47, .36), roof=(.45, .38, .32), thatch=True, wide=1.75):
    """A log or plastered house under one roof, its long side to us."""
    w, top = s * wide, y - s * .44
    c.box(x - w / 2, top, w, y - top, wall)
    _planks(c, x - w / 2, top, w, y - top, wall)
    c.box(x - w / 2, top, w, s * .06, mix(wall, DARK, .6), .5)
    n = max(2, int(wide * 2))
    for k in range(n):
        wx = x - w / 2 + w * (k + .5) / n - s * .09
        if k == n // 2:
            c.box(wx - s * .01, y - s * .40, s * .20, s * .40, mix(wall, DARK, .65))
        else:
            _window(c, wx, y - s * .36, s * .17, s * .19)
    eave = s * .12
    c.polygon([(x - w / 2 - eave, top + s * .05), (x - w / 2 + s * .18, y - s), (x + w / 2 - s * .18, y - s),
               (x + w / 2 + eave, top + s * .05)], roof)
    _roof_lines(c, x, y - s, top + s * .05, w, s, roof, thatch)
    c.box(x + w * .18, y - s * 1.14, s * .13, s * .22, (.55, .34, .27))


def _roof_lines(c, x, high, low, w, s, roof, thatch):
    for _ in range(int(w * .9)):
        t, u = c.random.random(), c.random.random()
        px, py = x + (t - .5) * (w - s * .2), high + (low - high) * u
        length = s * (.10 if thatch else .04)
        tone = mix(roof, (.85, .78, .62) if thatch else (.75, .42, .32), c.random.uniform(0, .4))
        c.stroke([(px, py), (px + (t - .5) * 4, min(low, py + length))], tone, 1.5, .6)


def town_house(c, x, y, s, wall, roof=(.55, .30, .24), floors=2, bays=4):
    """A plastered two-storey house of a town square; a shop below."""
    w = s * .30 * bays
    c.box(x - w / 2, y - s, w, s, wall)
    c.box(x - w / 2, y - s * 1.02, w, s * .05, mix(wall, (1, 1, 1), .5))
    c.box(x - w / 2, y - s * .52, w, s * .03, mix(wall, DARK, .25))
    for f in range(floors):
        for k in range(bays):
            wx = x - w / 2 + w * (k + .5) / bays - s * .07
            wy = y - s * .86 + f * s * .50
            if f == floors - 1 and k % 2 == 1:
                c.box(wx - s * .02, wy, s * .18, y - wy, mix(DARK, (.4, .25, .15), .6))
            else:
                _window(c, wx, wy, s * .14, s * .24)
    c.polygon([(x - w / 2 - s * .05, y - s), (x - w * .40, y - s * 1.38), (x + w * .40, y - s * 1.38),
               (x + w / 2 + s * .05, y - s)], roof)
    _roof_lines(c, x, y - s * 1.38, y - s * 1.01, w * .86, s, roof, False)
    c.box(x - w * .25, y - s * 1.52, s * .12, s * .26, (.50, .30, .25))


def _spire(c, x, y, w, tall, colour):
    c.polygon([(x - w / 2, y), (x, y - tall), (x + w / 2, y)], colour)
    c.polygon([(x, y), (x, y - tall), (x + w / 2, y)], mix(colour, DARK, .45), .7)
    _cross(c, x, y - tall, w * .5)


def _tower(c, x, y, w, tall, wall, spire):
    c.box(x - w / 2, y - tall, w, tall, wall)
    c.box(x + w * .22, y - tall, w * .28, tall, mix(wall, DARK, .3), .6)
    for k in range(3):
        c.box(x - w * .54, y - tall * (.34 + .32 * k), w * 1.08, tall * .02, mix(wall, (1, .95, .85), .4))
    for h in (.82, .50):
        _window(c, x - w * .12, y - tall * h, w * .24, tall * .15, mix(wall, (1, .95, .85), .5), arch=True)
    _spire(c, x, y - tall, w * 1.12, tall * .78, spire)


def brick_church(c, x, y, s, wall=(.66, .36, .27), spire=(.36, .40, .40)):
    """Neo-gothic with two towers, seen from the front."""
    w = s * .52
    c.box(x - w * .34, y - s * .42, w * .68, s * .42, mix(wall, DARK, .08))
    c.polygon([(x - w * .36, y - s * .42), (x, y - s * .66), (x + w * .36, y - s * .42)], mix(wall, (1, .9, .8), .12))
    c.disc(x, y - s * .47, w * .09, (.92, .86, .76))
    c.disc(x, y - s * .47, w * .07, GLASS)
    for side in (-1, 1):
        _tower(c, x + side * w * .42, y, w * .26, s * .56, wall, spire)
    for k in (-1, 0, 1):
        _window(c, x + k * w * .20 - w * .045, y - s * .34, w * .09, s * .14, (.86, .74, .62), arch=True)
    c.disc(x, y - s * .13, w * .085, DARK)
    c.box(x - w * .085, y - s * .13, w * .17, s * .13, DARK)
    _cross(c, x, y - s * .66, s * .06)


def wooden_church(c, x, y, s, wall=(.70, .60, .44), roof=(.42, .34, .30)):
    """Planked, one tower over the front, a small turret behind."""
    w = s * .62
    c.box(x - w * .05, y - s * .34, w * .75, s * .34, wall)
    _planks(c, x - w * .05, y - s * .34, w * .75, s * .34, wall, 8, upright=True)
    c.polygon([(x - w * .08, y - s * .33), (x + w * .04, y - s * .56), (x + w * .60, y - s * .56), (x + w * .76, y - s * .33)], roof)
    for k in range(3):
        _window(c, x + w * (.18 + .17 * k), y - s * .26, w * .07, s * .12, arch=True)
    _spire(c, x + w * .50, y - s * .55, w * .10, s * .18, roof)
    t = x - w * .14
    c.box(t - w * .15, y - s * .58, w * .30, s * .58, mix(wall, (1, 1, .9), .14))
    _planks(c, t - w * .15, y - s * .58, w * .30, s * .58, wall, 8, upright=True)
    _window(c, t - w * .045, y - s * .50, w * .09, s * .09, arch=True)
    _window(c, t - w * .045, y - s * .32, w * .09, s * .09, arch=True)
    c.box(t - w * .06, y - s * .15, w * .12, s * .15, DARK)
    c.polygon([(t - w * .19, y - s * .57), (t, y - s * .66), (t + w * .19, y - s * .57)], roof)
    _spire(c, t, y - s * .61, w * .2, s * .36, roof)


def manor(c, x, y, s, wall=(.90, .85, .72), roof=(.52, .32, .26)):
    """A classical house: portico, four columns, two wings."""
    w = s * 2.7
    c.box(x - w / 2, y - s * .55, w, s * .55, wall)
    for side in (-1, 1):
        for k in range(4):
            wx = x + side * (w * .16 + k * w * .088) - s * .05
            _window(c, wx, y - s * .45, s * .11, s * .22, (.98, .96, .9))
    c.polygon([(x - w * .52, y - s * .54), (x - w * .42, y - s * .86), (x + w * .42, y - s * .86), (x + w * .52, y - s * .54)], roof)
    _roof_lines(c, x, y - s * .86, y - s * .55, w * .9, s * .7, roof, False)
    p = w * .13
    c.box(x - p, y - s * .66, 2 * p, s * .66, mix(wall, (1, 1, 1), .3))
    c.polygon([(x - p * 1.15, y - s * .64), (x, y - s * .95), (x + p * 1.15, y - s * .64)], mix(wall, (1, 1, 1), .45))
    c.polygon([(x - p * .85, y - s * .67), (x, y - s * .89), (x + p * .85, y - s * .67)], mix(wall, DARK, .22))
    c.box(x - s * .10, y - s * .36, s * .20, s * .36, mix(DARK, (.4, .25, .15), .5))
    for k in range(4):
        cx = x - p * .86 + k * p * 1.72 / 3
        c.box(cx - s * .035, y - s * .62, s * .07, s * .62, (.99, .97, .92))
        c.box(cx + s * .01, y - s * .62, s * .025, s * .62, mix(wall, DARK, .4), .6)
    c.box(x - p * 1.2, y - s * .04, p * 2.4, s * .04, mix(wall, DARK, .25))


def windmill(c, x, y, s, turn=.5, body=(.50, .42, .35)):
    """A smock mill: eight-sided body, cap, four lattice sails."""
    c.polygon([(x - s * .24, y), (x - s * .12, y - s * .66), (x + s * .12, y - s * .66), (x + s * .24, y)], body)
    c.polygon([(x + s * .05, y), (x + s * .03, y - s * .66), (x + s * .12, y - s * .66), (x + s * .24, y)], mix(body, DARK, .5), .7)
    for k in range(24):
        t = k / 24
        c.stroke([(x - s * (.24 - .12 * t), y - s * .66 * t), (x + s * (.24 - .12 * t), y - s * .66 * t)], mix(body, DARK, .5), 1, .45)
    c.polygon([(x - s * .15, y - s * .65), (x - s * .08, y - s * .80), (x + s * .10, y - s * .80), (x + s * .15, y - s * .65)], (.34, .28, .26))
    c.box(x - s * .05, y - s * .15, s * .10, s * .15, DARK)
    for h in (.30, .48):
        _window(c, x - s * .03, y - s * h, s * .06, s * .07)
    for k in range(4):
        _sail(c, x - s * .02, y - s * .71, s * .58, turn + k * math.pi / 2)


def _sail(c, x, y, length, angle):
    ux, uy, vx, vy = math.cos(angle), -math.sin(angle), math.sin(angle), math.cos(angle)
    c.stroke([(x, y), (x + ux * length, y + uy * length)], DARK, length * .022)
    for k in range(4, 15):
        t = k / 14 * length
        c.stroke([(x + ux * t, y + uy * t), (x + ux * t + vx * length * .16, y + uy * t + vy * length * .16)], DARK, 1.6)
    for w in (.08, .16):
        c.stroke([(x + ux * length * .28 + vx * length * w, y + uy * length * .28 + vy * length * w),
                  (x + ux * length + vx * length * w, y + uy * length + vy * length * w)], DARK, 1.6)


def bridge(c, x0, x1, y, s, colour=(.60, .52, .42)):
    """A wooden trestle bridge from x0 to x1, its deck at height y."""
    n = int((x1 - x0) / (s * .9))
    for k in range(n + 1):
        px = x0 + (x1 - x0) * k / n
        for lean in (-.12, 0, .12):
            c.stroke([(px, y), (px + lean * s, y + s)], mix(colour, DARK, .55), s * .05)
        c.stroke([(px - s * .1, y + s * .5), (px + s * .1, y + s * .5)], mix(colour, DARK, .6), s * .04)
    c.box(x0 - s, y - s * .06, x1 - x0 + 2 * s, s * .12, colour)
    for k in range(2 * n + 3):
        px = x0 - s * .5 + k * s * .45
        c.stroke([(px, y), (px, y - s * .30)], mix(colour, DARK, .3), s * .03)
    c.stroke([(x0 - s, y - s * .30), (x1 + s, y - s * .30)], mix(colour, DARK, .2), s * .045)


def boat(c, x, y, s, sail=True):
    c.polygon([(x - s * .5, y - s * .10), (x + s * .5, y - s * .12), (x + s * .36, y + s * .06), (x - s * .38, y + s * .06)], (.30, .22, .18))
    if sail:
        c.stroke([(x, y - s * .1), (x, y - s * 1.2)], DARK, s * .03)
        c.polygon([(x + s * .03, y - s * 1.15), (x + s * .46, y - s * .22), (x + s * .03, y - s * .2)], (.95, .92, .84))
        c.polygon([(x - s * .03, y - s * 1.0), (x - s * .34, y - s * .22), (x - s * .03, y - s * .2)], (.86, .82, .73))


def person(c, x, y, s, woman=False, coat=None):
    """A small figure with a shadow at its feet."""
    coat = coat or mix(DARK, (.5, .35, .25), c.random.random() * .6)
    c.disc(x + s * .14, y, s * .26, (0, 0, 0), .22, .22)
    skirt = .22 if woman else .12
    c.polygon([(x - s * .10, y - s * .80), (x + s * .10, y - s * .80), (x + s * skirt, y - s * .02), (x - s * skirt, y - s * .02)], coat)
    c.stroke([(x - s * .10, y - s * .74), (x - s * .17, y - s * .42)], coat, s * .07)
    c.stroke([(x + s * .10, y - s * .74), (x + s * .16, y - s * .42)], coat, s * .07)
    c.disc(x, y - s * .89, s * .085, (.80, .66, .54))
    if woman:
        scarf = c.random.choice(((.90, .87, .80), (.70, .32, .26), (.78, .68, .48)))
        c.disc(x, y - s * .90, s * .10, scarf)
        c.polygon([(x - s * .10, y - s * .88), (x + s * .10, y - s * .88), (x + s * .07, y - s * .74), (x - s * .07, y - s * .74)], scarf)
        c.disc(x + s * .015, y - s * .88, s * .055, (.80, .66, .54))
    else:
        c.disc(x, y - s * .95, s * .13, coat, 1, .3)
        c.box(x - s * .07, y - s * 1.03, s * .14, s * .09, coat)


def cart(c, x, y, s):
    """A horse before a cart, in silhouette."""
    horse = (.30, .21, .16)
    c.disc(x, y - s * .62, s * .36, horse, 1, .5)
    for dx in (-.26, -.16, .18, .28):
        c.stroke([(x + dx * s, y - s * .55), (x + dx * s * 1.05, y)], horse, s * .07)
    c.stroke([(x - s * .28, y - s * .66), (x - s * .48, y - s * 1.02)], horse, s * .17)
    c.stroke([(x - s * .46, y - s * 1.02), (x - s * .64, y - s * .90)], horse, s * .12)
    c.stroke([(x + s * .34, y - s * .7), (x + s * .43, y - s * .3)], DARK, s * .06)
    c.stroke([(x - s * .2, y - s * .5), (x + s * .8, y - s * .42)], (.42, .33, .24), s * .04)
    c.polygon([(x + s * .62, y - s * .66), (x + s * 1.72, y - s * .66), (x + s * 1.6, y - s * .36), (x + s * .74, y - s * .36)], (.50, .39, .28))
    for wx in (.86, 1.5):
        c.paint(DARK)
        c.ctx.set_line_width(s * .05)
        c.ctx.arc(x + wx * s, y - s * .25, s * .25, 0, 6.29)
        c.ctx.stroke()
        for k in range(4):
            a = k * math.pi / 4
            dx, dy = s * .24 * math.cos(a), s * .24 * math.sin(a)
            c.stroke([(x + wx * s - dx, y - s * .25 - dy), (x + wx * s + dx, y - s * .25 + dy)], DARK, s * .02)


def train(c, x, y, s):
    """A narrow-gauge engine with two carriages, and its smoke."""
    black = (.13, .13, .14)
    for k in range(26):
        t = k / 26
        c.disc(x - s * .85 + s * 2.6 * t + c.random.gauss(0, s * .05), y - s * 1.15 - s * .7 * t ** .6 + c.random.gauss(0, s * .06),
               s * (.10 + .26 * t), (.93, .92, .90), .30 * (1 - t) + .08)
    c.box(x - s, y - s * .62, s * 1.05, s * .36, black)
    c.disc(x - s, y - s * .44, s * .18, black)
    c.box(x - s * .90, y - s * 1.05, s * .12, s * .45, black)
    c.box(x - s * .96, y - s * 1.10, s * .24, s * .08, black)
    c.disc(x - s * .40, y - s * .62, s * .12, (.55, .42, .18))
    c.box(x + s * .05, y - s * .98, s * .55, s * .78, black)
    c.box(x + s * .14, y - s * .86, s * .34, s * .24, (.70, .72, .68))
    c.box(x - s * .02, y - s * 1.04, s * .70, s * .08, black)
    for k in range(5):
        c.disc(x - s * .92 + k * s * .34, y - s * .14, s * .14, black)
        c.disc(x - s * .92 + k * s * .34, y - s * .14, s * .08, (.45, .20, .16))
    for k in range(2):
        _carriage(c, x + s * (.72 + 1.75 * k), y, s)


def _carriage(c, x, y, s):
    green = (.30, .36, .28)
    c.box(x, y - s * .92, s * 1.62, s * .70, green)
    c.box(x - s * .04, y - s * .99, s * 1.70, s * .09, (.32, .28, .26))
    for k in range(5):
        _window(c, x + s * (.12 + .30 * k), y - s * .80, s * .18, s * .24, (.75, .70, .55))
    for wx in (.28, 1.32):
        c.disc(x + s * wx, y - s * .12, s * .13, DARK)
