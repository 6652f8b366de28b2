"""The tables that are cleaned, linked and put in order: what their cards claim, recomputed from the fetched files."""

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from labelwright.data import load, load_card, verify
from labelwright.data.files import locate_all
from labelwright.data.loaders.csv_tables import load_penguins_tidy, true_links

ROOT = Path(__file__).parents[2]
SLUGS = (
    "reported-heights",
    "retailers",
    "febrl-people",
    "digits",
    "coins",
    "coin-boxes",
    "loans",
    "credit-data",
    "wine-judges",
    "ms-patients",
    "scan-pathology",
    "dawid-skene-patients",
    "penguins-raw",
    "sample-data-licences",
    "who-tuberculosis",
    "pizza-orders",
    "illness-lab-values",
    "glucose-readings",
)

KEYS = {
    "retailers": ["id"],
    "febrl-people": ["rec_id"],
    "digits": ["image"],
    "coins": ["name"],
    "coin-boxes": ["box"],
    "wine-judges": ["judge", "bottle"],
    "ms-patients": ["patient"],
    "dawid-skene-patients": ["patient", "observer", "occasion"],
    "penguins-raw": ["Species", "Sample Number"],
    "sample-data-licences": ["module"],
    "who-tuberculosis": ["country", "year"],
    "illness-lab-values": ["test"],
    "glucose-readings": ["datetime", "glucose"],
}


@pytest.fixture(scope="module")
def card(fetched):
    """A card whose files are here; the first one asks for all at once, since many share an archive."""
    command = [sys.executable, "-m", "labelwright.cli", "data", "fetch", *SLUGS, "--course", str(ROOT)]
    subprocess.run(command, capture_output=True)
    return fetched


@pytest.fixture(scope="module")
def table(card):
    return lambda slug: load(card(slug))


def evidence(slug, defect):
    return next(entry.evidence for entry in load_card(ROOT / "datasets" / slug).defects if entry.id == defect)


def numbers(text):
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_table_is_the_one_the_card_promises_and_has_a_key(card, slug):
    about = card(slug)
    frame = verify(about)
    assert about.shape.rows == len(frame)
    assert not frame.duplicated(KEYS.get(slug, ["row"])).any()


def test_heights_that_are_no_inches(table):
    heights = table("reported-heights").set_index("row")
    inches = pd.to_numeric(heights["height"], errors="coerce")
    odd = heights[inches.isna()]
    assert len(odd) == 81
    for row, text in re.findall(r"(\d+) `([^`]+)`", evidence("reported-heights", "not-a-number")):
        assert odd.loc[int(row), "height"] == text
    outside = heights[(inches < 50) | (inches > 84)]["height"]
    assert len(outside) == 211
    assert inches.between(50, 84).sum() == 803
    assert outside.value_counts()[["6", "5.5", "170", "180"]].tolist() == [19, 11, 9, 9]
    assert (inches.min(), inches.max()) == (0, 11111)
    repeats = heights.index[heights.duplicated(["time_stamp", "sex", "height"])].tolist()
    assert repeats == [27, 28, 35, 47, 60, 75, 77, 171, 265]
    assert set(repeats) <= set(numbers(evidence("reported-heights", "repeated-rows")))
    assert heights["time_stamp"].duplicated().sum() == 124
    assert heights["sex"].value_counts().to_dict() == {"Male": 847, "Female": 248}


def test_the_retailers_that_break_each_rule_are_those_on_the_card(table):
    shops = table("retailers").set_index("id")
    revenue = (shops["turnover"] + shops["other.rev"] - shops["total.rev"]).dropna()
    profit = (shops["total.rev"] - shops["total.costs"] - shops["profit"]).dropna()
    assert (len(revenue), len(profit)) == (23, 53)
    assert named("revenue-does-not-add-up") == set(revenue.index[revenue != 0])
    by_more = {row: int(gap) for row, gap in profit.items() if abs(gap) > 1}
    stated = re.findall(r"(RET\d\d) \((-?[\d,]+)\)", evidence("retailers", "profit-does-not-add-up"))
    assert {row: int(gap.replace(",", "")) for row, gap in stated} == by_more
    assert named("profit-does-not-add-up") - set(by_more) == set(profit.index[profit.abs() == 1])
    assert named("profit-share") == set(shops.index[shops["profit"] > 0.6 * shops["total.rev"]])
    figures = shops.drop(columns=["size"])
    below = (figures < 0).sum()
    assert below[below > 0].to_dict() == {"other.rev": 1, "profit": 4}
    for name, count in re.findall(r"([a-z.]+) (\d+)", evidence("retailers", "missing")):
        assert shops[name].isna().sum() == int(count)
    assert figures.isna().sum().sum() == 80
    ratio = shops["turnover"] / shops["vat"]
    assert set(ratio.index[(ratio > 50) | (ratio < 0.02)]) == named("unit-slips")


