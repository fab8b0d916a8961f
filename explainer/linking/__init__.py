"""Mentions, references and relations between entries, each with its sentence."""
