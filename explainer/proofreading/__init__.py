"""Reads articles and pages as a reader will: what is printed that should not be, what leads nowhere."""
