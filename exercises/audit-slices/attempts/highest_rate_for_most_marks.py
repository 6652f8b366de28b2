# expect: marks-are-not-false-alarms failed "the question is about all messages"
most_marked = claims[0]
