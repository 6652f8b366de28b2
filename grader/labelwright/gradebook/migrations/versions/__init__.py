"""One module for each version of the tables; `down_revision` names the version before it."""
