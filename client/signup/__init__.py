"""A sign-up backend on the client: issues an id to a session, takes it back verified, opens one account per person."""
