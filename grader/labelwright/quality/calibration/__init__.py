"""How a labeller's scores sit: against the human ceiling, against a panel, and against their own confidence."""
