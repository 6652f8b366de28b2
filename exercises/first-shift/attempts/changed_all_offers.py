# expect: the-changed-items-are-found failed "You named every item with an offer of help"
OFFER = "Let me know|Feel free|Would you like|happy to|Shall I|anything else"
changed = items[items["text"].str.contains(OFFER)]["id"].tolist()
