# expect: nothing-is-guessed failed "it reads like something that was said"
clean = write("clean", {one: text.replace("[unclear]", "market") for one, text in right["clean"].items()})
automatic_wer = measure()
