"""Mutation testing of mock_server/domain with the contracts as its tests: `make mutants`."""
