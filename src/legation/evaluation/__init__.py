"""Public benchmarks in their published metrics: a module a suite, each a function `evaluate`."""
