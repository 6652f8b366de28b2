# expect: the-noise-is-estimated failed "So hard images count as wrong"
noise = (probabilities.argmax(axis=1) != label).mean()
