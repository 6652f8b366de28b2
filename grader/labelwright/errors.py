"""The base of every error that labelwright raises, and the errors that several modules raise.

Other errors are defined in the module that raises them. An error's text says what was found, where, why it matters,
and what to do next. A caller who catches a standard error, such as ValueError, also catches ours.

* LabelwrightError
  + CourseError
    - ExerciseError
      * SolutionStopped
    - SiteError
    - WorkspaceError
  + TaskError (ValueError)
  + ItemsError (ValueError)
  + FormatError (ValueError)
  + OffsetError (ValueError)
  + PlainError (ValueError)
  + GuidelineError (ValueError)
  + PatternError (ValueError)
  + SimulationError (ValueError)
  + VerdictError (ValueError)
  + CardError (ValueError)
  + SaltError (ValueError)
  + DataChanged (ValueError)
  + DataMissing (FileNotFoundError)
  + FetchError (OSError)
  + PlaygroundError (ValueError)
  + PlaygroundMissing (ImportError)
  + FigureError
  + GradebookError
    - RosterError
  + NotebookError
  + ExecutorError
  + SandboxError
    - IsolationError
  + CheckTimeout
  + ChannelClosed
    - ScratchFull
  + ChannelTimeout
  + CredentialError
  + KeyFileError
  + BakingError (ValueError)
  + UnknownContextError (ValueError)
  + UnsafeJsonError (ValueError)
  + PortfolioError
  + PackingError (ValueError)
"""

from __future__ import annotations


class LabelwrightError(Exception):
    """The base of every error of labelwright; the command line shows its text and no traceback."""


class GradebookError(LabelwrightError):
    """The gradebook cannot be opened, read or written; the text names it and says what to do."""


class RosterError(GradebookError):
    """A roster file breaks a rule; the text lists each problem with its line."""


class PortfolioError(LabelwrightError):
    """A portfolio cannot be built or read; the text says what was found, why that matters, and what to do next."""