def named(defect):
    return set(re.findall(r"RET\d\d", evidence("retailers", defect)))


def test_febrl_links_and_what_separates_the_pairs(table):
    people = table("febrl-people")
    links = true_links(people)
    assert len(links) == 500
    fields = people.set_index("rec_id").fillna("")
    gaps = pd.Series([int((fields.loc[a] != fields.loc[b]).sum()) for a, b in links]).value_counts()
    assert gaps.to_dict() == {1: 130, 2: 171, 3: 124, 4: 51, 5: 21, 6: 1, 7: 2}
    assert not fields.duplicated().any()
    same_number = sum(fields.loc[a, "soc_sec_id"] == fields.loc[b, "soc_sec_id"] for a, b in links)
    assert same_number == 450
    assert people.groupby("soc_sec_id").size().max() == 2
    assert people.isna().sum().sum() == 321
    assert sorted(people.loc[people["postcode"].str.startswith("0"), "postcode"]) == ["0807"] + ["0870"] * 3
    names = people.fillna("").groupby(["given_name", "surname"])["rec_id"]
    alike = {(a, b) for _, ids in names for a in ids for b in ids if a < b}
    assert (len(alike), len(alike & links)) == (244, 243)


def test_febrl_records_named_as_wrong_are_wrong(table):
    people = table("febrl-people").set_index("rec_id")
    right = {"nsw", "vic", "qld", "wa", "sa", "tas", "act", "nt"}
    misspelt = people.index[people["state"].notna() & ~people["state"].isin(right)]
    assert set(misspelt) == set(re.findall(r"rec-\d+-\w+-\d", evidence("febrl-people", "misspelt-states")))
    born = people["date_of_birth"].dropna()
    no_date = born[pd.to_datetime(born, format="%Y%m%d", errors="coerce").isna()]
    stated = re.findall(r"(\d{8}) \((rec-\d+-dup-0)\)", evidence("febrl-people", "impossible-dates"))
    assert {record: date for date, record in stated} == no_date.to_dict()


def test_loans_mean_what_the_card_says(table):
    loans = table("loans").set_index("row")
    titles = loans["emp_title"].dropna()
    assert (titles != titles.str.strip()).sum() == 1192
    assert (titles.nunique(), titles.str.strip().nunique()) == (4741, 4411)
    joint = loans["application_type"] == "joint"
    assert joint.sum() == 1495
    assert loans.loc[~joint, "annual_income_joint"].isna().all()
    assert loans.loc[joint, "verification_income_joint"].isna().sum() == 40
    poor = loans["annual_income"] <= 1
    assert (poor == loans["debt_to_income"].isna()).all()
    assert poor.sum() == 24
    owed = (loans["balance"] + loans["paid_principal"] - loans["loan_amount"]).abs() > 0.011
    assert (owed == (loans["loan_status"] == "Charged Off")).all()
    parts = loans["paid_principal"] + loans["paid_interest"] + loans["paid_late_fees"]
    assert ((parts - loans["paid_total"]).abs() < 0.011).all()
    assert loans.index[loans["interest_rate"] == 6].tolist() == [1548, 1968, 9687]
    monthly = loans["interest_rate"] / 1200
    due = loans["loan_amount"] * monthly / (1 - (1 + monthly) ** -loans["term"])
    off = (due - loans["installment"])[lambda gap: gap.abs() > 0.05]
    assert off.round(2).to_dict() == {1968: 20.88, 9687: -3.21}
    assert set(loans["num_accounts_120d_past_due"].dropna()) == {0}
    assert loans.isna().sum().sum() == 42191


