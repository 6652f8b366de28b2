"""The pages as pure functions of signed documents and of what the job seeker tells: the same input, the same bytes.

README: told is what a page embeds of the job seeker's own words, section what it says of one work, frame what all
pages share, front the page for thirty seconds, case the page for ten minutes about one work.
"""
