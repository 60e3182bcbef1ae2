"""Proof that the judge judges: the mock keeps every contract, and servers that are wrong on purpose are caught."""
