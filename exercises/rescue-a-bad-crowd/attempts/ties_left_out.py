# expect: majority-is-counted failed "Tied tickets are left out"
# expect: agreement-is-counted not_run "waits for another check"
majority = majority.dropna()
