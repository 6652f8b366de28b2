"""The public names of labelwright.data and where they live; `__init__.py` imports each on first use."""

from .card import CardError as CardError, DatasetCard as DatasetCard, load_card as load_card
from .fetch.failures import FetchError as FetchError
from .files import (
    DataChanged as DataChanged,
    DataMissing as DataMissing,
    locate as locate,
    locate_all as locate_all,
)
from .loaders.ratings import load_lexicon as load_lexicon
from .loading import load as load, verify as verify
from .playground import (
    Playground as Playground,
    PlaygroundError as PlaygroundError,
    PlaygroundMissing as PlaygroundMissing,
)
from .card_files import (
    card_markdown as card_markdown,
    croissant as croissant,
    stale_card_files as stale_card_files,
    write_card_files as write_card_files,
)
from .sample import sample as sample, seed as seed
