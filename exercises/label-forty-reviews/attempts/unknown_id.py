# expect: causes-are-shown failed "is not the id of one of your forty sentences"
causes = {"no such id": next(iter(causes.values())), **causes}
