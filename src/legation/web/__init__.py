"""The desk: pages over a ledger, each with a JSON and a CSV twin. The only place that knows a web framework."""

from legation.web.app import create_app

__all__ = ["create_app"]
