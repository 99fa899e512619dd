"""Pictures drawn on the server as SVG: no script, no inline style, a title and a description in words.

Time runs from right to left, as the sentence beside it does.
"""

from silah.foundation.ui.svg.bars import distribution, weeks
from silah.foundation.ui.svg.small import donut, sparkline
from silah.foundation.ui.svg.strip import Mark, strip

__all__ = ["Mark", "distribution", "donut", "sparkline", "strip", "weeks"]
