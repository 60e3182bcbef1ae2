"""The console as people use it: in Chromium."""
