"""The probe: right applications pass, each wrong one is caught by the case meant for it."""
