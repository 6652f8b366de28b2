"""Wrong answers to "Clean a messy table": each cell runs after the solution, and its first lines say what must come back."""


# %% argument-returned
# expect: a-second-run-changes-nothing failed "returns its argument unchanged"
# expect: the-next-sheet-is-cleaned-too failed "has the columns"
def clean(raw):
    return raw


# %% bills-exchanged
# expect: measurements-fit-the-codebook failed "In some rows, the bill's length and depth are in each other's"
low = cleaned["bill_length_mm"].notna() & (cleaned.index % 20 == 0)
cleaned.loc[low, ["bill_length_mm", "bill_depth_mm"]] = cleaned.loc[
    low, ["bill_depth_mm", "bill_length_mm"]
].to_numpy()
log = make_log(raw, cleaned)


# %% both-rows-logged
# expect: every-change-is-logged failed "you logged both rows"
rows = []
for at in range(len(raw)):
    line = raw.loc[at]
    if line["record"] in ("", "record"):
        continue
    row = cleaned[cleaned["record"] == line["record"]].iloc[0]
    for column in cleaned.columns.drop("record"):
        if not same(line[column], row[column]):
            rows.append((line["record"], column, line[column], row[column]))
first = raw.drop_duplicates("record").set_index("record")
again = raw[raw["record"].duplicated() & (raw["record"] != "record")]
for _, line in again.iterrows():
    for column in ("mass_g", "sex", "egg_date"):
        rows.append((line["record"], column, line[column], "typed twice"))
        rows.append((line["record"], column, line[column] + " ", "typed twice"))
log = pd.DataFrame(rows, columns=["record", "column", "before", "after"])


# %% columns-emptied
# expect: cells-are-repaired failed "You emptied"
# expect: measurements-fit-the-codebook failed "are missing, but their value can be read"
# expect: nothing-is-invented failed "are missing, but their value can be read"
for name in ("bill_length_mm", "bill_depth_mm", "flipper_mm", "mass_g"):
    cleaned[name] = None
log = make_log(raw, cleaned)


# %% dates-coerced
# expect: dates-are-right failed "dates are missing now, but they can be read"
# expect: cells-are-repaired failed "does this without a warning"
# expect: the-next-sheet-is-cleaned-too failed "does this without a warning"
def clean_date(cell):
    return tidy(cell) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", tidy(cell)) else None


cleaned = clean(raw)
log = make_log(raw, cleaned)


# %% dates-not-logged
# expect: every-change-is-logged failed "Changes are missing in `egg_date`"
log = log[log["column"] != "egg_date"]


# %% dates-turned-at-each-run
# expect: a-second-run-changes-nothing failed "changes its own result when it runs a second time"
# expect: the-next-sheet-is-cleaned-too failed "Day and month are swapped"
once = clean


def turned(day):
    year, month, number = day.split("-")
    return f"{year}-{number}-{month}" if int(number) <= 12 or int(month) > 12 else day


def clean(raw):
    table = once(raw)
    table["egg_date"] = table["egg_date"].map(turned)
    return table


# %% day-zero-in-1900
# expect: cells-are-repaired failed "Look at `egg_date`"
# expect: the-next-sheet-is-cleaned-too failed "Look at `egg_date`"
# expect: dates-are-right failed "dates are wrong by a few days"
all_forms = clean_date


def clean_date(cell):
    if re.fullmatch(r"\d{5}", tidy(cell)):
        return (datetime.date(1900, 1, 1) + datetime.timedelta(days=int(tidy(cell)))).isoformat()
    return all_forms(cell)


cleaned = clean(raw)
log = make_log(raw, cleaned)


# %% decimal-comma-removed
# expect: measurements-fit-the-codebook failed "you removed a decimal comma"
# expect: cells-are-repaired failed "you removed a decimal comma"
# expect: the-next-sheet-is-cleaned-too failed "you removed a decimal comma"
def clean_number(cell):
    cell = tidy(cell).lower()
    if cell in MISSING:
        return None
    number = float(re.sub(r"[a-z ,]", "", cell))
    return None if number in (-99, -999) else number


