"""`pytest tests/hostile --hypothesis-profile=deep` looks a hundred times longer, and each time elsewhere.

Without it the examples are few and always the same, so that `make test` is quick and says the same twice.
"""

from hypothesis import settings

settings.register_profile("deep", max_examples=10_000)
