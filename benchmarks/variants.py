"""What other learners hand in for the assignment, and its checks as assertions for the peers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Assertions:
    """A task's two checks in the peers' words: one the learner sees, one that is hidden."""

    visible: str
    hidden: str


WRONG = {
    "clean": 'clean = raw.dropna(subset=["label"]).reset_index(drop=True)\nclean["label"] = clean["label"].str.lower()',
    "repeats": 'unique = clean.drop_duplicates(subset=["item", "annotator"], keep="first")',
    "table": 'table = unique.pivot(index="annotator", columns="item", values="label")',
    "kappa": (
        "def kappa(first, second):\n"
        "    return float((pd.Series(list(first)) == pd.Series(list(second))).mean())\n\n\n"
        'both = unique.pivot(index="item", columns="annotator", values="label")[["ana", "ben"]].dropna()\n'
        'kappa_ana_ben = kappa(both["ana"], both["ben"])'
    ),
    "vote": 'majority = unique.sort_values("label", ascending=False).groupby("item")["label"].agg(lambda s: s.mode().iloc[-1])',
    "rule": (
        'def label_text(text):\n    return next((l for l in LABELS if any(w in text for w in WORDS[l])), "neutral")\n\n\n'
        "accuracy = 0.5"
    ),
}

RAISING = {
    "clean": 'clean = raw.dropna(subset=["lable"])',
    "repeats": 'unique = clean.drop_duplicate(["item", "annotator"])',
    "table": 'table = clean.pivot(index="item", columns="annotator", values="label")',
    "kappa": "def kappa(first, second):\n    return first / second\n\n\nkappa_ana_ben = kappa([1], [2])",
    "vote": 'majority = unique.groupby("itm")["label"].first()',
    "rule": "accuracy = sum(label_text(t) for t in unique.text) / len(unique)",
}

REFERENCE = """_c = make_batch().dropna(subset=["label"]).reset_index(drop=True)
_c["label"] = _c["label"].str.strip().str.lower()
_u = _c.drop_duplicates(subset=["item", "annotator"], keep="last")
_t = _u.pivot(index="item", columns="annotator", values="label").sort_index()
_v = _u.groupby(["item", "label"]).size().reset_index(name="votes")
_v = _v.sort_values(["item", "votes", "label"], ascending=[True, False, True])
_m = _v.groupby("item")["label"].first()
"""

_COLUMNS = '["item", "text", "annotator", "label", "seconds"]'

ASSERTIONS = {
    "clean": Assertions(
        f"assert list(clean.columns) == {_COLUMNS}\nassert len(clean) == make_batch()['label'].notna().sum()",
        "assert clean['label'].value_counts().to_dict() == _c['label'].value_counts().to_dict()",
    ),
    "repeats": Assertions(
        f"assert list(unique.columns) == {_COLUMNS}\nassert not unique.duplicated(['item', 'annotator']).any()",
        "_k = ['item', 'annotator', 'label']\n"
        "assert unique.sort_values(_k)[_k].values.tolist() == _u.sort_values(_k)[_k].values.tolist()",
    ),
    "table": Assertions(
        "assert list(table.columns) == ['ana', 'ben', 'chi']\nassert len(table) == make_batch()['item'].nunique()",
        "assert table.fillna('').astype(str).equals(_t.fillna('').astype(str))",
    ),
    "kappa": Assertions(
        "assert abs(kappa(list('abab'), list('abbb')) - 0.5) < 1e-9\n"
        "assert abs(kappa(list('xxyz'), list('xyyz')) - 7 / 11) < 1e-9",
        "_a, _b = _t[['ana', 'ben']].dropna()['ana'], _t[['ana', 'ben']].dropna()['ben']\n"
        "_e = _a.value_counts(normalize=True).mul(_b.value_counts(normalize=True), fill_value=0).sum()\n"
        "assert abs(kappa_ana_ben - ((_a == _b).mean() - _e) / (1 - _e)) < 1e-6",
    ),
    "vote": Assertions(
        "assert sorted(majority.index) == sorted(unique['item'].unique())",
        "assert all(majority.get(_i) == _m[_i] for _i in _m.index)",
    ),
    "rule": Assertions(
        "assert label_text('furious the grief furious') == 'anger'\nassert label_text('') == 'neutral'",
        "assert label_text('GLAD tidings') == 'joy'\nassert label_text('tears lonely rage unfair') == 'anger'\n"
        "_w = _u.drop_duplicates('item').set_index('item')['text']\n"
        "assert abs(accuracy - float((_w.map(label_text) == _m.reindex(_w.index)).mean())) < 1e-6",
    ),
}
