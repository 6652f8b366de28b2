"""The text and judgement datasets: each loads as its card promises, and what the card says is recomputed."""

from __future__ import annotations

import json
import re
import string
from collections import Counter
from collections.abc import Callable
from hashlib import md5
from itertools import chain
from statistics import fmean, pstdev
from xml.etree.ElementTree import parse

import pandas as pd
import pytest

from labelwright.data import DatasetCard, locate, verify
from labelwright.data.content_filter import suitable
from labelwright.data.files import locate_all
from labelwright.data.loaders.translations import read_catalogue
from labelwright.quality import wilson

SLUGS = (
    "citation-variants",
    "contract-questions",
    "court-strings",
    "django-translations",
    "emoji-votes",
    "hutto-amazon-snippets",
    "hutto-tweets",
    "medmcqa-medicine",
    "nq-open-verdicts",
    "privacy-policy-clauses",
    "pubmedqa-labelled",
    "sms-spam",
    "truthful-answers",
    "us-address-spans",
)
ENTITY = re.compile(r"&#?\w+;")


class Known:
    """One dataset on this computer: its card, its table, and what the card says somewhere."""

    def __init__(self, card: DatasetCard) -> None:
        self.card = card
        self.table = verify(card)

    def evidence(self, defect: str) -> str:
        return next(f"{one.what} {one.evidence}" for one in self.card.defects if one.id == defect)

    def caveat(self, *words: str) -> str:
        (found,) = [line for line in self.card.caveats if all(word in line for word in words)]
        return found


@pytest.fixture(scope="module")
def known(fetched: Callable[[str], DatasetCard]) -> Callable[[str], Known]:
    made: dict[str, Known] = {}

    def get(slug: str) -> Known:
        if slug not in made:
            made[slug] = Known(fetched(slug))
        return made[slug]

    return get


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text))


def ratings(table: pd.DataFrame) -> list[list[int]]:
    return [json.loads(one) for one in table["ratings"]]


def sign(rating: float) -> int:
    return (rating > 0) - (rating < 0)


def left_out(votes: list[int]) -> float:
    """How often one vote is the most frequent of the others; a tie of the others counts as a fair share."""
    counts, total = Counter(votes), 0.0
    for value, times in counts.items():
        others = Counter({one: n - (one == value) for one, n in counts.items()})
        most = [one for one, n in others.items() if n == max(others.values())]
        total += times * (value in most) / len(most)
    return total / len(votes)


def test_left_out_on_a_case_done_by_hand():
    # Two of three say 1: each 1 meets the others 1 and 0 (a tie, half), the 0 meets 1 and 1 (no).
    assert left_out([1, 1, 0]) == pytest.approx((0.5 + 0.5 + 0) / 3)
    assert left_out([1, 1, 1]) == 1


@pytest.mark.parametrize("slug", SLUGS)
def test_the_table_is_the_one_the_card_promises(known, slug):
    table = known(slug).table
    assert not [name for name in table if table[name].isna().any()] or slug in (
        "court-strings",
        "django-translations",
    )
    for name in {"id", "emoji"} & set(table):
        assert table[name].is_unique


@pytest.mark.parametrize("slug", SLUGS)
def test_the_card_names_terms_skills_and_what_must_not_leave(fetched, slug):
    card = fetched(slug)
    assert card.licence.package is not None
    assert card.skills
    assert card.defects
    assert card.republish.must_not
    assert card.folder.joinpath("croissant.json").is_file()


@pytest.mark.parametrize(
    ("slug", "ceiling", "count"),
    [("hutto-amazon-snippets", 86.3, 74_160), ("hutto-tweets", 81.4, 159_750)],
)
def test_the_ceiling_is_one_rater_against_the_others(known, slug, ceiling, count):
    given = ratings(known(slug).table)
    assert sum(map(len, given)) == count
    found = 100 * fmean(left_out([sign(one) for one in votes]) for votes in given)
    assert found == pytest.approx(ceiling, abs=0.05)
    assert f"{ceiling}%" in known(slug).card.ceiling
    assert f"{count:,}" in known(slug).card.ceiling


