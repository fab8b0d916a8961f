"""How long a text takes to read."""

from explainer.text.words import size

# The mean of 190 studies of silent reading of English non-fiction, in words a minute: Brysbaert, Journal of Memory
# and Language 109 (2019), 104047.
READING_SPEED = 238


def minutes(text: str) -> int:
    """Return how long a text takes to read, in whole minutes, at least one."""
    return max(1, round(size(text) / READING_SPEED))
