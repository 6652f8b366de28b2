"""The issuer's keys on disk and in public: key files, the list of keys, rotation, did:web and whom a reader trusts."""
