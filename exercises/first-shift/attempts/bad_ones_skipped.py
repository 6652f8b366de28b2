# expect: nothing-usable-is-skipped failed "No skip rule fits most of these items"
# expect: labels-follow-the-guideline failed "You gave no label to"
DOUBTFUL = items[
    items["text"].str.contains("Sydney|Venus|Michelangelo|2 hours|32 whole|of course|0.35|six days|400 g")
]
work = write_labels(
    {
        one: "upsetting" if one in set(DOUBTFUL["id"]) or verdict == "edit" else verdict
        for one, verdict in mine.items()
    }
)
