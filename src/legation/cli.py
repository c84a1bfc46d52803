"""The command line: prints and exits; nobody else does."""
