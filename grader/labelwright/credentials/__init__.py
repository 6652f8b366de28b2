"""Open Badges 3.0 credentials for graded work: keys, issue, proof, evidence and verify.

`keys` is the issuer's Ed25519 key, `keyring` stores it in files and lists, `issue` turns a passed
report into a signed credential, `issuing` does so for a whole gradebook, `evidence` selects what of
the report may be shown, and `verify` checks a credential without a network. Import the modules one
by one; this file loads nothing.
"""
