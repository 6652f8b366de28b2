"""Coefficients of agreement, each returned as an `Agreement` with its interval, or with the reason why it is undefined."""
