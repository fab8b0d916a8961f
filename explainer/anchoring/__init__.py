"""Find the quotes of annotations in an article, and advise on those that are not there."""
