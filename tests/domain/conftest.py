"""What is true of every property test of the domain.

Lives here: one profile of Hypothesis. May not: fixtures (world.py has functions instead).
"""

from hypothesis import settings

# A busy machine is no failure: what has to be quick is measured in work done, not in time.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
