"""YAML with the place of every value: read, explained where it is damaged, and changed value by value."""
