"""The agreement report: `agreement_report` chooses and computes the coefficients that fit the data."""
