"""YAML with the place of each value: read, explained where it is broken, and edited in place."""
