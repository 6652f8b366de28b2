"""The version of labelwright, stated here and nowhere else; pyproject.toml reads it when the package is built."""

__version__ = "0.1.0"
