"""Fits what `legation.model.causality` reads."""
