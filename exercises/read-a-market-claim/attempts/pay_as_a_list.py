# expect: the-weekly-offer-is-worked-out failed "`pay` should be a dict from offer to amount, but it is a list of 3 numbers"
# expect: the-offer-with-a-start-is-worked-out failed "`pay` should be a dict from offer to amount, but it is a list of 3 numbers"
# expect: the-offer-by-the-task-is-worked-out failed "`pay` should be a dict from offer to amount, but it is a list of 3 numbers"
pay = list(pay.values())
