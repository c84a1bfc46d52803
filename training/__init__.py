"""Training code: makes the models that `legation.model` runs."""
