# %% [markdown]
# # The job and its pipeline: the lesson's numbers
#
# One prompt and its four answers go through the five stages; the counts are over all answers of the small model. The
# facts about pay come from the facts file, so that they change here when they change there.

# %%
import tomllib
from itertools import combinations
from pathlib import Path

from labelwright.site.figures import FIRST, PAPER, axes, svg
from labelwright.site.worked_examples import dataset
from labelwright.text_checks import judge

answers = dataset("small-model-answers")
checked = answers[answers["checks"] > 0].assign(all_passed=lambda table: table["checks"] == table["passed"])

# %% [markdown]
# ## One prompt, four answers

# %%
PROMPT = "con-11"
four = checked[checked["prompt_id"] == PROMPT].sort_values("temperature")
prompt = four["prompt"].iloc[0]
texts = [" ".join(text.split()) for text in four["text"]]
assert len(texts) == 4
rewards = [int(judge({"kind": "exact", "any": ["no"]}, prompt, text).passed) for text in texts]
assert rewards == [0, 0, 0, 1]
MOON, EARTH = 144_072, 149.57
assert f"{MOON:,} kilometers" in texts[2]
assert f"{EARTH} kilometers" in texts[2]
assert round(MOON / EARTH, -3) == 1000
item = [
    f"> {prompt}",
    *(f"| {name} | {text} |" for name, text in zip("ABCD", texts)),
    f"Then D scores {rewards[3]}, and A, B and C score {rewards[0]}",
]

# %% [markdown]
# ## Curate, SFT, preference

# %%
cut = answers[answers["finish"] == "length"]
assert not (four["finish"] == "length").any()
by_prompt = checked.groupby("prompt_id")["all_passed"].any()
limits = checked[checked["family"] == "constraints"]
pairs = [
    pair for _, rows in limits.groupby("prompt_id") for pair in combinations(rows["all_passed"].tolist(), 2)
]
settled = sum(one != other for one, other in pairs)
stages = [
    f"The course ships [{len(answers)} answers of a small model]",
    f"Of the {len(answers)} answers, {len(cut)} stop at the limit of {cut['tokens'].max()} tokens",
    f"For {len(by_prompt)} prompts a program can check",
    f"For {by_prompt.sum()} of them one answer or more passes every check. For the other {(~by_prompt).sum()} a person",
    f"Over the {limits['prompt_id'].nunique()} prompts with stated limits there are {len(pairs)} such pairs. In {settled} of them exactly one answer passes every check. In the other {len(pairs) - settled} both do or neither does",
]
assert len(list(combinations(texts, 2))) == 6

# %% [markdown]
# ## Evaluation, and the figure

# %%
NAMES = {
    "arithmetic": "arithmetic",
    "extraction": "extraction (JSON)",
    "constraints": "stated limits",
    "languages": "other languages",
    "rewriting": "rewriting",
    "summarising": "summarising",
}
totals = checked.groupby("family")[["checks", "passed"]].sum().loc[list(NAMES)]
totals["failed"] = totals["checks"] - totals["passed"]
totals["share"] = 100 * totals["failed"] / totals["checks"]
assert totals["share"].is_monotonic_decreasing
assert totals.loc["arithmetic", "share"] > 95
assert totals.loc["extraction", "share"] > 80
assert abs(totals.loc["summarising", "share"] - 50) < 5
heat = checked.groupby("temperature")[["checks", "passed"]].sum()
failing = [round(100 * (1 - row.passed / row.checks)) for row in heat.itertuples()]
on_limits = totals.loc["constraints"]
evaluation = [
    f"Of {on_limits['checks']:.0f} decided checks on stated limits, {on_limits['failed']:.0f} fail: {on_limits['share']:.0f} %",
    f"is {', '.join(map(str, failing[:-1]))} and {failing[-1]} %, at temperatures of {', '.join(f'{t:g}' for t in heat.index[:-1])} and {heat.index[-1]:g}",
]

figure, ax = axes(height=3.4)
places = range(len(totals))[::-1]
ax.barh(
    list(places),
    totals["share"],
    color=FIRST,
    height=0.6,
)
for place, row in zip(places, totals.itertuples()):
    ax.text(
        row.share - 1.5,
        place,
        f"{row.failed} of {row.checks}",
        ha="right",
        va="center",
        color=PAPER,
        fontsize=10,
    )
ax.set_yticks(list(places), list(NAMES.values()))
ax.set_xlim(0, 100)
ax.set_xlabel("per cent of checks that fail")
ax.grid(visible=False)
ax.grid(visible=True, axis="x")

# %% [markdown]
# ## Why people still label

# %%
both = answers[answers["gold"] == "both"]
passing = both[both["checks"] == both["passed"]]
bad = (passing["acceptable"] == "bad").sum()
at_best_partly = (passing["acceptable"] == "partly|bad").sum()
QUOTE = "The most important limit of the study is the trial's control group, which was a placebo."
assert (passing["text"] == QUOTE).sum() == 1
assert passing.loc[passing["text"] == QUOTE, "acceptable"].item() == "bad"
people = [
    f"In our data, {len(both)} answers have both a computed verdict and a person's review. Of these, {len(passing)} pass every check. The reviewer called {bad} of the {len(passing)} plainly bad, and {at_best_partly} more at best",
    QUOTE,
]

# %% [markdown]
# ## Pay

# %%
facts_file = Path(__file__).resolve().parents[1] / "market" / "facts.toml"
facts = {fact["id"]: fact for fact in tomllib.loads(facts_file.read_text(encoding="utf-8"))["facts"]}
floor, unpaid, average = (
    facts[name] for name in ("hireart-generalist", "invisible-labour", "ziprecruiter-year")
)
assert (floor["publisher"], floor["date"], floor["mark"]) == ("Business Insider", "2025-12", "secondary")
assert floor["country"] == "United States"
assert "leaves out low-cost task-based work" in floor["caveat"]
assert "from 3.76 to 2.83 US dollars" in unpaid["states"]
assert unpaid["date"].startswith("2021")
assert unpaid["population"].startswith("100 workers")
assert "from 28,000 to 132,500" in average["states"]
assert facts["hireart-manager-year"]["value"] == 180_000
pay = [
    f"12.50 to 15.50 {floor['unit']}",
    "by Business Insider, December 2025",
    f"Of 100 crowd workers, the median hourly wage fell from 3.76 to 2.83 US dollars once unpaid time was counted: {unpaid['value']} % of their time (Toxtli and others, 2021)",
    f'"65,000 to {facts["hireart-manager-year"]["value"]:,} a year" joins an *average* of all trainers, {average["value"]:,} US dollars',
    "a range of its own: 28,000 to 132,500",
]
assert (floor["low"], floor["high"]) == (12.5, 15.5)
offer = f"25 times 2,080 is {25 * 2080:,}: it supposes 40 paid hours in each of 52 weeks"
assert 52 * 40 == 2080

said = [*item, *stages, *evaluation, *people, *pay, offer]
quoted = [
    "This lesson takes about 30 minutes",
    "(Askell and others, 2021)",
    "(Ouyang and others, 2022)",
    "an estimated 33 to 46 % used one (Veselovsky and others, 2023)",
    '"it starts at 65,000"',
    "'25 an hour, that is 52,000 a year'",
]
figures = {
    "failures": svg(
        figure,
        "Share of checks that the small model fails, by kind of task",
        "Horizontal bars from 97 per cent in arithmetic down to about half in summarising; the number of failed and of all checks stands in each bar.",
    )
}
