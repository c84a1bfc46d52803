"""The reader: morphology, syntax, entities and attribution from one encoder."""
