# expect: the-queue-begins-with-the-least-believable failed "A reviewer's hour is planned in images"
queue = suspects
