"""PortOne's own paths."""
