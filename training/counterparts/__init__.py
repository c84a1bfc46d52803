"""Which party a report leaves to its context: weights of `legation.coding.counterparts`."""
