"""Mirrors mock_server/domain: one test module for each module there."""
