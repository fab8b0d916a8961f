"""The meaning of the format beyond single values: its fields, keys, ids, names and words."""
