"""Trains the pronoun ranker."""
