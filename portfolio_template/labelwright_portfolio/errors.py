"""The one error a portfolio raises."""


class PortfolioError(Exception):
    """A portfolio cannot be built as asked; the message says what was found, why, and what to do next."""
