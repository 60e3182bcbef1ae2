"""The browser half: what its script and its window ask of the server."""
