"""Which of six languages an answer is in: by script for Hindi and Arabic, by function words for the Latin ones."""

from __future__ import annotations

from labelwright.data.verdicts.counting import folded
from labelwright.data.verdicts.finding import Check, Finding, Reply

_SCRIPTS = {"hi": (0x0900, 0x097F), "ar": (0x0600, 0x06FF)}
_WORDS = {
    "en": "the and of is are was were this that with for have has it you your from which an not be by",
    "de": "der das und ist sind nicht mit für ein eine einen wird auch auf von zu dem den ich sie es im oder sich",
    "es": "el los las y es son no con para una por del que se está como al su muy más lo un mi",
    "fr": "le les et est sont ne pas avec pour une des du que qui dans ce cette il elle nous vous au sur je un",
}
_FUNCTION_WORDS = {language: frozenset(listed.split()) for language, listed in _WORDS.items()}
MOST_IN_SCRIPT = 0.7
"""The share of the letters that must be in one script."""
LEAST_WORDS = 2
"""The fewest function words of a language that decide for it."""


def language(check: Check, reply: Reply) -> Finding:
    """The answer is in the language `is` ("en", "de", "es", "fr", "hi", "ar"); undecided where it is too short to tell.

    Script tells Hindi and Arabic from the others, not from their neighbours (Marathi, Persian). Function words tell what
    a text is made of, not whether it is right: nonsense in German words counts as German.
    """
    found, told = detect(reply.text)
    return Finding(None if found is None else found == check["is"], told)


def detect(text: str) -> tuple[str | None, str]:
    """The language and what it was told by; None where the signs are too few or mixed."""
    letters = [ord(sign) for sign in text if sign.isalpha()]
    if not letters:
        return None, "no letters"
    for name, (first, last) in _SCRIPTS.items():
        share = sum(first <= letter <= last for letter in letters) / len(letters)
        if share >= MOST_IN_SCRIPT:
            return name, f"{name}: {share:.0%} of the letters in its script"
    if sum(letter < 0x0250 for letter in letters) / len(letters) < MOST_IN_SCRIPT:
        return None, "scripts are mixed"
    return _by_words(text)


def _by_words(text: str) -> tuple[str | None, str]:
    used = [word.strip(".,;:!?\"'()[]*«»¿¡") for word in folded(text).split()]
    hits = {name: sum(word in listed for word in used) for name, listed in _FUNCTION_WORDS.items()}
    (best, most), (_, second) = sorted(hits.items(), key=lambda pair: -pair[1])[:2]
    told = ", ".join(f"{name} {count}" for name, count in hits.items())
    decided = most >= LEAST_WORDS and most >= 2 * second
    return (best if decided else None), f"function words: {told}"
