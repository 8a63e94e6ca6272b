"""From facts to paper: pure, no database, no screen.

``content`` is what a letter says (frozen, kept as JSON with every issued letter); ``composing`` makes it from a letter kind
and facts; ``layout`` knows the prescribed format of Nghị định 30/2020 (sizes, gaps, frames, page breaks) and turns content
into placed text and rules; ``fonts`` finds and trims the typeface; ``rendering`` writes the same PDF bytes for the same
content every time; ``vietnamese`` owns official dates, numbers in words, letters of points. Wording lives in
``resources/letters``: to add a letter, add a folder there, nothing here.
"""
