"""Find labels that are probably wrong, from a model's out-of-sample probabilities."""
