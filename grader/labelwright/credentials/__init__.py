"""Open Badges 3.0 credentials for graded work: keys, issue, proof, evidence and verify.

`keys` holds the issuer's Ed25519 key, `issue` turns a passed report into a signed
credential, `evidence` says what of the report may be shown, and `verify` checks a
credential without a network. The modules are imported one by one; nothing loads here.
"""
