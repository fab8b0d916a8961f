"""What the format means beyond single values: its fields, keys, ids, names and words."""
