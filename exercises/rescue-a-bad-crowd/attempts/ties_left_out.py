# expect: majority-is-counted failed "You left out tied tickets instead of marking them"
# expect: agreement-is-counted not_run "waits for another check"
majority = majority.dropna()
