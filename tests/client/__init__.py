"""Tests of the reference integration: its pure parts, its token flow, and what it makes of the mock's answers."""
