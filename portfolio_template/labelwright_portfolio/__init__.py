"""A job seeker's portfolio: passed work becomes one signed, self-contained page that anybody can check.

README: `build` goes from reports to a folder (select_work -> pages -> write), `profile` and `stories` read the job
seeker's own words, and `verify` checks a finished page. Importing the package loads nothing heavy.
"""
