"""A text as a reader sees it: characters folded for comparing, words, sentences, and HTML read for them."""
