"""What the office counts. One registered function per statistic; three units that are never mixed.

*Delegations* (đoàn), *person-trips* (lượt người) and *persons* (người). Cancelled, refused and withdrawn ones are out, an amended one
counts once, one with several countries counts once in total and once per country. A delegation belongs to the period in which
it departs. To add a statistic, add one function with ``@statistic`` in a module here.
"""
