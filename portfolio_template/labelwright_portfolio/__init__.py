"""A job seeker's portfolio: passed work becomes one signed, self-contained page that anybody can check.

`build` goes from reports to a folder (gather -> page -> write), `profile` reads what the job seeker
says of themselves, and `verify` checks a finished page. Nothing heavy loads here.
"""
