"""The reference engine: plain Python that reads like SEMANTICS sections 2, 3 and 5."""
