"""Support the learner's own notebook: the workspace folder, progress, the session behind `exercise("...")`, handing in."""
