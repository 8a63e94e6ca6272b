"""The measures of Nghị định 30/2020, Phụ lục I: paper, margins, sizes, gaps. All in points unless said otherwise.

Where the decree gives a range, the value here is the one of its own sample column (mục V) or of its model pages (Phụ lục III).
These are law, not settings of an office; a new decree would be a new version of the layout.
"""

from __future__ import annotations

MM = 72 / 25.4

# I.1–3 paper and margins: top and bottom 20–25 mm, left 30–35 mm, right 15–20 mm.
PAGE_WIDTH = 210 * MM
PAGE_HEIGHT = 297 * MM
MARGIN_TOP = 20 * MM
MARGIN_BOTTOM = 20 * MM
MARGIN_LEFT = 30 * MM
MARGIN_RIGHT = 18 * MM
TEXT_WIDTH = PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT
TEXT_RIGHT = PAGE_WIDTH - MARGIN_RIGHT
CENTRE = MARGIN_LEFT + TEXT_WIDTH / 2

# I.7 page number 13–14, in the middle of the top margin.
PAGE_NUMBER_SIZE = 14.0
PAGE_NUMBER_BASELINE = 12.5 * MM

# II.1–II.5 the head of the letter.
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NATION_SIZE = 12.0  # 12–13
MOTTO_SIZE = 13.0  # 13–14
GOVERNING_SIZE = 12.0  # 12–13
ISSUER_SIZE = 12.0  # 12–13
NUMBER_SIZE = 13.0  # 13
DATE_SIZE = 13.0  # 13–14
TITLE_SIZE = 14.0  # 13–14
SUBJECT_SIZE = 14.0  # 13–14
ABOUT_SIZE = 12.0  # V/v of a công văn: 12–13
ABOUT_GAP = 6.0  # "cách dòng 6pt với số và ký hiệu"
RIGHT_FRAME = 285.0  # at most: "Thành phố Hồ Chí Minh, ngày … tháng … năm …" on one line
FRAME_GAP = 6.0
LEFT_FRAME = TEXT_WIDTH - RIGHT_FRAME - FRAME_GAP
TITLE_GAP = 20.0  # from number and date to the type of the letter
ADDRESSEE_GAP = 16.0  # from V/v to Kính gửi

# II.6 the body: 13–14, first line in by 1 or 1.27 cm, paragraphs at least 6 pt apart, line pitch single to 1.5.
BODY_SIZE = 14.0
SINGLE = 1.15  # one line of Times at size 1
PITCH = 1.25  # of the size: 1.09 lines
INDENT = 12.7 * MM
PARAGRAPH_GAP = 6.0

# II.7, II.9 the foot of the letter.
SIGNATORY_SIZE = 14.0  # 13–14
SIGNING_ROOM = 66.0  # between capacity and name: signature and seal
RECIPIENTS_HEAD_SIZE = 12.0
RECIPIENTS_SIZE = 11.0
ADDRESSEE_SIZE = 14.0  # 13–14
SIGNATURE_GAP = 14.0

# III annexes, urgency, circulation, address.
ANNEX_SIZE = 14.0  # 14
REFERENCE_SIZE = 14.0  # 13–14
URGENCY_SIZE = 13.0  # 13–14
URGENCY_HEIGHT = 8 * MM
URGENCY = {
    "urgent": ("KHẨN", 20 * MM),
    "very_urgent": ("THƯỢNG KHẨN", 40 * MM),
    "express": ("HOẢ TỐC", 30 * MM),
}
CIRCULATION_SIZE = 13.0  # 13–14
CONTACT_SIZE = 11.0  # 11–12

# Rules under names and titles: 1/3 to 1/2 of the line of words.
RULE_SHARE = 0.42
RULE_DROP = 4.5
RULE_THICKNESS = 0.75

# Tables have no prescribed size; 13 reads like the body, 12 lets seven and more columns stand on an upright page.
TABLE_SIZE = 13.0
TABLE_SIZE_DENSE = 12.0
TABLE_DENSE_FROM = 6
CELL_PAD_X = 4.0
CELL_PAD_Y = 2.5

ROOM = "\u00a0"  # open number and date: no-break spaces, room for two or three written digits
NUMBER_ROOM = ROOM * 14
DATE_ROOM = ROOM * 7
LEAST_DATE_ROOM = 4  # where a long place leaves less
YEAR_ROOM = ROOM * 12
END_MARK = "./."


def baseline(size: float, pitch: float) -> float:
    """How far the baseline lies below the top of a line of that pitch (Times: 0.891 above, 0.216 below)."""
    return (pitch - 1.107 * size) / 2 + 0.891 * size
