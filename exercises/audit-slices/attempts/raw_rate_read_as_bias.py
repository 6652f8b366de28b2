# expect: marks-are-not-false-alarms failed "You read a raw share as bias"
why_marked = "the assistant treats it worse"
