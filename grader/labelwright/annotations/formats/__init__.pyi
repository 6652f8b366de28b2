"""The public names of labelwright.annotations.formats and where they live; `__init__.py` imports each on first use."""

from .base import FormatError as FormatError, Losses as Losses, ReadResult as ReadResult
from .label_studio.config import read_config as read_config, write_config as write_config
from .registry import FORMATS as FORMATS, read as read, write as write
