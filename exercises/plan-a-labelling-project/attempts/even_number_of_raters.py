# expect: target-is-reached failed "can tie"
# expect: budget-is-kept failed "can tie"
# expect: accepted-labels-are-foreseen failed "can tie"
# expect: cost-is-foreseen failed "can tie"
# expect: price-of-an-accepted-label failed "can tie"
raters_per_item = 4
