# expect: labels-follow-the-guideline failed "You did not check the limits in the prompt:"
# expect: each-line-is-used failed "line 4: 0 of"
offers = items.set_index("id")["text"].str.contains(
    "Let me know|Feel free|Would you like|happy to|Shall I|anything else"
)
work = write_labels(
    {one: "keep" if verdict == "edit" and not offers[one] else verdict for one, verdict in mine.items()}
)
