"""The pictures that the documents show, taken by a command: `make screenshots`."""
