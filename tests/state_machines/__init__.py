"""The server driven over HTTP beside models of it, and every cell of its life cycle."""
