"""The plain-data channel between a learner's process and the grader.

README: `plain_data` turns values into bounded data that cannot execute, `inspect` answers questions about a
namespace, `grading_session` is what `exercise(...)` returns while a notebook is graded. Only the standard library.
"""
