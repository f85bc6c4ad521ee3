"""Engines: one Database each; what differs in their SQL is in `dialects`."""
