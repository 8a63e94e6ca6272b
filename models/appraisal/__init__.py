"""Appraisal: what the rules in force say about a dossier. Pure: facts + rule book → findings; no database, no screen.

``reading_drafts`` turns a draft and what the office already knows into ``DossierFacts``; ``checks`` gathers one function per sort
of check; ``engine`` runs the editions in force (``appraise``, ``report_due``); ``authority`` says who decides and signs
(``decide``); ``examples`` proves a rule by its own examples. A new rule is a ``[[rule]]`` block in ``resources/rulebook``; a new
*sort* of check is one function in a ``checks_*`` module.
"""
