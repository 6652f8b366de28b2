# expect: the-noise-is-estimated failed "what is hard counts as wrong"
noise = (probabilities.argmax(axis=1) != label).mean()
