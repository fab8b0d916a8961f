"""What every text names and points to: mentions, references and relations, each with its sentence."""
