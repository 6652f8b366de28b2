# expect: the-queue-begins-with-the-least-believable failed "The reviewer would start with any of them"
queue = sorted(queue)
