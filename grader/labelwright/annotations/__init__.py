"""The learner's work as data: what a name in a notebook holds, rebuilt from plain, bounded parts."""