@pytest.mark.parametrize("slug", ["hutto-amazon-snippets", "hutto-tweets"])
def test_shares_classes_and_disagreement_of_the_rated_texts(known, slug):
    one = known(slug)
    table, given = one.table, ratings(one.table)
    assert table["n"].tolist() == [len(votes) for votes in given]
    assert table["negative"].tolist() == [
        pytest.approx(sum(v < 0 for v in votes) / len(votes)) for votes in given
    ]
    assert (table[["negative", "neutral", "positive"]].sum(axis=1) - 1).abs().max() < 1e-12
    shares = table[["positive", "negative", "neutral"]]
    winners = shares.eq(shares.max(axis=1), axis=0)
    clear = winners[winners.sum(axis=1) == 1]
    stated = numbers(one.caveat("majority class"))
    assert {f"{count:,}" for count in clear.sum()} | {str(len(table) - len(clear))} == stated
    split = ((table["negative"] > 0) & (table["positive"] > 0)).sum()
    assert {f"{split:,}", str((shares.max(axis=1) < 0.6).sum()), "60"} == numbers(one.caveat("Disagreement"))
    assert numbers(one.caveat("`shown` is False")) & {str((~table["shown"]).sum())}
    assert [suitable(text) for text in table["text"]] == table["shown"].tolist()


@pytest.mark.parametrize(
    ("slug", "fleiss", "alpha"), [("hutto-amazon-snippets", 0.691, 0.820), ("hutto-tweets", 0.590, 0.783)]
)
def test_agreement_of_the_rated_texts(known, slug, fleiss, alpha):
    given = ratings(known(slug).table)
    classes = [Counter(map(sign, votes)) for votes in given]
    total = sum(map(len, given))
    observed = fmean(
        sum(n * (n - 1) for n in counts.values()) / (len(votes) * (len(votes) - 1))
        for counts, votes in zip(classes, given, strict=True)
    )
    expected = sum((sum(c[k] for c in classes) / total) ** 2 for k in (-1, 0, 1))
    assert (observed - expected) / (1 - expected) == pytest.approx(fleiss, abs=5e-4)
    within = sum(len(v) / (len(v) - 1) * 2 * len(v) * pstdev(v) ** 2 for v in given) / total
    everything = list(chain.from_iterable(given))
    overall = 2 * total / (total - 1) * pstdev(everything) ** 2
    assert 1 - within / overall == pytest.approx(alpha, abs=5e-4)
    assert {f"{fleiss:.3f}", f"{alpha:.3f}"} <= numbers(known(slug).caveat("Fleiss' kappa of"))


def test_amazon_means_hold_and_its_order_differs(known):
    one = known("hutto-amazon-snippets")
    table, given = one.table, ratings(one.table)
    assert max(abs(m - fmean(v)) for m, v in zip(table["mean"], given, strict=True)) < 1e-6
    assert max(abs(s - pstdev(v)) for s, v in zip(table["sd"], given, strict=True)) < 1e-5
    # With n - 1 instead of n, as the caveat says.
    wrong = sum(abs(s - pstdev(v) * (20 / 19) ** 0.5) > 1e-4 for s, v in zip(table["sd"], given, strict=True))
    assert f"{wrong:,}" in numbers(one.caveat("ddof = 1"))
    texts, raw = (path.read_text(encoding="utf-8-sig").split("\n") for path in locate_all(one.card))
    lines = [next(n for n, line in enumerate(file, 1) if line.startswith("263_3\t")) for file in (texts, raw)]
    assert {str(line) for line in lines} <= numbers(one.evidence("order-differs"))
    astray = sum(a.split("\t")[0] != b.split("\t")[0] for a, b in zip(texts[1:], raw, strict=True))
    assert str(astray) in numbers(one.evidence("order-differs"))
    repeated = table[table["text"].duplicated(keep=False)]
    assert len(repeated) - repeated["text"].nunique() == 11
    assert repeated["text"].nunique() == 10
    assert all(key in one.evidence("repeated-texts") for key in repeated["id"])
    held = Counter(found for text in table["text"] for found in ENTITY.findall(text))
    assert held == {"&amp;": 49}
    assert table["text"].str.contains("&amp;").sum() == 44


