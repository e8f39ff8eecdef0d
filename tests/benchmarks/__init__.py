"""How quick and how light karasora is, beside its peers, in one run: `make bench`; see __main__.py."""
