# expect: causes-are-shown failed "has the words first and the cause second"
causes = {one: (quote, cause) for one, (cause, quote) in causes.items()}
