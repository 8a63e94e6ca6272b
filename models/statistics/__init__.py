"""The figures of a period, one function per statistic, registered with its labels.

Counts what the office kept; lists behind a figure come from ``models.reading``. A new statistic is one
function here with its label and its list.
"""
