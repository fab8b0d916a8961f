"""HTML from the staged tree: marks put in, MkDocs called, what it wrote read back and published."""
