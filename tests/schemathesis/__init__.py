"""Schemathesis against the server: our own document, and PortOne's where it is at hand."""
