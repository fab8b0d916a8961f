"""What a site survives, in figures: `python -m tests.reliability`."""
