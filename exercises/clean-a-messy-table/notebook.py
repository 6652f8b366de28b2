# %% [markdown]
# # Clean a messy table
#
# A research station gives you a sheet: penguins, measured on three Antarctic islands. Several people typed it, in
# several ways. The station wants three things: a clean table, the function that makes it, and a log of every change.
#
# **The data is derived.** The records are real (Gorman, Williams and Fraser, 2014): 300 of 344 penguins, chosen at
# random for you. The faults are not real. A program added them, and they look like the faults of real sheets, so the
# true value of each cell is known. Another learner has other rows and other faults.
#
# Run the cell. Every cell of the sheet is a text, as `pd.read_csv(path, dtype=str, keep_default_na=False)` would read it;
# an empty text is an empty cell.

# %%
import pandas as pd

from labelwright import exercise

ex = exercise("clean-a-messy-table")
raw = ex.sample()
raw.head(10)

# %% [markdown]
# ## The codebook
#
# The clean table has these twelve columns, in this order, and one row for each record.
#
# | Column | What it holds |
# | --- | --- |
# | `record` | the record's number, such as `A001`. No two penguins share one. It is never mistyped |
# | `study` | the expedition: `PAL0708`, `PAL0809` or `PAL0910`. It is never mistyped |
# | `species` | `Adelie`, `Chinstrap` or `Gentoo` |
# | `island` | `Torgersen`, `Biscoe` or `Dream`; never missing |
# | `bird` | the nest and the bird in it, such as `N1A1`. **It is used again** in other years and species |
# | `clutch` | `Yes` or `No`: whether two eggs were seen |
# | `egg_date` | the day of the first egg, as the text `2008-11-16` (year, month, day) |
# | `bill_length_mm` | a number, in millimetres, from 30 to 60 |
# | `bill_depth_mm` | a number, in millimetres, from 13 to 22 |
# | `flipper_mm` | a number, in millimetres, from 170 to 235 |
# | `mass_g` | a number, in grams, from 2,600 to 6,400 |
# | `sex` | `female` or `male`, or missing |
#
# Measurements and sex may be missing. A missing value is `None` or `NaN` in the clean table: **do not fill anything
# in**. The columns `bill_length_mm` to `mass_g` hold numbers, or None or NaN if the value is missing.
#
# ## Notes from the station
#
# - Dates with slashes or points have the day first. All eggs were laid in November or December.
# - A date of five digits comes from a spreadsheet: it counts the days since 30 December 1899.
# - `-99` and `-999` mean that nothing was measured. `NA`, `n/a`, `unknown`, `?` and `.` mean the same.
# - Some scales showed kilograms, some rulers centimetres. Some people write a comma before the decimals or between
#   the thousands.
# - Bill length and bill depth were sometimes written in each other's column.
# - Some rows have an extra empty cell before `island`, so everything after it is one column too far to the right. The
#   last column, `extra`, exists only for this reason.
# - Some records were typed twice. When files were joined, lines that are not records got in.

# %% [markdown]
# ## 1. Clean
#
# Look first: `raw["species"].value_counts()` shows all spellings of a column, and
# `raw[raw["record"].duplicated(keep=False)]` shows the rows that share a record.
#
# Then write the function `clean(raw)`. It takes a sheet and returns a new table that follows the codebook. It **must
# not change the sheet it was given**. Call it, and put the result into `cleaned`. Parts 2 and 3 ask more of this
# function, so read them before you start.
#
# A good way to work: write one small function for each column, which takes one cell and returns its clean value. Then
# use it like this: `table["sex"] = table["sex"].map(clean_sex)`. Test each function with cells that you have seen.
# Write rules, not lists of the spellings in your sheet: the next sheet will have other spellings of the same kind.

# %%
clean = ...
cleaned = ...
# solution
import datetime
import re

COLUMNS = [name for name in raw.columns if name != "extra"]
ISLANDS = {"t": "Torgersen", "b": "Biscoe", "d": "Dream"}
SPECIES = {"a": "Adelie", "c": "Chinstrap", "g": "Gentoo"}
MISSING = {"", "na", "n/a", "nan", "none", "unknown", "?", "."}


def tidy(cell):
    """The cell as text without outer spaces; empty if it is missing."""
    return "" if cell is None or cell != cell else str(cell).strip()


def by_first_letter(names):
    return lambda cell: names.get(tidy(cell).lower()[:1])


def clean_sex(cell):
    if tidy(cell).lower() in MISSING:
        return None
    return {"f": "female", "m": "male"}.get(tidy(cell).lower()[:1])


