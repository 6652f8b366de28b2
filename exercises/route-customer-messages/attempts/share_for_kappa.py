# expect: figures-are-right failed "You did not subtract the agreement by chance"
following = dict(zip(desks, [*list(desks)[1:], "delivery"], strict=True))
work = write_labels(
    {one: following[label] if one == seconds_showing[0] else label for one, label in right.items()}
)
same, self_kappa = agree_with_self()
self_kappa = same
rules = write_rules()
