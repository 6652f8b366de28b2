# expect: the-queue-begins-with-the-least-believable failed "what a reviewer sees first is left to chance"
queue = sorted(queue)