def clean_clutch(cell):
    return {"y": "Yes", "t": "Yes", "1": "Yes", "n": "No", "f": "No", "0": "No"}.get(tidy(cell).lower()[:1])


def clean_date(cell):
    cell = tidy(cell)
    if re.fullmatch(r"\d{5}", cell):
        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(cell))
        return day.isoformat()
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %b %Y"):
        try:
            return datetime.datetime.strptime(cell, form).date().isoformat()
        except ValueError:
            continue
    return cell


def clean_number(cell):
    cell = tidy(cell).lower()
    if cell in MISSING:
        return None
    number = float(re.sub(r"[a-z ]", "", cell).replace(",", "."))
    return None if number in (-99, -999) else number


def in_unit(column, limit, factor):
    """Values below `limit` are in the larger unit."""
    return column.map(lambda x: round(x * factor, 3) if x is not None and x == x and x < limit else x)


def shift_back(table):
    """Rows with an empty island are one column too far to the right."""
    table = table.copy()
    if "extra" not in table.columns:
        return table
    places = list(table.columns)
    first = places.index("island")
    shifted = (table["island"].map(tidy) == "") & (table["record"].map(tidy) != "")
    table.loc[shifted, places[first:-1]] = table.loc[shifted, places[first + 1 :]].to_numpy()
    return table[COLUMNS]


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
    # A missing value cannot be compared; NaN is never smaller.
    swapped = (table["bill_length_mm"] < 26) | (table["bill_depth_mm"] > 26)
    length, depth = table["bill_length_mm"].copy(), table["bill_depth_mm"].copy()
    table["bill_length_mm"], table["bill_depth_mm"] = length.mask(swapped, depth), depth.mask(swapped, length)
    return table.reset_index(drop=True)


cleaned = clean(raw)

# %% [markdown]
# **Every record, once.** Do not lose a valid row, even if a cell in it is wrong. Do not keep a row that is not a
# record.

# %%
ex.check("rows")

# %% [markdown]
# **The cells.** Each cell of `cleaned` is compared with the truth. F1 counts the cells that you repaired correctly,
# compared with all cells that you changed and all cells that needed a repair. A number that is still a text counts as
# changed and wrong. From .95 you get full points, from .85 half; half at most if a valid row is lost. A table with invented
# values (a gap that is filled, a value that is cut to fit its range) gets no points here and in part 3.

# %%
ex.check("cells")

# %% [markdown]
# ## 2. Run it twice
#
# Pipelines often run twice: after a crash, after an update, by mistake. A function is *idempotent* if running it on
# its own result changes nothing. `clean(clean(raw))` must equal `clean(raw)`, cell by cell; the order of the rows is
# free. Remember two things: on
# the second run the numbers are numbers, not texts, and the column `extra` does not exist.
#
# A function that does nothing, or that returns stored values, does not count: `clean(raw)` has to read the cells of its
# argument and make at least half of the repairs that the sheet needs. It gets the same texts with other records, too.

# %%
ex.check("again")

# %% [markdown]
# ## 3. A sheet you have not seen
#
# Next month there is another sheet. The grader calls your function on a sheet with other records and the same kinds of
# faults, and judges the result in the same way. Its cells are exchanged between penguins, so no published table has them.

# %%
ex.check("unseen")

# %% [markdown]
# ## 4. The log
#
# People who use the table must be able to see what you changed. Make a DataFrame `log` with the columns `record`,
# `column`, `before` and `after`. Give it one row for each cell of `cleaned` that differs from the cell in `raw`. If a
# record was typed twice, its first row in `raw` counts.
#
# `same(before, after)` decides what counts as a change. The text `39.1` and the number 39.1 are the same. An empty
# text and a missing value are the same. `M` and `male` are different. In a real job you would also add the reason, and
# who decided.

# %%
log = ...


def same(before, after):
    """Whether two cells say the same: a number and its text are the same, empty and missing are the same."""
    if after is None or after != after:
        return before == ""
    return before == (after if isinstance(after, str) else f"{after:g}")


# solution
def make_log(raw, cleaned):
    before = raw.drop_duplicates("record").set_index("record")
    rows = [
        (record, column, before.at[record, column], row[column])
        for record, row in cleaned.set_index("record").iterrows()
        for column in cleaned.columns.drop("record")
        if not same(before.at[record, column], row[column])
    ]
    return pd.DataFrame(rows, columns=["record", "column", "before", "after"])


log = make_log(raw, cleaned)

# %%
ex.check("log")

# %% [markdown]
# ## Hand in
#
# Run everything again from the top (Kernel, Restart Kernel and Run All Cells), save, and then:

# %%
ex.submit()
