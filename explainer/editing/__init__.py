"""Changes of annotation files that touch single values and leave every other byte."""
