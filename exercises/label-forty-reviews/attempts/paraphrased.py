# expect: causes-are-shown failed "A paraphrase is not a quotation"
causes = {one: (cause, "the customer is somehow torn") for one, (cause, quote) in causes.items()}
