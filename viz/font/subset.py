#!/usr/bin/env python3
"""Makes Inter-Regular.otf and Inter-SemiBold.otf in this folder from the whole fonts.

    python3 viz/font/subset.py [FOLDER of Inter-Regular.otf and Inter-SemiBold.otf]

Needs fonttools. The folder is that of Debian's package fonts-inter unless it is given. The
program is built from the small files in this folder and needs neither this script nor the whole
fonts. The same input gives the same bytes.
"""
import pathlib
import sys

from fontTools import subset

# Letters of European languages, signs, and what the viewer's texts use.
RANGES = [
    (0x20, 0x7E),      # Latin
    (0xA0, 0xFF),      # Latin-1
    (0x100, 0x17F),    # Latin Extended-A
    (0x218, 0x21B),    # Romanian
    (0x300, 0x308),    # accents that join the letter before
    (0x370, 0x3FF),    # Greek
    (0x2000, 0x206F),  # spaces, dashes, quotation marks
    (0x2070, 0x209F),  # raised and lowered figures
    (0x20A0, 0x20C0),  # currencies
    (0x2100, 0x215F),  # signs and fractions
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical signs
    (0x2300, 0x23FF),  # keys
    (0x25A0, 0x25FF),  # squares, triangles, circles
    (0x2600, 0x27BF),  # stars, ticks, crosses
    (0xFFFD, 0xFFFD),  # what stands for damaged text
]
FEATURES = ["ccmp", "kern", "locl", "mark", "mkmk", "tnum"]


def make(source, target):
    options = subset.Options()
    options.layout_features = FEATURES
    options.notdef_outline = True  # the box that stands for a character it lacks
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.hinting = True  # letters are as high as their neighbours
    options.desubroutinize = False
    options.recalc_timestamp = False
    options.drop_tables += ["DSIG", "meta"]
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)])
    subsetter.subset(font)
    subset.save_font(font, str(target), options)
    print(f"{target}: {len(font.getBestCmap())} characters, {target.stat().st_size} bytes")


def main():
    source = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/fonts/opentype/inter")
    for name in ("Inter-Regular.otf", "Inter-SemiBold.otf"):
        make(source / name, pathlib.Path(__file__).parent / name)


if __name__ == "__main__":
    main()
