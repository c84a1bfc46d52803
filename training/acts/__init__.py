"""The act model: which words name an act, of what type, mode and status, and who does it to whom."""
