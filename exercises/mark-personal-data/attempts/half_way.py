# expect: every-note-is-settled failed "You did not label 15 of 30"
# expect: nothing-personal-stays-readable failed "stay readable"
everything = notes
notes = notes.head(15)
work = write_marks(mark)
