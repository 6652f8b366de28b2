# expect: second-labels-are-the-first-ones failed "have another label the second time"
following = dict(zip(desks, [*list(desks)[1:], "delivery"], strict=True))
unlike = seconds_showing[:5]
work = write_labels({one: following[label] if one in unlike else label for one, label in right.items()})
same, self_kappa = agree_with_self()
rules = write_rules()
