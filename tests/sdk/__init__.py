"""PortOne's own SDKs, and the clients people use instead of them, against a running mock."""
