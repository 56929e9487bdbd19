# SPDX-License-Identifier: Apache-2.0
"""The invented district of the big map: heights, lakes, rivers, woods, towns, roads. 4000 x 3000 units, north up."""
import functools
import math
import random
from dataclasses import dataclass, field

import numpy as np

from press import paper

WIDTH, HEIGHT = 4000, 3000
TOWNS = {"Ąžuolynė": (1280, 960), "Gilužė": (2960, 640), "Paberžiai": (840, 2260), "Linkmenėlės": (2380, 1860)}
BOROUGHS = ("Žaliapelkis", "Sartupis", "Vėdarynė", "Šilinė", "Krokšlys", "Žvejonys", "Pušyniškis", "Kalvelės", "Dumblynė", "Rąžiškis")
VILLAGES = ("Antakalnėlis", "Barsukynė", "Bijūnai", "Čiobriškis", "Daržininkai", "Dvarviečiai", "Eglinė", "Gaidžiabalė",
            "Girelė", "Ilgašilis", "Jurgėnai", "Kadagynė", "Karklupė", "Kumelyčia", "Lapiškė", "Lūšiniai", "Medžiočiai", "Mėlynupis",
            "Nendrynė", "Obelaičiai", "Pagirėlė", "Palūžiškis", "Piliakalniai", "Raistiniai", "Rudabaliai", "Samaninė", "Siauriškė",
            "Skersabaliai", "Stirniškis", "Sūduviškis", "Šaltupė", "Šermukšniai", "Tilteliai", "Trakelė", "Užežerė", "Vaiskūnai",
            "Varniškė", "Verbyliai", "Viržynė", "Žąsiniai", "Žiogynė", "Žuklijai")
LAKES = ("Gilužis", "Sartas", "Ąžuolinis", "Baltežeris", "Juodežeris", "Lūkstelis", "Žvyrinis", "Ilgis", "Karosis", "Meldinis", "Plynis", "Šventas")
RIVERS = ("Gilupė", "Ąžuolupys", "Vėžupis", "Sartalė", "Ringė")
WOODS = ("Ąžuolynės giria", "Juodoji giria", "Šilo miškas", "Raisto miškas", "Girelės miškas", "Kadagių šilas", "Briedžių giria")


@dataclass
class Land:
    contours: list = field(default_factory=list)    # (height, array of segments)
    lakes: list = field(default_factory=list)       # (name, outline, x, y, radius)
    rivers: list = field(default_factory=list)      # (name, points)
    woods: list = field(default_factory=list)       # (name, outline, x, y)
    towns: list = field(default_factory=list)       # (name, x, y, rank)
    roads: list = field(default_factory=list)       # (points, rank)
    railway: list = field(default_factory=list)
    farms: list = field(default_factory=list)       # (x, y)


def _blob(chance, x, y, r, stretch, angle, n=90):
    """A closed, natural outline."""
    waves = [(k, chance.gauss(0, .19) / k ** .8, chance.uniform(0, 6.3)) for k in range(2, 9)]
    points = []
    for i in range(n):
        a = i / n * 2 * math.pi
        d = r * (1 + sum(s * math.sin(k * a + p) for k, s, p in waves))
        px, py = d * stretch * math.cos(a), d / stretch * math.sin(a)
        points.append((x + px * math.cos(angle) - py * math.sin(angle), y + px * math.sin(angle) + py * math.cos(angle)))
    return points


def _apart(chance, taken, gap, margin=230):
    """A spot that keeps its distance from those taken: (x, y, gap) each."""
    for _ in range(3000):
        x, y = chance.uniform(margin, WIDTH - margin), chance.uniform(margin, HEIGHT - margin)
        if all(math.hypot(x - t[0], y - t[1]) > gap + t[2] for t in taken):
            return x, y
        gap *= .998
    raise RuntimeError("the map is full")


def _way(chance, a, b, sway):
    """A winding line from a to b."""
    n = max(6, int(math.hypot(b[0] - a[0], b[1] - a[1]) / 14))
    ux, uy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(ux, uy) or 1
    waves = [(k, chance.gauss(0, sway) / k, chance.uniform(0, 6.3)) for k in range(1, 6)]
    points = []
    for i in range(n + 1):
        t = i / n
        off = math.sin(math.pi * t) * sum(s * math.sin(k * t * 3.14 + p) for k, s, p in waves)
        points.append((a[0] + ux * t - uy / length * off, a[1] + uy * t + ux / length * off))
    return points


