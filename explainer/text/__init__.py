"""A text as a reader sees it: visible text, folding, words, sentences, excerpts; and its HTML."""
