"""accordant: a service level agreement as one file that both parties read, sign and run."""

__version__ = "0.1.0"
