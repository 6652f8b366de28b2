# expect: marks-are-not-false-alarms failed "A raw rate was read as bias"
why_marked = "the assistant treats it worse"
