# expect: labels-follow-the-guideline failed "labels agree with the reviewed labels"
# expect: second-labels-are-the-first-ones failed "Your labels drift"
# expect: rules-keep-to-the-guideline not_run "waits for another check"
following = dict(zip(desks, [*list(desks)[1:], "delivery"], strict=True))
late = set(messages["id"][35:])
work = write_labels(
    {
        one: following[label] if one in late and place % 3 else label
        for place, (one, label) in enumerate(right.items())
    }
)
same, self_kappa = agree_with_self()
rules = write_rules()
