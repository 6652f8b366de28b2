# expect: costly-errors-are-found failed "is what the machine wrote, not what was said"
texts = {**right["verbatim"], **right["clean"]}
harm = {
    one: next(word for word in words(machines[one]) if word not in words(text)) for one, text in texts.items()
}