def test_the_wrong_means_of_the_tweets_are_those_on_the_card(known):
    one = known("hutto-tweets")
    table = one.table.assign(own=[fmean(votes) for votes in ratings(one.table)])
    gap = (table["mean"] - table["own"]).abs()
    wrong = table[gap > 0.001]
    counts = [len(wrong), (gap > 0.06).sum(), (gap > 0.5).sum()]
    assert counts == [199, 179, 50]
    assert {str(count) for count in counts} <= numbers(one.evidence("wrong-means"))
    assert (gap[gap <= 0.001] < 1e-6).all()
    worst = table.loc[gap.idxmax()]
    assert f"id {worst['id']}: published {worst['mean']:.3f}" in one.evidence("wrong-means")
    assert f"{gap.max():.3f}" in one.evidence("wrong-means")
    assert wrong["n"].min() == 92
    assert (wrong["mean"].map(sign) == wrong["own"].map(sign)).all()
    assert [(table["n"] == 20).sum(), table["n"].between(92, 99).sum()] == [3200, 1000]
    columns = [line.split("\t") for line in locate_all(one.card)[1].read_text("utf-8-sig").splitlines()]
    assert all(abs(float(c[1]) - fmean(json.loads(c[3]))) < 1e-6 for c in columns)
    held = Counter(found for text in table["text"] for found in ENTITY.findall(text))
    assert held == {"&amp;": 138, "&lt;": 29, "&gt;": 14}
    assert table["text"].map(lambda text: bool(ENTITY.search(text))).sum() == 162


def test_eight_sms_rows_swallowed_737_messages(known):
    one = known("sms-spam")
    table = one.table
    assert table["label"].value_counts().to_dict() == {"ham": 4199, "spam": 638}
    breaks = table["text"].str.count("\n")
    damaged = table[breaks > 0]
    inside = Counter(chain.from_iterable(re.findall(r"\n(ham|spam)\t", text) for text in damaged["text"]))
    assert inside == {"ham": 628, "spam": 109}
    assert breaks.sum() == 737
    assert len(table) + 737 == 5574
    assert inside["spam"] + 638 == 747
    stated = numbers(one.evidence("swallowed-messages"))
    assert {str(n) for n in (*damaged["id"], *breaks[breaks > 0])} <= stated
    assert table["text"].duplicated().sum() == 315
    assert table.groupby("text")["label"].nunique().max() == 1
    assert table["text"].value_counts().iloc[0] == 23
    folded = table["text"].map(lambda text: " ".join(text.lower().split()))
    assert folded.duplicated().sum() == 326
    entity = table["text"].str.contains("&(?:lt|gt|amp);")
    assert entity.sum() == 277
    numbered = table[table["text"].str.contains("&lt;#&gt;")]
    assert len(numbered) > 277 / 2
    assert (numbered["label"] == "ham").all()
    control = Counter(sign for text in table["text"] for sign in text if "\x80" <= sign < "\xa0")
    assert control == {"\x92": 39, "\x94": 4, "\x96": 3, "\x91": 2, "\x93": 2}
    assert str((~table["shown"]).sum()) in numbers(one.caveat("`shown` is False"))


