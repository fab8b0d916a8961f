"""The files of a site, read as entries and articles."""
