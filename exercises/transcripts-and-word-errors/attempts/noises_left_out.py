# expect: verbatim-is-as-said failed "Verbatim keeps all of them"
verbatim = write(
    "verbatim",
    {one: re.sub(r"\[(?!unclear)[a-z]+\]", "", text) for one, text in right["verbatim"].items()},
)
automatic_wer = measure()