def folded(answer: str) -> str:
    plain = "".join(letter for letter in answer.lower() if letter not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", plain).split())


def test_verdicts_and_why_exact_match_misses_every_right_answer(known):
    one = known("nq-open-verdicts")
    table = one.table
    assert table["verdict"].value_counts().to_dict() == {
        "definitely incorrect": 4149,
        "possibly correct": 984,
        "definitely correct": 753,
    }
    assert table.groupby("verdict")["grade"].unique().map(list).to_dict() == {
        "definitely correct": [2],
        "possibly correct": [1],
        "definitely incorrect": [0],
    }
    matched = [
        folded(answer) in {folded(known) for known in json.loads(references)}
        for answer, references in zip(table["answer"], table["references"], strict=True)
    ]
    assert not any(matched)
    grades = table.groupby("question_id")["grade"].agg(set)
    assert len(grades) == 1769 - 193
    assert str((~table["shown"]).sum()) in numbers(one.caveat("`shown` is False"))
    assert (grades.map(lambda found: {0, 2} <= found)).sum() == 439
    quoted = table["answer"].str.contains('\\"', regex=False)
    coded = table["answer"].str.contains(r"\\u[0-9a-f]{4}")
    assert [quoted.sum(), coded.sum(), (quoted | coded).sum()] == [30, 58, 88]
    assert table["answer"].str.contains("\\", regex=False).sum() == 88
    assert quoted[table["id"] == "12-3"].all()
    assert coded[table["id"] == "103-3"].all()


def test_empty_and_repeated_true_answers(known):
    one = known("truthful-answers")
    table = one.table
    assert table["question_id"].nunique() == 817
    assert str((~table["shown"]).sum()) in numbers(one.caveat("`shown` is False"))
    empty = table[table["answer"] == ""]["id"]
    assert len(empty) == 7
    assert all(key in one.evidence("empty-answers") for key in empty)
    again = table[table.duplicated(["question_id", "answer"])]["id"]
    assert again.tolist() == ["133-3", "193-5"]
    assert table["answer"].str.contains("have no comment").sum() == 112
    assert table.groupby("question_id").size().agg(["min", "max"]).tolist() == [1, 14]


def test_medical_questions(known):
    research = known("pubmedqa-labelled").table
    assert research["label"].value_counts().to_dict() == {"yes": 276, "no": 169, "maybe": 55}
    assert (research["question"] == research["question"].str.lower()).all()
    assert not (research["abstract"] == research["abstract"].str.lower()).any()
    assert "acr" in research["question"].iloc[0]
    assert "ACR" in research["abstract"].iloc[0]
    assert research["abstract"].str.startswith("Context (1): ").all()

    one = known("medmcqa-medicine")
    options = ["option_a", "option_b", "option_c", "option_d"]
    equal = one.table[one.table[options].nunique(axis=1) < 4]
    assert list(zip(equal["id"], equal["key"], strict=True)) == [(104, "B"), (137, "D")]
    text = one.table[["question", *options]].agg(" ".join, axis=1).str.lower()
    words = Counter(chain.from_iterable(re.findall("[a-z]+", row) for row in text))
    stated = one.evidence("lost-letters")
    pairs = dict(re.findall(r"`(\w+)` (\d+)", stated))
    assert pairs["hea"] == "9"
    assert {word: str(words[word]) for word in pairs} == pairs
    assert (one.table["key"] == "A").mean() == pytest.approx(0.275, abs=5e-4)


def test_legal_clauses_are_sorted_by_answer(known):
    one = known("contract-questions")
    table = one.table
    assert table["answer"].tolist() == [True] * 39 + [False] * 41
    assert [table["clause"].nunique(), table["question"].nunique()] == [51, 20]
    repeated = table[table["clause"].duplicated(keep=False)]
    assert [len(repeated), repeated["clause"].nunique()] == [35, 6]
    assert not repeated["answer"].any()
    assert repeated["clause"].value_counts().agg(["min", "max"]).tolist() == [2, 9]
    assert "[Company Name]" in table["clause"].iloc[17]
    assert table[table["clause"] != table["clause"].str.strip()]["id"].tolist() == [61]
    low, high = (f"{100 * end:.1f}%" for end in wilson(72, 80))
    assert low in one.caveat("Wilson")
    assert high in one.caveat("Wilson")

    policies = known("privacy-policy-clauses").table
    assert policies["answer"].tolist() == [True] * 5449 + [False] * 5474
    assert [policies["clause"].nunique(), policies["question"].nunique()] == [1025, 390]
    assert policies["question"].str.strip().nunique() == 389
    twins = policies["question"][policies["question"].str.startswith("does it have access to my contacts?")]
    assert sorted({len(text) - len(text.rstrip()) for text in twins}) == [0, 33]
    assert (policies["clause"] != policies["clause"].str.strip()).sum() == 791
    assert (policies["question"] != policies["question"].str.strip()).sum() == 1581
    share = policies.groupby("question")["answer"].mean()
    assert [(share == 1).sum(), (share == 0).sum()] == [4, 31]
    assert policies["question"].value_counts().agg(["max", "min"]).tolist() == [118, 1]
    assert policies.groupby("clause")["question"].nunique().max() == 34


def test_every_address_span_is_the_word_of_the_xml(known):
    one = known("us-address-spans")
    published = list(parse(locate(one.card)).getroot())
    for address, text, spans in zip(published, one.table["text"], one.table["spans"], strict=True):
        assert text == "".join(address.itertext()).strip()
        found = [(span["label"], text[span["start"] : span["end"]]) for span in json.loads(spans)]
        assert found == [(word.tag, (word.text or "").strip()) for word in address]


def test_labels_and_defects_of_the_addresses(known):
    one = known("us-address-spans")
    rows = [
        (key, text[span["start"] : span["end"]], span["label"])
        for key, text, spans in one.table[["id", "text", "spans"]].itertuples(index=False)
        for span in json.loads(spans)
    ]
    assert len(rows) == one.table["n"].sum() == 10_722
    labels = Counter(label for _, _, label in rows)
    assert len(labels) == 29
    assert [labels[name] for name in ("CountryName", "StreetNamePostModifier", "ZipPlus4")] == [34, 3, 2]
    assert [key for key, _, label in rows if label == "StreetNamePostModifier"] == [716, 819, 862]
    assert [key for key, _, label in rows if label == "ZipPlus4"] == [785, 795]
    letters = [(key, word) for key, word, label in rows if label == "ZipCode" and not re.search(r"\d", word)]
    assert letters == [(1096, "ct")]
    assert sum(word.endswith(",") for _, word, _ in rows) == 1254
    repeated = one.table[one.table["text"].duplicated(keep=False)]
    assert [repeated["text"].nunique(), len(repeated) - repeated["text"].nunique()] == [21, 25]
    assert repeated.groupby("text")["spans"].nunique().max() == 1
    kinds: dict[str, set[str]] = {}
    for _, word, label in rows:
        kinds.setdefault(word, set()).add(label)
    assert [len(kinds["#"]), len(kinds["West"])] == [8, 7]
    assert str(sum(len(found) > 1 for found in kinds.values())) in numbers(one.caveat("`West` seven"))
    assert (~one.table["text"].map(str.isascii)).sum() == 3


PERCENT = re.compile(r"%\([^)]*\)[#0\- +]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa]|%[diouxXeEfFgGcrsa]|%\([^)]*\)")
BRACES = re.compile(r"\{[^{}]*\}")


def test_the_nineteen_placeholder_candidates(known):
    one = known("django-translations")
    table = one.table[one.table["translation"] != ""]
    found = [
        row.id
        for row in table.itertuples()
        if Counter(BRACES.findall(row.source)) != Counter(BRACES.findall(row.translation))
        or (
            row.python_format
            and Counter(PERCENT.findall(row.source)) != Counter(PERCENT.findall(row.translation))
        )
    ]
    assert len(found) == 19
    broken, rest = one.evidence("broken-placeholder"), one.evidence("placeholder-candidates")
    assert "ga/admin/24" in broken
    (lost,) = one.table[one.table["id"] == "ga/admin/24"]["translation"]
    assert lost % {"verbose_name_plural": "users"} in broken
    line = dict(re.findall(r"(\w+)/\w+/(\d+)", rest))
    assert {key.split("/")[0] for key in found} == {*line, "ga"}
    assert all(key.rpartition("/")[2] in numbers(rest) for key in found if key != "ga/admin/24")


def test_counts_of_the_translations(known):
    one = known("django-translations")
    table = one.table
    gaps = table[table["translation"] == ""].groupby("locale").size()
    stated = one.caveat("`translation` is empty")
    assert all(f"{name} {count}" in stated for name, count in gaps.items() if count > 1)
    assert sorted(gaps[gaps == 1].index) == ["ar", "mr", "sq", "zh_Hans"]
    assert gaps.sum() == 537
    assert table["locale"].nunique() == 16
    assert table["context"].notna().sum() == 322
    assert (table["source"] == table["translation"]).sum() == 264
    ends = [
        (a[:1].isspace(), a[-1:].isspace()) != (b[:1].isspace(), b[-1:].isspace())
        for a, b in zip(table["source"], table["translation"], strict=True)
        if b
    ]
    assert sum(ends) == 75


def test_left_out_plural_messages_are_counted(known):
    one = known("django-translations")
    entries = [entry for path in locate_all(one.card) for entry in read_catalogue(path)]
    assert sum(entry.plural for entry in entries) == 319
    headers = sum(not entry.fields["msgid"] for entry in entries)
    assert len(entries) - 319 - headers == len(one.table)
    assert not any("fuzzy" in entry.flags for entry in entries if entry.fields["msgid"])


def test_citations_that_mean_several_reporters(known):
    one = known("citation-variants")
    table = one.table
    several = table.groupby("variant")["canonical"].nunique()
    assert [(several > 1).sum(), several.max(), several["Mon."]] == [49, 4, 4]
    assert [table["variant"].nunique(), table["canonical"].nunique()] == [2284, 757]
    reporters = json.loads(locate(one.card).read_text(encoding="utf-8"))
    editions = {name for group in reporters.values() for one in group for name in one["editions"]}
    assert table["canonical"].isin(editions).all()
    assert table["variant"].isin(editions).sum() == 33
    assert table.duplicated(["variant", "canonical"]).sum() == 28
    assert (~table["variant"].map(str.isascii)).sum() == 21
    assert table.loc[[144, 146], "cite_type"].tolist() == ["neutral", "state"]


def test_court_names_and_their_traps(known):
    table = known("court-strings").table
    several = table.groupby("text")["court_id"].nunique()
    assert [(several > 1).sum(), several.max()] == [20, 2]
    twice = table[table["text"].isin(several[several > 1].index)]
    assert twice["location"].isin(["Ohio", "Pennsylvania"]).mean() > 0.9
    assert (table["text"] == table["court"]).sum() == 1132
    assert table.duplicated(["text", "court_id"]).sum() == 15
    assert table["court_id"].nunique() == 1447
    assert table["location"].isin(["Ohio", "New York", "Pennsylvania"]).sum() == 1515
    assert [table["level"].isna().sum(), table["type"].isna().sum()] == [600, 51]
    spelt = table["location"].value_counts()
    assert [spelt[n] for n in ("Washington D.C.", "Washignton D.C.", "D.C.", "DC")] == [52, 5, 1, 1]


def test_emoji_counts_and_the_fingerprint_of_their_publisher(known):
    one = known("emoji-votes")
    table = one.table
    digest = md5(locate(one.card).read_bytes(), usedforsecurity=False).hexdigest()
    assert digest in one.card.licence.data.read_in
    assert (table["negative"] + table["neutral"] + table["positive"] == table["occurrences"]).all()
    assert table["occurrences"].sum() == 156_941
    assert [(table["occurrences"] < 5).sum(), (table["occurrences"] == 1).sum()] == [218, 72]
    blocks = table["block"].value_counts()
    assert [blocks[n] for n in ("Box Drawing", "Block Elements", "Yi Radicals", "Arabic")] == [38, 11, 4, 2]
