"""Settings of all tests."""

from hypothesis import HealthCheck, settings

# how long an example takes says more about the machine than about the code
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("any machine"), max_examples=25)  # for `make test`
settings.load_profile("any machine")
