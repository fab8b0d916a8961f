"""How long a large site takes: `python -m tests.benchmark`."""
