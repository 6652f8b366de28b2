# expect: figures-are-right failed "This is a percentage"
same = 100 * same
