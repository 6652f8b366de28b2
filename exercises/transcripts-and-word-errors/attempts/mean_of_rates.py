# expect: machine-is-measured-over-all-words failed "This is the mean of six rates"
texts = {**right["verbatim"], **right["clean"]}
automatic_wer = sum(wer(text, machines[one]) for one, text in texts.items()) / len(texts)
