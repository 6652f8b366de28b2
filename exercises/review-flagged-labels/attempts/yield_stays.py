# expect: the-list-runs-dry failed "If the model doubts a label less, the label is right more"
later = "stays"
