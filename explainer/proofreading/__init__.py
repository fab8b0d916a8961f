"""Reads articles and hand-written pages as a reader will: what is printed that should not be, what leads nowhere."""
