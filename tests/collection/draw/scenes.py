# SPDX-License-Identifier: Apache-2.0
"""Whole views, put together from nature and buildings. Each takes a Canvas and a mood and leaves a picture on it."""
from draw import buildings as b
from draw import nature as n
from draw.canvas import Canvas, mix

WALLS = [(.88, .80, .64), (.80, .66, .52), (.90, .87, .78), (.74, .74, .66), (.82, .72, .58), (.70, .50, .40)]


def _people(c, count, y0, y1, s0, s1):
    """Figures scattered over the ground, the far ones first and smaller."""
    depths = sorted(c.random.random() for _ in range(count))
    for t in depths:
        b.person(c, c.random.uniform(.06, .94) * c.width, y0 + (y1 - y0) * t, s0 + (s1 - s0) * t, c.random.random() < .5)


def square(c, mood):
    """A market square: a row of plastered houses, the church behind them, people and carts."""
    h = c.height * .56
    n.sky(c, mood, h)
    n.land(c, mood, h * .96)
    at = c.random.uniform(.3, .7)
    b.brick_church(c, c.width * at, h * .99, c.height * .52)
    for x in (at - .16, at + .15):
        n.tree(c, c.width * x, h, c.height * .26, mood)
    x = -c.width * .02
    while x < c.width:
        bays, s = c.random.randint(2, 4), c.height * c.random.uniform(.19, .25)
        w = s * .30 * bays
        if abs(x + w / 2 - c.width * at) > c.width * .10:
            b.town_house(c, x + w / 2, h * 1.03, s, c.random.choice(WALLS), bays=bays)
        x += w + c.width * c.random.choice((.004, .004, .03))
    light = n.MOODS[mood][6]
    c.gradient(0, h * 1.03, c.width, c.height, mix(n.MOODS[mood][5], light, .35), mix(n.MOODS[mood][5], (.3, .25, .2), .25))
    _cobbles(c, h * 1.03, mood)
    b.cart(c, c.width * c.random.uniform(.15, .30), c.height * .78, c.height * .13)
    b.cart(c, c.width * c.random.uniform(.55, .75), c.height * .70, c.height * .10)
    _people(c, 26, h * 1.08, c.height * .93, c.height * .07, c.height * .17)


def _cobbles(c, top, mood):
    stone = n.MOODS[mood][5]
    for _ in range(3800):
        t = c.random.random() ** .8
        y = top + (c.height - top) * t
        tone = mix(stone, c.random.choice(((.25, .2, .18), (1, .97, .9))), c.random.random() * .4)
        c.disc(c.random.random() * c.width, y, 1.2 + 6 * t, tone, .38, .4)


def church_hill(c, mood):
    """A wooden church on its hill among lime trees, a road up to it."""
    h = c.height * .60
    n.sky(c, mood, h)
    n.land(c, mood, h)
    n.ridge(c, h - c.height * .02, c.height * .03, mix(n.MOODS[mood][3], n.MOODS[mood][4], .15))
    x = c.width * c.random.uniform(.42, .60)
    n.tree(c, x - c.width * .22, h, c.height * .42, mood)
    b.wooden_church(c, x, h + c.height * .03, c.height * .56)
    n.tree(c, x + c.width * .24, h + 8, c.height * .46, mood)
    n.road(c, mood, h, at=.45, wide=.30, bend=-.10)
    for k in range(9):
        px = c.width * (.05 + .045 * k)
        c.stroke([(px, h + c.height * .14), (px, h + c.height * .07)], (.45, .38, .30), 6)
    c.stroke([(c.width * .04, h + c.height * .09), (c.width * .42, h + c.height * .09)], (.45, .38, .30), 4)
    b.house(c, c.width * .88, h + c.height * .09, c.height * .15)
    _people(c, 9, h + c.height * .10, c.height * .90, c.height * .07, c.height * .15)


def manor_park(c, mood):
    """A manor house over its pond."""
    h = c.height * .58
    n.sky(c, mood, h)
    n.land(c, mood, h)
    for k in range(7):
        n.tree(c, c.width * (.03 + .155 * k), h - 6, c.height * c.random.uniform(.34, .46), mood)
    b.manor(c, c.width * .5, h + 6, c.height * .30)
    shore = h + c.height * .09
    c.gradient(0, h + 6, c.width, shore - h, mix(n.MOODS[mood][3], n.MOODS[mood][6], .2), n.MOODS[mood][3])
    n.lake(c, shore, c.height * .93, mood)
    n.ridge(c, c.height * .92, 7, mix(n.MOODS[mood][4], n.MOODS[mood][3], .4))
    n.meadow(c, mood, c.height * .93)
    n.reeds(c, 0, c.width * .26, c.height * .99, c.height * .22, mood)
    b.boat(c, c.width * .66, c.height * .80, c.height * .12, sail=False)
    b.person(c, c.width * .64, c.height * .795, c.height * .10, True, (.80, .75, .68))


def lake_view(c, mood):
    """A lake with an island, sails, reeds and birches."""
    h = c.height * .50
    n.sky(c, mood, h)
    low, far = n.MOODS[mood][1:3]
    n.ridge(c, h - 24, 14, mix(far, low, .5), bottom=h)
    n.ridge(c, h - 6, 9, mix(far, low, .15), jag=18, bottom=h)
    n.ridge(c, h - 1, 3, mix(far, n.MOODS[mood][4], .7), jag=22, bottom=h)
    x = c.width * c.random.uniform(.3, .6)
    for k in range(11):
        n.fir(c, x + c.random.gauss(0, c.width * .045), h + 3, c.height * c.random.uniform(.08, .18), mood)
    b.house(c, x + c.width * .16, h + 2, c.height * .055)
    n.lake(c, h, c.height, mood)
    for k in range(3):
        b.boat(c, c.width * c.random.uniform(.1, .9), h + c.height * c.random.uniform(.08, .22), c.height * c.random.uniform(.07, .13))
    n.ridge(c, c.height * .95, 12, mix(n.MOODS[mood][4], (.1, .1, .05), .2))
    side = c.random.choice((.09, .89))
    n.birch(c, c.width * side, c.height * .98, c.height * .86, mood)
    n.birch(c, c.width * (side + .055), c.height * .99, c.height * .70, mood)
    n.reeds(c, c.width * (.75 - side * .75), c.width * (1.05 - side * .75), c.height, c.height * .25, mood)


