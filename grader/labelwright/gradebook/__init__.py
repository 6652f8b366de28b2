"""Store graded work: learners, submissions, reports, marks, comments and deadlines; nothing is ever overwritten."""
