"""The tester's paths, under /_mock."""
