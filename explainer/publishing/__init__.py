"""What only the last stage needs, which puts a site in place."""