def mill(c, mood):
    """A windmill over the rye."""
    h = c.height * .62
    n.sky(c, mood, h)
    n.land(c, mood, h)
    x = c.width * c.random.uniform(.40, .64)
    b.windmill(c, x, h + c.height * .06, c.height * .66, c.random.uniform(.2, 1.2))
    b.house(c, x - c.width * .27, h + c.height * .05, c.height * .16)
    n.tree(c, x - c.width * .38, h + c.height * .05, c.height * .30, mood)
    n.road(c, mood, h, at=.56, wide=.22, bend=.07)
    b.cart(c, c.width * .22, c.height * .86, c.height * .15)
    _people(c, 4, h + c.height * .15, c.height * .88, c.height * .11, c.height * .15)
    rye = mix(n.MOODS[mood][5], (.9, .75, .35), .5)
    for _ in range(1500):
        t = c.random.random()
        px, py = c.random.uniform(.93 - .35 * t, 1.0) * c.width, c.height * (.74 + .26 * t)
        c.stroke([(px, py + 26), (px + c.random.uniform(-5, 7), py - 8)], mix(rye, (.35, .28, .12), c.random.random() * .6), 2, .8)


def crossing(c, mood):
    """A wooden bridge over a river, the village on the other bank."""
    h = c.height * .46
    n.sky(c, mood, h)
    n.land(c, mood, h)
    for k in range(5):
        x = c.width * (.08 + .19 * k + c.random.uniform(-.03, .03))
        n.tree(c, x - c.width * .07, h + 10, c.height * .24, mood)
        b.house(c, x, h + c.height * .05, c.height * c.random.uniform(.10, .14))
    b.wooden_church(c, c.width * .72, h + 4, c.height * .34)
    n.lake(c, h + c.height * .13, c.height * .90, mood)
    b.bridge(c, c.width * .10, c.width * .88, c.height * .60, c.height * .20)
    b.cart(c, c.width * .44, c.height * .59, c.height * .10)
    for k in range(5):
        b.person(c, c.width * (.16 + .03 * k + .1 * (k > 2) * 3), c.height * .59, c.height * .085, k % 2 == 0)
    n.ridge(c, c.height * .93, 16, mix(n.MOODS[mood][4], (.1, .1, .05), .15))
    n.reeds(c, c.width * .50, c.width, c.height, c.height * .15, mood)


def station(c, mood):
    """The narrow-gauge train at a wayside station."""
    h = c.height * .58
    n.sky(c, mood, h)
    n.land(c, mood, h)
    for k in range(5):
        n.fir(c, c.width * c.random.uniform(0, .40), h + 8, c.height * c.random.uniform(.28, .46), mood)
    b.town_house(c, c.width * .80, h + c.height * .12, c.height * .32, (.78, .62, .40), bays=4)
    n.tree(c, c.width * .97, h + c.height * .10, c.height * .40, mood)
    c.gradient(0, h + c.height * .11, c.width, c.height, mix(n.MOODS[mood][5], (1, 1, 1), .1), n.MOODS[mood][5])
    _cobbles(c, h + c.height * .13, mood)
    y = c.height * .80
    for k in range(60):
        c.box(c.width * k / 60, y - 3, c.width * .009, c.height * .022, (.30, .24, .20))
    c.stroke([(0, y), (c.width, y)], (.28, .27, .28), 5)
    b.train(c, c.width * .30, y, c.height * .24)
    _people(c, 13, c.height * .86, c.height * .95, c.height * .14, c.height * .18)


def village(c, mood):
    """A village street with thatched houses, a well sweep, and a cross at the road."""
    h = c.height * .54
    n.sky(c, mood, h)
    n.land(c, mood, h)
    n.road(c, mood, h, at=.5, wide=.34, bend=.05)
    for t, side in ((0, -1), (.05, 1), (.3, -1), (.42, 1), (.85, -1), (1.0, 1)):
        s, y = c.height * (.12 + .19 * t), h + c.height * (.03 + .20 * t)
        x = c.width * (.5 + side * (.16 + .24 * t))
        n.tree(c, x + side * s * 1.1, y, s * 2.2, mood)
        b.house(c, x, y, s, mix((.56, .45, .35), (.42, .38, .36), c.random.random()))
    x, y, s = c.width * .30, c.height * .84, c.height * .36
    c.stroke([(x, y), (x, y - s)], (.32, .25, .20), 9)
    c.stroke([(x - s * .16, y - s * .72), (x + s * .16, y - s * .72)], (.32, .25, .20), 8)
    c.polygon([(x - s * .2, y - s * .9), (x, y - s * 1.08), (x + s * .2, y - s * .9)], (.36, .28, .22))
    _people(c, 7, h + c.height * .16, c.height * .95, c.height * .10, c.height * .21)


SCENES = {f.__name__: f for f in (square, church_hill, manor_park, lake_view, mill, crossing, station, village)}


def view(name, mood, width, height, seed):
    """An RGB array of the scene."""
    canvas = Canvas(width, height, seed)
    SCENES[name](canvas, mood)
    return canvas.array()
