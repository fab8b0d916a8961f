"""Dates in time: as numbers of days, how far each reaches, and what it is on the timeline."""
