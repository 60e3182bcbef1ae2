"""Sample integrations of fixtures/integrations, each run as it stands against a mock."""
