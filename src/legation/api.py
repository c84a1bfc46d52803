"""Reader and Ledger: the only place where parts are put together."""
