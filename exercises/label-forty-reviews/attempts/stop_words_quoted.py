# expect: causes-are-shown failed "fit any sentence"
few = {"the", "a", "it", "i", "is", "this", "to", "and", "of"}
stops = {one: [word for word in texts[one].lower().split() if word in few] for one in causes}
causes = {one: (cause, stops[one][0] if stops[one] else quote) for one, (cause, quote) in causes.items()}
