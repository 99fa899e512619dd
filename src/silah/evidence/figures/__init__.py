"""Figures kept beside the records they are of, so that a page of all clauses reads sums."""

from silah.evidence.figures.fold import Standing, associations_waiting, bring_up
from silah.evidence.figures.reading import Kept, happened, kept, samples
from silah.evidence.figures.recount import Difference, recount

__all__ = [
    "Difference",
    "Kept",
    "Standing",
    "associations_waiting",
    "bring_up",
    "happened",
    "kept",
    "recount",
    "samples",
]
