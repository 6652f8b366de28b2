# expect: causes-are-shown failed "is not one of the choices"
causes = {one: ("the crowd is wrong", quote) for one, (cause, quote) in causes.items()}
