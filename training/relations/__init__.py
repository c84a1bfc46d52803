"""The relation model: PLOVER type, mode and status of a pair of spans in a sentence."""
