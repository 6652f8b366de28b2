# expect: the-queue-begins-with-the-least-believable failed "The reviewer has time for exactly this number of images"
queue = suspects
