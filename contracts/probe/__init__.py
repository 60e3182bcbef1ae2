"""The probe: whether somebody's own backend survives everything that PortOne may answer.

Lives here: talking to the application and to the mock, the cases, their verdicts. May not: anything of a server.
"""
