"""Appraisal: what the rules in force say about a dossier. Pure: facts + rule book → findings; no database, no screen.

``facts`` turns a draft and what the office already knows into ``DossierFacts``; ``checks`` holds one function per sort of check;
``engine`` runs the editions in force. A new rule is a ``[[rule]]`` block in ``resources/rulebook``; a new *sort* of check is one
function in ``checks``.
"""
