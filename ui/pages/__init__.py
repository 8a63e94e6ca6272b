"""The pages of the window, one module each.

A page shows rows that ``models.reading`` found and calls acts of ``models.work`` through ``ui.jobs``; it
holds no rule and no query. A new page is a new module here that registers itself with its label, icon and who
may see it.
"""
