"""The small tables of expert judgement and measurement: agreement, error rates and faults, recomputed."""
