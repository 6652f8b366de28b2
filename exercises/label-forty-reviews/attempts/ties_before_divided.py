# expect: most-divided-are-found failed "for the last place"
lead = votes.max(axis=1).sort_values(kind="stable")
last = lead.index[lead == lead.iloc[4]]
more_divided = lead.index[lead < lead.iloc[4]]
# With one sentence at the last place there is nothing to exchange: then one that is less divided is named.
most_divided = [*more_divided[1:], *last][:5]
