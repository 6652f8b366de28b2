# expect: causes-are-shown failed "A quotation has the same words in the same order"
causes = {one: (cause, "the customer is somehow torn") for one, (cause, quote) in causes.items()}
