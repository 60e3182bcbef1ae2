"""Everything that a client, a browser or a person may do wrong, and what the mock says to it."""
