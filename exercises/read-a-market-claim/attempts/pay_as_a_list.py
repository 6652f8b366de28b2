# expect: the-weekly-offer-is-worked-out failed "`pay` is not a dict"
# expect: the-offer-with-a-start-is-worked-out failed "`pay` is not a dict"
# expect: the-offer-by-the-task-is-worked-out failed "`pay` is not a dict"
pay = list(pay.values())
