"""What an editor wrote against the format: small rules, one function each."""