def clean(raw):
    table = shift_back(raw)
    table = table[~table["record"].map(tidy).isin(["", "record"])].drop_duplicates("record")
    table["species"] = table["species"].map(by_first_letter(SPECIES))
    table["island"] = table["island"].map(by_first_letter(ISLANDS))
    table["bird"] = table["bird"].map(lambda cell: tidy(cell).upper())
    table["clutch"] = table["clutch"].map(clean_clutch)
    table["egg_date"] = table["egg_date"].map(clean_date)
    table["sex"] = table["sex"].map(clean_sex)
    for name in ("bill_length_mm", "bill_depth_mm", "flipper_mm", "mass_g"):
        table[name] = pd.to_numeric(table[name].map(clean_number))
    table["flipper_mm"] = in_unit(table["flipper_mm"], 50, 10)
    table["mass_g"] = in_unit(table["mass_g"], 100, 1000)
    length, depth = table["bill_length_mm"].copy(), table["bill_depth_mm"].copy()
    swapped = (length < 26) | depth.between(30, 60)
    table["bill_length_mm"], table["bill_depth_mm"] = length.mask(swapped, depth), depth.mask(swapped, length)
    return table.reset_index(drop=True)


cleaned = clean(raw)
log = make_log(raw, cleaned)


# %% extra-column-kept
# expect: the-columns-are-the-codebooks failed "extra is not a column of the codebook"
# expect: cells-are-repaired failed "extra is not a column of the codebook"
# expect: every-change-is-logged failed "extra is not a column of the codebook"
cleaned = cleaned.assign(extra="")


# %% extra-column-needed
# expect: a-second-run-changes-nothing failed "KeyError"
once = clean


def clean(raw):
    return once(raw[raw["extra"].notna()])


# %% grams-at-each-run
# expect: a-second-run-changes-nothing failed "become 1000 times as large: a unit is converted again"
source = clean


def clean(raw):
    table = source(raw)
    if "extra" not in raw.columns:
        table["mass_g"] = table["mass_g"] * 1000
    return table


# %% header-lines-kept
# expect: every-record-is-there-once failed "header lines from the middle of the sheet"
# expect: cells-are-repaired failed "should not be in the table"
cleaned = pd.concat([cleaned, pd.DataFrame({"record": ["record"], "study": ["study"]})], ignore_index=True)


# %% kilograms-left
# expect: cells-are-repaired failed "they are still in another unit"
# expect: the-next-sheet-is-cleaned-too failed "they are still in another unit"
# expect: measurements-fit-the-codebook failed "`mass_g` has values in a larger unit"
converted = in_unit


def in_unit(column, limit, factor):
    return column if factor == 1000 else converted(column, limit, factor)


cleaned = clean(raw)
log = make_log(raw, cleaned)


# %% last-row-logged
# expect: every-change-is-logged failed "you used its last row in `raw`"
before = raw.drop_duplicates("record", keep="last").set_index("record")
log = pd.DataFrame(
    [
        (record, column, before.at[record, column], row[column])
        for record, row in cleaned.set_index("record").iterrows()
        for column in row.index
        if not same(before.at[record, column], row[column])
    ],
    columns=["record", "column", "before", "after"],
)


# %% log-as-text
# expect: every-change-is-logged passed
# expect: before-and-after-are-right passed
log["after"] = [
    "" if cell is None or cell != cell else cell if isinstance(cell, str) else f"{cell:g}"
    for cell in log["after"]
]
log["before"] = [None if cell == "" else cell for cell in log["before"]]


# %% log-by-hand
# expect: every-change-is-logged failed "Changes are missing in"
log = log.head(20)


# %% log-by-place
# expect: every-change-is-logged failed "You compared rows by their place"
rows = []
for at in range(len(cleaned)):
    for column in cleaned.columns.drop("record"):
        before, after = raw[column].iloc[at], cleaned[column].iloc[at]
        if not same(before, after):
            rows.append((cleaned["record"].iloc[at], column, before, after))
log = pd.DataFrame(rows, columns=["record", "column", "before", "after"])


# %% log-made-twice
# expect: every-change-is-logged failed "The same entries are in the log again"
log = pd.concat([log, log], ignore_index=True)


# %% log-turned-round
# expect: before-and-after-are-right failed "Before and after are exchanged"
log = log.rename(columns={"before": "after", "after": "before"})


# %% mean-filled-in
# expect: nothing-is-invented failed "a mean or a median that nobody measured"
# expect: cells-are-repaired failed "A table with invented values earns no points here"
for name in ("bill_length_mm", "bill_depth_mm", "flipper_mm", "mass_g"):
    cleaned[name] = cleaned[name].fillna(cleaned[name].mean())
log = make_log(raw, cleaned)


# %% measurements-cut-to-the-range
# expect: measurements-fit-the-codebook failed "They were cut to fit"
# expect: cells-are-repaired failed "A table with invented values earns no points here"
# expect: the-next-sheet-is-cleaned-too failed "They were cut to fit"
source = clean


