"""Rules of the format that more than one field or file needs."""
