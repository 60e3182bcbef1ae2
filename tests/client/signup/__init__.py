"""Tests of the sign-up backend: its two calls, what it keeps, what many at once and lost connections leave."""