def clean(raw):
    table = source(raw)
    sheet = raw.drop_duplicates("record").set_index("record")
    for name, other, low, high in (
        ("bill_length_mm", "bill_depth_mm", 30, 60),
        ("bill_depth_mm", "bill_length_mm", 13, 22),
    ):
        written = pd.to_numeric(table["record"].map(sheet[name]), errors="coerce")
        swapped = written.notna() & (written > 0) & (written == table[other])
        table[f"new_{name}"] = table[name].mask(swapped, written).clip(low, high)
    for name in ("bill_length_mm", "bill_depth_mm"):
        table[name] = table.pop(f"new_{name}")
    return table


cleaned = clean(raw)
log = make_log(raw, cleaned)


# %% month-first
# expect: dates-are-right failed "A function that guesses the date format reads"
day_first = clean_date


def clean_date(cell):
    for form in ("%m/%d/%Y", "%m.%d.%Y"):
        try:
            return datetime.datetime.strptime(tidy(cell), form).date().isoformat()
        except ValueError:
            continue
    return day_first(cell)


cleaned = clean(raw)
log = make_log(raw, cleaned)


# %% names-in-lower-case
# expect: cells-are-repaired failed "the right letters but other capitals, or a space at an end, such as 'adelie'"
cleaned["species"] = cleaned["species"].str.lower()
cleaned["island"] = cleaned["island"].str.lower()
log = make_log(raw, cleaned)


# %% nothing-repaired
# expect: measurements-fit-the-codebook failed "Texts cannot be averaged"
# expect: nothing-is-invented failed "were never measured have a value"
# expect: dates-are-right failed "still have another form"
# expect: cells-are-repaired failed "You changed 0 cells"
# expect: every-change-is-logged failed "you changed 0 cells"
cleaned = raw[~raw["record"].isin(["", "record"])].drop_duplicates("record").drop(columns="extra")
log = make_log(raw, cleaned)


# %% numbers-left-as-text
# expect: cells-are-repaired failed "still contains text that should be numbers"
# expect: measurements-fit-the-codebook failed "Texts cannot be averaged"
cleaned["mass_g"] = [None if mass != mass else f"{mass:g}" for mass in cleaned["mass_g"]]


# %% only-the-columns
# expect: a-second-run-changes-nothing failed "repairs that are needed, so a second run has little to spoil"
# expect: the-next-sheet-is-cleaned-too failed "More than one row has the same"
def clean(raw):
    return raw.drop(columns="extra", errors="ignore")


# %% outliers-dropped
# expect: every-record-is-there-once failed "Another unit can be converted, and a sentinel affects only one"
# expect: cells-are-repaired failed "valid rows: `"
first = shift_back(raw).drop_duplicates("record")
mass = pd.to_numeric(first["mass_g"], errors="coerce")
odd = first.loc[mass.notna() & ~mass.between(2600, 6400), "record"]
cleaned = cleaned[~cleaned["record"].isin(odd)]
log = make_log(raw, cleaned)


# %% repeats-by-bird
# expect: every-record-is-there-once failed "You removed rows because their `bird` appears again"
# expect: cells-are-repaired failed "valid rows: `"
cleaned = cleaned.drop_duplicates("bird")
log = make_log(raw, cleaned)


# %% repeats-in-the-log
# expect: cells-are-repaired failed "More than one row has the same `record`"
# expect: every-record-is-there-once failed "You compared whole rows"
# expect: every-change-is-logged failed "`cleaned` still has more than one row for some records"
twice = raw.loc[raw["record"].duplicated() & (raw["record"] != "") & (raw["record"] != "record"), "record"]
cleaned = pd.concat([cleaned, cleaned[cleaned["record"].isin(twice)]], ignore_index=True)
log = pd.concat([log, log[log["record"].isin(twice)]], ignore_index=True)


# %% result-remembered
# expect: a-second-run-changes-nothing failed "returns the same table if it gets only the first"
# expect: the-next-sheet-is-cleaned-too failed "should not be in the table"
kept = cleaned.copy()


def clean(raw):
    return kept


# %% row-numbers-kept
# expect: cells-are-repaired failed "`reset_index()` put the old row numbers there"
# expect: every-change-is-logged failed "`reset_index()` put the old row numbers there"
# expect: the-columns-are-the-codebooks failed "`reset_index()` put the old row numbers there"
# expect: a-second-run-changes-nothing failed "`reset_index()` adds the column"
# expect: the-next-sheet-is-cleaned-too failed "Write `reset_index(drop=True)`"
source = clean


def clean(raw):
    return source(raw).reset_index()


cleaned = clean(raw)


# %% rows-with-gaps-dropped
# expect: every-record-is-there-once failed "A missing sex does not make the other eleven cells wrong"
# expect: cells-are-repaired failed "valid rows: `"
cleaned = cleaned.dropna()
log = make_log(raw, cleaned)


