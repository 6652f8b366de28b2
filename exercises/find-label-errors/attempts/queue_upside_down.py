# expect: the-queue-begins-with-the-least-believable failed "The queue is in the wrong order:"
queue = rows["id"].iloc[np.argsort(-own, kind="stable")[:150]].tolist()
