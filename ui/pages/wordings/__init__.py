"""The page on which the office changes the wording of its letters and sees them print as it types.

``page`` is the page, ``acts`` what one does there; ``parts`` the letter part by part with its undo (``steps``), ``part_row`` one part, ``token_text`` a text
whose fields are tokens, ``field_list`` and ``conditions`` what one chooses from, ``trial`` the test print, ``history`` the
editions and what they changed.
"""

from ui.pages.wordings import acts
from ui.pages.wordings.page import WordingsPage

__all__ = ["WordingsPage", "acts"]
