"""Finding quotes in the text of an article: what speaks for a place, what is like it, and what to tell and type."""