def _contours(levels=17):
    """Segments of equal height by marching squares; where the line leaves each cell is interpolated."""
    step = 10
    field_ = paper.clouds(WIDTH // step + 1, HEIGHT // step + 1, "land-heights", start=4, octaves=4, fall=.42)
    a, b, c, d = field_[:-1, :-1], field_[:-1, 1:], field_[1:, 1:], field_[1:, :-1]
    result = []
    for level in np.linspace(.22, .9, levels):
        segments = []
        cells = np.argwhere((np.minimum.reduce([a, b, c, d]) < level) & (np.maximum.reduce([a, b, c, d]) >= level))
        for y, x in cells:
            corners = [(x, y, a[y, x]), (x + 1, y, b[y, x]), (x + 1, y + 1, c[y, x]), (x, y + 1, d[y, x])]
            cuts = [_cut(p, q, level) for p, q in zip(corners, corners[1:] + corners[:1]) if (p[2] < level) != (q[2] < level)]
            segments.extend((cuts[i], cuts[i + 1]) for i in range(0, len(cuts) - 1, 2))
        result.append((round(100 + 160 * float(level)), [((p[0] * step, p[1] * step), (q[0] * step, q[1] * step)) for p, q in segments]))
    return result


def _cut(p, q, level):
    t = (level - p[2]) / (q[2] - p[2])
    return float(p[0] + (q[0] - p[0]) * t), float(p[1] + (q[1] - p[1]) * t)


@functools.lru_cache(maxsize=1)
def land():
    chance, result, taken = random.Random("ąžuolynė"), Land(), [(3420, 2560, 520), (600, 260, 430)]
    result.contours = _contours()
    _settle(result, chance, taken, TOWNS, 0)
    for k, name in enumerate(LAKES):
        r = chance.uniform(95, 160) if k < 4 else chance.uniform(45, 85)
        x, y = _apart(chance, taken, r + 60)
        taken.append((x, y, r * 1.3))
        result.lakes.append((name, _blob(chance, x, y, r, chance.uniform(1.0, 1.45), chance.uniform(.6, 1.5)), x, y, r))
    _settle(result, chance, taken, BOROUGHS, 1)
    _settle(result, chance, taken, VILLAGES, 2)
    _connect(result, chance)
    for name in WOODS + ("",) * 16:
        r = chance.uniform(130, 250) if name else chance.uniform(40, 110)
        x, y = chance.uniform(100, WIDTH - 100), chance.uniform(150, HEIGHT - 150)
        result.woods.append((name, _blob(chance, x, y, r, chance.uniform(1, 1.5), chance.uniform(-.5, .5)), x, y))
    result.farms = [_dry(result, p) for p in ((chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT)) for _ in range(900))]
    return result


def _settle(result, chance, taken, names, rank):
    """Places of a rank, where the names say or where there is room."""
    for name in names:
        x, y = TOWNS.get(name) or _apart(chance, taken, (0, 250, 90)[rank])
        taken.append((x, y, (170, 60, 25)[rank]))
        result.towns.append((name, x, y, rank))


def _dry(result, point):
    """The point itself, or the nearest one on the shore when it lies in a lake."""
    for _, _, x, y, r in result.lakes:
        away = math.dist(point, (x, y))
        if 0 < away < r * 1.5:
            point = x + (point[0] - x) * r * 1.5 / away, y + (point[1] - y) * r * 1.5 / away
    return point


def _connect(result, chance):
    """Rivers from lake to lake and out of the sheet; roads to the nearest place of a higher rank; the railway through."""
    spots = sorted((lake[2], lake[3]) for lake in result.lakes)
    for k, name in enumerate(RIVERS):
        chain = [spots[(k * 2 + i) % len(spots)] for i in range(3)]
        end = (chain[-1][0] + chance.uniform(-400, 400), -40 if k % 2 else HEIGHT + 40)
        stops = chain + [end]
        result.rivers.append((name, [p for a, b in zip(stops, stops[1:]) for p in _way(chance, a, b, 90)]))
    for a, b in _neighbours(result.towns):
        result.roads.append(([_dry(result, p) for p in _way(chance, a[1:3], b[1:3], 22)], max(a[3], b[3])))
    line = sorted((t[1], t[2]) for t in result.towns if t[3] == 0)
    stops = [(-40, line[0][1] + 200)] + [(x + 20, y + 34) for x, y in line] + [(WIDTH + 40, line[-1][1] - 250)]
    result.railway = [_dry(result, p) for a, b in zip(stops, stops[1:]) for p in _way(chance, a, b, 22)]


def _neighbours(towns):
    """Pairs with no third place (of no lower rank) between them: the Gabriel graph, per rank."""
    for rank in (0, 1, 2):
        known = [t for t in towns if t[3] <= rank]
        for i, a in enumerate(known):
            for b in known[:i]:
                middle, reach = ((a[1] + b[1]) / 2, (a[2] + b[2]) / 2), math.dist(a[1:3], b[1:3]) / 2
                free = all(math.dist(middle, t[1:3]) >= reach for t in known if t is not a and t is not b)
                if free and max(a[3], b[3]) == rank and (rank < 2 or reach < 190):
                    yield a, b
