"""The pages as pure functions of the signed documents and the job seeker's words: the same input gives the same page.

README: `front` is the page to read in thirty seconds, `case` the page about one work to read in ten minutes. `section`
holds what the pages say about one work, `frame` what all pages share, and `page_data` what a page embeds so that it can
be checked. `render` writes every page, `verifier` writes the page that checks other pages.
"""
