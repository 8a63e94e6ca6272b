"""From facts to paper: pure, no database, no screen.

``content`` is what a letter says (frozen, kept as JSON with every issued letter); ``composing`` makes it from a letter kind
and ``facts``, whose words and rows ``wording`` and ``rows`` put into official Vietnamese; ``samples`` reads the invented
example of each kind. ``layout`` places it as Nghị định 30/2020 prescribes: ``prescribed`` holds the measures, ``head``, ``blocks``,
``tables`` and ``signing`` the parts of the chart, ``lines`` breaks text, ``pages`` stacks it. ``rendering`` writes the same
PDF bytes for the same content every time, with ``fonts`` and ``truetype`` for the typeface, and prints number and date onto
signed paper (``overprinting``). ``vietnamese`` owns official dates, numbers in words, letters of points. Wording lives in
``resources/letters``: to add a letter, add a folder there (letter.toml, sample.toml), nothing here.
"""
