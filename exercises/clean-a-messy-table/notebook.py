# %% [markdown]
# # Clean a messy table
#
# A research station hands you a sheet: penguins, measured on three Antarctic islands. Several people typed it, in several
# ways. You are asked for three things: a clean table, the function that makes it, and a log of what was changed.
#
# **The data is derived.** The records are real (Gorman, Williams and Fraser, 2014): 300 of 344 penguins, drawn for you. The
# dirt is not. A program put it in, in ways that real sheets show, so that each cell's true value is known. Your sheet is
# yours; another learner has other rows and other faults.
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
# Measurements and sex may be missing. What is missing is `None` or `NaN` in the clean table, and stays so: **nothing is
# filled in**. The columns `bill_length_mm` to `mass_g` hold numbers, and None or NaN where the value is missing.
#
# ## Notes from the station
#
# - Dates with slashes or points are written day first. The eggs came in November and December.
# - A date of five digits is a spreadsheet's: days since 30 December 1899.
# - `-99` and `-999` were typed where nothing was measured. So were `NA`, `n/a`, `unknown`, `?` and `.`.
# - Some scales showed kilograms, some rulers centimetres. Some people write a comma before decimals, or between thousands.
# - The two measures of a bill were sometimes written into one another's column.
# - In some rows an empty cell slipped in before `island`, and all that follows stands one column too far to the right. The
#   last column, `extra`, is there for that reason only.
# - Some records were typed twice, and lines that are no record got in when files were put together.

# %% [markdown]
# ## 1. Clean
#
# Look before you write: `raw["species"].value_counts()` shows all spellings of a column, and
# `raw[raw["record"].duplicated(keep=False)]` the rows that share a record.
#
# Then write the function `clean(raw)`. It takes a sheet and returns a new table as the codebook has it, **without
# changing the sheet it was given**. Call it, and put the result into `cleaned`. Three more demands on it come below, so read
# to the end of part 3 first.
#
# A good way to work: one small function a column, which takes one cell and returns its clean value, and
# `table["sex"] = table["sex"].map(clean_sex)`. Test each with cells that you have seen. Write rules, not lists of your
# own sheet's spellings: the next sheet will have others of the same kind.

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
    """The cell as text without outer space; empty where it is missing."""
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
    """Rows with an empty island stand one column too far to the right."""
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
    # What was taken out of a column that lost a sentinel cannot be compared; NaN is never smaller.
    swapped = (table["bill_length_mm"] < 26) | (table["bill_depth_mm"] > 26)
    length, depth = table["bill_length_mm"].copy(), table["bill_depth_mm"].copy()
    table["bill_length_mm"], table["bill_depth_mm"] = length.mask(swapped, depth), depth.mask(swapped, length)
    return table.reset_index(drop=True)


cleaned = clean(raw)

# %% [markdown]
# **Every record, once.** No valid row may be lost, whatever is wrong in it, and no row may be in the table that is no
# record.

# %%
ex.check("rows")

# %% [markdown]
# **The cells.** Each cell of `cleaned` is compared with the truth. F1 counts the cells that needed a repair and got the
# right one, against those that you changed and those that needed it. Full marks from .95, half from .85.

# %%
ex.check("cells")

# %% [markdown]
# ## 2. Run it twice
#
# Pipelines run again: after a crash, after an update, by mistake. A function is *idempotent* when running it on its own
# result changes nothing. `clean(clean(raw))` must equal `clean(raw)`, cell by cell. Two things to think of: the second time the
# numbers are numbers and no texts, and there is no column `extra`.

# %%
ex.check("again")

# %% [markdown]
# ## 3. A sheet you have not seen
#
# Next month there is another sheet. Your function is called on one with other records and the same kinds of fault, and
# judged in the same way.

# %%
ex.check("unseen")

# %% [markdown]
# ## 4. The log
#
# Whoever uses the table must be able to see what you changed. Make a DataFrame `log` with the columns `record`, `column`,
# `before` and `after`, one row for each cell of `cleaned` that does not say the same as the cell in `raw`. Where a record
# was typed twice, its first row in `raw` counts.
#
# `same(before, after)` decides what counts as a change: the text `39.1` and the number 39.1 say the same, an empty text
# and a missing value do too; `M` and `male` do not. On a job you would add the reason, and who decided.

# %%
log = ...


def same(before, after):
    """Whether two cells say the same: numbers and texts alike, empty and missing alike."""
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
# Run everything once more from the top (Kernel, Restart Kernel and Run All Cells), save, and then:

# %%
ex.submit()
