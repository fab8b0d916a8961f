"""The moments at which dates begin and end."""

import math

Moment = tuple[float, int, int, int]
"""A second in the proleptic Gregorian calendar, with astronomical years (0 is 1 BCE).

Year, month, day, and the second of the day in whatever zone was written. An end that is open or
unknown has an infinite year.
"""

EVER_BEFORE: Moment = (-math.inf, 0, 0, 0)
EVER_AFTER: Moment = (math.inf, 0, 0, 0)
