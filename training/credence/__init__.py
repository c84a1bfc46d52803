"""How sure events are: weights of the features of `legation.coding.credence`."""