# %% rows-without-island-dropped
# expect: the-next-sheet-is-cleaned-too failed "half of the points at most"
# expect: every-record-is-there-once failed "their `island` is empty. All their values are still there"
# expect: cells-are-repaired failed "half of the points at most"
def shift_back(table):
    table = table[table["island"] != ""]
    return table.drop(columns="extra", errors="ignore")


cleaned = clean(raw)
log = make_log(raw, cleaned)


# %% sentinel-left
# expect: a-second-run-changes-nothing failed "changes its own result"
# expect: nothing-is-invented failed "A sentinel (-99 or -999) is still there"
# expect: measurements-fit-the-codebook failed "A sentinel (-99 or -999) is still in `"
# expect: the-next-sheet-is-cleaned-too failed "still have a code for 'not measured'"
# expect: cells-are-repaired failed "still have a code for 'not measured'"
def clean_number(cell):
    cell = tidy(cell).lower()
    return None if cell in MISSING else float(re.sub(r"[a-z ]", "", cell).replace(",", "."))


def in_unit(column, limit, factor):
    return column.map(lambda x: round(x * factor, 3) if x == x and 0 < x < limit else x)


cleaned = clean(raw)
log = make_log(raw, cleaned)


# %% sheet-written-into
# expect: the-sheet-is-unchanged failed "Your function, or a cell of the notebook, changed the sheet"
raw["sex"] = raw["sex"].str.strip().str.lower()


# %% shifted-rows-left
# expect: a-second-run-changes-nothing failed "They were not moved back"
# expect: cells-are-repaired failed "their `island` is empty, and each later cell is one column too far"
# expect: measurements-fit-the-codebook failed "They were not moved back"
# expect: dates-are-right failed "They were not moved back"
# expect: the-next-sheet-is-cleaned-too failed "They were not moved back"
full_number = clean_number


def clean_number(cell):
    try:
        return full_number(cell)
    except ValueError:
        return None


def shift_back(table):
    return table.drop(columns="extra", errors="ignore")


cleaned = clean(raw)
log = make_log(raw, cleaned)


# %% shifted-rows-thrown-away
# expect: every-record-is-there-once failed "All their values are still there"
# expect: cells-are-repaired failed "valid rows: `"
shifted = raw.loc[(raw["island"] == "") & (raw["record"] != ""), "record"]
cleaned = cleaned[~cleaned["record"].isin(shifted)]
log = make_log(raw, cleaned)


# %% short-floats
# expect: cells-are-repaired passed
# expect: every-change-is-logged passed
# expect: before-and-after-are-right passed
for name in ("bill_length_mm", "bill_depth_mm", "flipper_mm", "mass_g"):
    cleaned[name] = cleaned[name].astype("float32")
log = make_log(raw, cleaned)


# %% sorted-by-category
# expect: a-second-run-changes-nothing passed
once = clean


def clean(raw):
    table = once(raw)
    table["species"] = table["species"].astype("category")
    return table.sort_values("species").sample(frac=1, random_state=1)


# %% spreadsheet-days-left
# expect: dates-are-right failed "Five digits are the day number of a spreadsheet"
all_forms = clean_date


def clean_date(cell):
    return tidy(cell) if re.fullmatch(r"\d{5}", tidy(cell)) else all_forms(cell)


cleaned = clean(raw)
log = make_log(raw, cleaned)


# %% types-logged
# expect: every-change-is-logged failed "For example, the text 39.1 and the number 39.1 mean the same"
before = raw.drop_duplicates("record").set_index("record")
log = pd.DataFrame(
    [
        (record, column, before.at[record, column], row[column])
        for record, row in cleaned.set_index("record").iterrows()
        for column in row.index
        if before.at[record, column] != row[column]
    ],
    columns=["record", "column", "before", "after"],
)


# %% values-looked-up
# expect: the-next-sheet-is-cleaned-too failed "valid rows"
# expect: a-second-run-changes-nothing failed "It looks the values up, for example by `record`"
known = cleaned.set_index("record")


def clean(raw):
    records = [one for one in dict.fromkeys(raw["record"]) if one in known.index]
    return known.loc[records].reset_index()[list(cleaned.columns)]


# %% whole-rows-compared
# expect: every-record-is-there-once failed "You compared whole rows"
# expect: cells-are-repaired failed "More than one row has the same `record`"
cleaned = pd.concat([cleaned, cleaned.head(3)], ignore_index=True)


# %% word-for-missing-left
# expect: nothing-is-invented failed "one more category"
cleaned["sex"] = [sex if isinstance(sex, str) else "unknown" for sex in cleaned["sex"]]
log = make_log(raw, cleaned)
