# expect: nothing-is-guessed failed "Readers will think that somebody said it"
clean = write("clean", {one: text.replace("[unclear]", "market") for one, text in right["clean"].items()})
automatic_wer = measure()
