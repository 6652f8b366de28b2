"""The learner's desk: the workspace folder, progress, the session behind `exercise("...")`, and handing in."""
