#!/usr/bin/env python3
"""Writes viz/world_coastline.inc from countries-110m.json of the npm package world-atlas 2.0.2.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    viz/data/make_coastline.py package/countries-110m.json > viz/world_coastline.inc

Countries are merged into the regions of world-2022: a line between two countries of one region is
left out, so what stays is the outline of each region. Lines stay whole curves between crossings, as
in the topology, with the regions on their two sides; an outline is the set of lines that have the
region on one side. Antarctica is left out. The map is cut in the Atlantic: what of Greenland lies
east of the cut is pressed flat onto it.
"""
import json
import sys

CUT = -28.0  # degrees; also WORLD_CUT in viz/world_map.h
REGIONS = ["JPN", "USA", "TWN", "CHN", "KOR", "EUR", "ROW"]
COUNTRIES = {"392": "JPN", "840": "USA", "630": "USA", "158": "TWN", "156": "CHN", "410": "KOR"}
EUROPE = ("040 056 100 191 196 203 208 233 246 250 276 300 348 372 380 428 440 442 528 616 620 642 "
          "703 705 724 752 826").split()
COUNTRIES.update(dict.fromkeys(EUROPE, "EUR"))
ANTARCTIC = {"010", "260"}


def points_of(topology):
    """Every arc as absolute positions in hundredths of a degree."""
    sx, sy = topology["transform"]["scale"]
    tx, ty = topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            point = (round(100 * (x * sx + tx)), round(100 * (y * sy + ty)))
            if not points or point != points[-1]:
                points.append(point)
        yield points


def pressed(points, greenland):
    cut = round(100 * CUT)
    return [(min(x, cut), y) for x, y in points] if greenland else points


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        topology = json.load(file)
    sides = {}  # of every arc: how often each region has it
    greenland = set()
    for country in topology["objects"]["countries"]["geometries"]:
        code = country.get("id")
        if code in ANTARCTIC:
            continue
        region = REGIONS.index(COUNTRIES.get(code, "ROW"))
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        for arc in (arc for polygon in polygons for ring in polygon for arc in ring):
            arc = ~arc if arc < 0 else arc
            uses = sides.setdefault(arc, {})
            uses[region] = uses.get(region, 0) + 1
            if code == "304":
                greenland.add(arc)
    lines, total = [], 0
    for arc, points in enumerate(points_of(topology)):
        odd = [region for region, uses in sorted(sides.get(arc, {}).items()) if uses % 2]
        if not odd or len(points) < 2:
            continue
        assert len(odd) <= 2
        lines.append((odd + [-1])[:2] + [pressed(points, arc in greenland)])
        total += len(points)
    print("/* Outlines of the seven regions, written by viz/data/make_coastline.py: do not edit.\n"
          " *\n"
          " * Made with Natural Earth (naturalearthdata.com), 1:110m, version 4.1.0, in the public\n"
          " * domain; as TopoJSON from the npm package world-atlas 2.0.2 (ISC licence, Copyright\n"
          " * 2013-2019 Michael Bostock). Hundredths of degrees, east and north. */")
    print(f"static const struct coast_line LINES[] = {{ /* {len(lines)} of {total} points */")
    row = "   "
    for left, right, points in lines:
        word = f" {{{len(points)}, {left}, {right}}},"
        row = row if len(row) + len(word) <= 100 else print(row) or "   "
        row += word
    print(row + "\n};\n\nstatic const struct coast_point POINTS[] = {")
    row = "   "
    for point in (point for line in lines for point in line[2]):
        word = f" {{{point[0]}, {point[1]}}},"
        row = row if len(row) + len(word) <= 100 else print(row) or "   "
        row += word
    print(row + "\n};")


main()