def test_credit_is_missing_where_it_matters(table):
    credit = table("credit-data").set_index("row")
    lost = credit["Income"].isna().groupby(credit["Status"]).sum()
    assert lost.to_dict() == {"bad": 217, "good": 164}
    assert credit["Status"].value_counts().to_dict() == {"good": 3200, "bad": 1254}
    assert credit.index[credit.duplicated()].tolist() == [1023, 2930]
    assert credit.isna().sum().sum() == 455
    assert credit.index[credit["Job"].isna()].tolist() == [30, 912]
    assert (credit["Amount"] <= credit["Price"]).all()


def test_penguins_raw_and_tidy_are_one_table(table, card):
    raw = table("penguins-raw")
    tidy = load_penguins_tidy(locate_all(card("penguins-raw")))
    assert raw.isna().sum().sum() == 336
    assert not raw.duplicated(["Species", "Sample Number"]).any()
    assert not raw.duplicated(["Individual ID", "Species", "studyName"]).any()
    assert raw["Individual ID"].nunique() == 190
    same = {
        "Culmen Length (mm)": "bill_length_mm",
        "Culmen Depth (mm)": "bill_depth_mm",
        "Flipper Length (mm)": "flipper_length_mm",
        "Body Mass (g)": "body_mass_g",
        "Island": "island",
    }
    for ours, theirs in same.items():
        pd.testing.assert_series_equal(raw[ours], tidy[theirs], check_names=False)
    pd.testing.assert_series_equal(raw["Sex"].str.lower(), tidy["sex"], check_names=False)
    assert (raw["Date Egg"].dt.year == tidy["year"]).all()


def test_namibia_lost_its_code(table):
    cases = table("who-tuberculosis")
    lost = cases[cases["iso2"].isna()]
    assert lost["country"].unique().tolist() == ["Namibia"]
    assert (len(lost), lost["iso3"].unique().tolist()) == (34, ["NAM"])
    counts = cases.iloc[:, 4:]
    assert (int(counts.isna().sum().sum()), int((counts == 0).sum().sum())) == (329394, 11080)
    assert (int(counts.isna().all(axis=1).sum()), int(counts.sum().sum())) == (3756, 43397518)
    assert not cases.duplicated(["country", "year"]).any()
    assert (cases["country"].nunique(), (cases.groupby("country").size() != 34).sum()) == (219, 9)


def test_the_licence_inventory_says_what_it_knows(table):
    entries = table("sample-data-licences").set_index("module")
    assert entries["status"].value_counts().to_dict() == {
        "existing-notice": 19,
        "source-verified": 18,
        "maintainer-confirmed": 2,
        "original-bokeh-data": 2,
    }
    unverified = entries[entries["verified_source_terms"].isna()]
    assert unverified["status"].value_counts().to_dict() == {"existing-notice": 18, "original-bokeh-data": 1}
    sourceless = entries.index[entries["sources"].isna()]
    assert all(module in evidence("sample-data-licences", "unrecorded-sources") for module in sourceless)
    assert (len(sourceless), entries["license_expression"].isna().sum()) == (7, 17)


def test_pizzas_are_counted_in_orders_and_days(table):
    pizzas = table("pizza-orders")
    assert (pizzas["id"].nunique(), pizzas["name"].nunique()) == (21350, 32)
    closed = pd.date_range("2015-01-01", "2015-12-31").difference(pizzas["date"].unique())
    assert [day.strftime("%d %b") for day in closed] == [
        "24 Sep",
        "25 Sep",
        "05 Oct",
        "12 Oct",
        "19 Oct",
        "26 Oct",
        "25 Dec",
    ]
    assert pizzas.duplicated(["id", "name", "size"]).sum() == 954
    assert pizzas.groupby(["name", "size"])["price"].nunique().max() == 1
    assert pizzas.loc[pizzas["size"].isin(["XL", "XXL"]), "name"].unique().tolist() == ["the_greek"]
