"""Makes ``resources/fonts/UMingCN-names.ttf.z``: AR PL UMing CN with nothing but what names in Chinese and Japanese need.

Run by hand, once: ``python packaging/make_cjk_font.py uming.ttc resources/fonts/UMingCN-names.ttf.z``. The source is the file of
the Debian package fonts-arphic-uming 0.2.20080216.2. Outlines are as drawn; embedded bitmaps, hinting, layout tables and all
characters outside the ranges below are left out, and the font says so in its description, as its licence asks.
"""

from __future__ import annotations

import io
import sys
import zlib
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# Punctuation, kana, ideographs, half and full width forms.
RANGES = ((0x00B7, 0x00B7), (0x2E80, 0x303F), (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF))
NOTICE = (
    "Changed for So Doan on 2026-11-23 with packaging/make_cjk_font.py: only CJK punctuation, kana, unified ideographs U+4E00 to"
    " U+9FFF and half and full width forms are kept; bitmaps, hinting and layout tables are left out. Arphic Public License,"
    " see ARPHICPL.TXT beside this file. No warranty."
)
_COPYRIGHT, _DESCRIPTION, _LICENCE = 0, 10, 13


def main(source: Path, target: Path) -> None:
    """Writes *target* from *source*; the same bytes every time."""
    font = TTFont(source, fontNumber=0, recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [_COPYRIGHT, 1, 2, 3, 4, 5, 6, 8, 9, _LICENCE]
    options.name_languages = [0x409]
    options.recalc_timestamp = False
    options.drop_tables += [
        "EBDT",
        "EBLC",
        "BDF ",
        "FFTM",
        "GDEF",
        "GPOS",
        "GSUB",
        "VORG",
        "vhea",
        "vmtx",
        "gasp",
    ]
    trimmer = subset.Subsetter(options)
    trimmer.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)])
    trimmer.subset(font)
    font["name"].setName(NOTICE, _DESCRIPTION, 3, 1, 0x409)
    kept = io.BytesIO()
    font.save(kept, reorderTables=True)
    target.write_bytes(zlib.compress(kept.getvalue(), 9))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
