"""The steps that bring an older gradebook's tables up to date, one module a step."""
