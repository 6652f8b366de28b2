# expect: agreement-is-counted failed "This is a percentage"
agreement = {name: 100 * share for name, share in agreement.items()}
