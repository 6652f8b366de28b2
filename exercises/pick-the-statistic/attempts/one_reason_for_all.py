# expect: the-deciding-parts-are-named failed "12 of your answers are `who rated`"
write_labels("what-decides", dict.fromkeys(right, "who rated"))
