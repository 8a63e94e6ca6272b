"""Kiểm tra thể thức: reads any finished PDF and names each deviation from Nghị định 30/2020, Phụ lục I.

An independent witness: it knows nothing of ``models.letters``, so that a wrong constant there is found here. ``reading`` gets
text, fonts and rules out of the file, ``lines`` and ``text`` put them together, ``recognising`` finds the components of the
decree's chart, ``checks`` judge them by ``resources/lists/layout_rules.toml``, ``linter.lint`` gives the report.
"""
