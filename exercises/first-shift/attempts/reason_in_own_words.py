# expect: what-may-not-be-used-is-skipped failed "is skipped with the reason 'PII'"
work = write_labels({one: "PII" if verdict == "personal data" else verdict for one, verdict in mine.items()})
