"""The check of entries against the format: small rules, one function each."""
