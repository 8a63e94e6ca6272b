"""What makes a letter a file for the archive (PDF/A-2b, ISO 19005-2): metadata as XML, and which colours are meant.

Both are the same for equal content and hold no date of making, so that the bytes of a letter stay the same.
"""

from __future__ import annotations

from functools import cache
from html import escape  # not xml.sax, which loads half a network library at every start
from typing import NamedTuple

from resources import read_bytes

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>%s</pdf:Keywords><pdf:Producer>%s</pdf:Producer><xmp:CreatorTool>%s</xmp:CreatorTool>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


class Particulars(NamedTuple):
    """What a file says about itself; said twice, in the information dictionary and in the metadata, and alike."""

    title: str
    author: str
    subject: str
    keywords: str
    maker: str


def metadata(told: Particulars) -> bytes:
    """The metadata packet (XMP) of a letter."""
    filled = _PACKET % (*map(escape, told[:4]), escape(told.maker), escape(told.maker))
    return filled.encode("utf-8")


@cache
def colour_profile() -> bytes:
    """The profile of sRGB, in which the red of the mark of urgency is meant."""
    return read_bytes("fonts/sRGB.icc")
