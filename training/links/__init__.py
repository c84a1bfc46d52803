"""Which act answers which: weights of the features of `legation.coding.answering`."""
