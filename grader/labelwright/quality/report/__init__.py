"""One call for the question people have: `agreement_report` picks the coefficients that fit the design at hand."""
