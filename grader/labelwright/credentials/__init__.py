"""Open Badges 3.0 credentials for graded work: keys, issue, proof, evidence and verify.

`keys` names the issuer's Ed25519 key, `keyring` keeps it in files and lists, `issue` turns a
passed report into a signed credential, `issuing` does so for a whole gradebook, `evidence` says
what of the report may be shown, and `verify` checks a credential without a network. The modules
are imported one by one; nothing loads here.
"""
