# expect: costly-errors-are-found failed "without noticing"
texts = {**right["verbatim"], **right["clean"]}
heard = {one: set(words(machines[one])) for one in texts}
sounds = {word for line in spelt.values() for word in line.split()} - {"two"}
harm = {
    one: next((word for word in words(text) if word in sounds and word not in heard[one]), "um")
    for one, text in texts.items()
}
