"""Speed, as ratios against something run beside it: ``python -m bench`` (see RESULTS.md). Not part of the program.

Each bench runs ours and its floor or peer in pairs, the order swapped every pair; the figure is the median of the per-pair
ratios. CPU time where the work is CPU-bound, wall time for first paints and syncs. Peers that are not installed are skipped.
"""
