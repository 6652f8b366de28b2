"""The store of what was graded: learners, submissions, reports and check results, never overwritten."""
