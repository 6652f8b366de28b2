"""Wrong answers to "Link and deduplicate people's records". Each cell runs after the solution."""

# %% blocks-on-the-state
# expect: stays-within-the-budget failed "You included all pairs with the same `state`"
# expect: links-were-compared failed "more comparisons than the budget"
# expect: keeps-the-true-pairs not_run "waits for another check"
candidates = pairs_sharing("surname") | pairs_sharing("state")
links = [pair for pair in sorted(candidates) if agreeing(*pair) >= 5]


# %% compares-all-pairs
# expect: stays-within-the-budget failed "You compare nearly all pairs"
# expect: keeps-the-true-pairs not_run "waits for another check"
# expect: links-were-compared failed "more comparisons than the budget"
candidates = set(combinations(people["id"], 2))


# %% dice-coefficient
# This is the Dice coefficient, 2 x shared / (size + size).
# Try: Divide by the size of the union.
def jaccard(a, b):
    return 2 * len(set(a) & set(b)) / (len(set(a)) + len(set(b)))


# %% divides-by-both-lengths
# You divided by the sum of the two lengths, so shared pieces count twice there.
# Try: Divide by the size of the union, `a | b`.
def jaccard(a, b):
    return len(set(a) & set(b)) / (len(a) + len(b))


# %% divides-by-the-first-set
# You divided by the first set only, so (a, b) and (b, a) give different values.
# Try: Divide by the size of the union.
def jaccard(a, b):
    return len(set(a) & set(b)) / len(set(a))


# %% divides-by-the-smaller-set
# You divided by the smaller set, so a short list inside a long one gets 1, although they differ.
# Try: Divide by the size of the union.
def jaccard(a, b):
    return len(set(a) & set(b)) / min(len(set(a)), len(set(b)))


# %% distance-for-similarity
# This is the distance, 1 minus the similarity.
# Try: Return the similarity: equal sets should give 1.
def jaccard(a, b):
    return len(set(a) ^ set(b)) / len(set(a) | set(b))


# %% exact-only
# expect: links-are-right failed "You linked only records that are equal in every field"
# expect: links-were-compared not_run "waits for another check"
links = [pair for pair in sorted(candidates) if agreeing(*pair) == 10]


# %% hash-of-python
# expect: signatures-can-be-saved failed "Python's own `hash()` gives other numbers each time"
def signature(pieces):
    return [min(hash(f"{way}:{piece}") for piece in pieces) for way in range(128)]


# %% keys-required-together
# expect: keeps-the-true-pairs failed "`&` keeps a pair only if all keys agree"
# expect: links-are-right failed "of 252 true links"
candidates = pairs_sharing("surname") & pairs_sharing("date_of_birth")
links = {pair for pair in links if pair in candidates}


# %% links-outside-the-blocks
# expect: links-were-compared failed "You compared pairs that are not in `candidates`, so you did not"
links = [pair for pair in combinations(sorted(people["id"]), 2) if agreeing(*pair) >= 4]
candidates = pairs_sharing("suburb") | pairs_sharing("date_of_birth") | pairs_sharing("address_1")


# %% lists-with-repeats
# You counted repeated pieces each time. This is a similarity of lists, not of sets.
# Try: First turn both lists into sets.
from collections import Counter


def jaccard(a, b):
    a, b = Counter(a), Counter(b)
    return (a & b).total() / (a | b).total()


# %% numbers-the-first-piece
# expect: signature-belongs-to-the-set failed "The signature depends on the place of a piece or on how often"
# expect: estimates-are-close failed "The estimates are wrong by"
def signature(pieces):
    """The number of the first piece instead of the smallest number."""
    return [numbered(pieces[0], way) for way in range(128)]


# %% one-way-for-all
# expect: estimates-are-close failed "All places have the same number, because you used one way for"
def signature(pieces):
    """The same way 128 times."""
    return [min(numbered(piece, 0) for piece in pieces) for way in range(128)]


# %% row-numbers-for-ids
# expect: links-are-right failed "These may be row numbers"
# expect: links-were-compared not_run "waits for another check"
links = [(int(a[1:]), int(b[1:])) for a, b in links]


# %% sixteen-ways
# expect: signature-belongs-to-the-set failed "These are too few ways"
# expect: estimates-are-close failed "With 16 ways"
def signature(pieces):
    """Too short."""
    return [min(numbered(piece, way) for piece in pieces) for way in range(16)]


# %% threshold-too-strict
# expect: links-are-right failed "Your threshold is too strict"
# expect: links-were-compared not_run "waits for another check"
links = [pair for pair in sorted(candidates) if agreeing(*pair) >= 9]


# %% trusts-the-number
# expect: links-are-right failed "But this field is missing or wrong in some records"
# expect: keeps-the-true-pairs failed "`soc_sec_id` is your only key"
# expect: links-were-compared not_run "waits for another check"
candidates = pairs_sharing("soc_sec_id")
links = list(candidates)


# %% two-fields-are-enough
# expect: links-are-right failed "Two equal fields can be chance"
# expect: links-were-compared not_run "waits for another check"
links = [pair for pair in sorted(candidates) if agreeing(*pair) >= 2]
