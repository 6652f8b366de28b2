# expect: labels-follow-the-guideline failed "It is meant for 20% of them at most"
# expect: rules-keep-to-the-guideline not_run "waits for another check"
# expect: each-desk-gets-its-messages failed "Fewer than half of their messages reach these desks"
long = {text: len(text.split()) > 15 for text in messages["text"]}
work = write_labels(
    {
        one: "other" if long[text] else right[one]
        for one, text in zip(messages["id"], messages["text"], strict=True)
    }
)
same, self_kappa = agree_with_self()
rules = write_rules()
