# expect: the-queue-begins-with-the-least-believable failed "The queue is upside down"
queue = rows["id"].iloc[np.argsort(-own, kind="stable")[:150]].tolist()
