"""The office itself, without a screen. No Qt here.

Floor by floor, upper ones may know lower ones only:

    work                                      acts: the only code that writes
    settings | reading | statistics | exchange    what is set, asked, counted, carried out and in
    store                                     how it is kept: engine, units of work, vault, backup, upgrades
    letters                                   what is printed, from the facts and findings of appraisal
    records | appraisal                       what is kept; what the rules say
    catalogue                                 kinds, workflows, rules, letters and lists, read from resources
    text | errors | clock | draft             words, refusals, time, what a form holds

A dossier's day: a form fills a ``draft.Draft``; ``appraisal`` turns it into facts and findings while one types;
``work.dossiers.lodge`` writes it; ``work.review`` moves it; ``letters`` composes the paper; ``work.letters.issue`` numbers
and keeps it; ``statistics`` counts it.
"""
