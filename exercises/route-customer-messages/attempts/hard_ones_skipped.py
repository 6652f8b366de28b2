# expect: every-message-is-settled failed "You skipped 10 of 70 items"
# expect: labels-follow-the-guideline not_run "waits for another check"
# expect: rules-keep-to-the-guideline not_run "waits for another check"
came_twice = messages["text"].duplicated(keep=False)
hard = messages.loc[~came_twice, "id"].tolist()[:10]
work = write_labels(
    {one: None if one in hard else label for one, label in right.items()}, reason="not English"
)
