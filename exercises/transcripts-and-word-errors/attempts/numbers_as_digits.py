# expect: verbatim-is-as-said failed "You wrote numbers as digits"
verbatim = write(
    "verbatim",
    {one: text.replace("one", "1").replace("two", "2") + " 3 4 5" for one, text in right["verbatim"].items()},
)
automatic_wer = measure()
