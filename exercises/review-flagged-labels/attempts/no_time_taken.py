# expect: images-are-looked-at failed "took less time than it takes to look at them"
work = write_decisions(right, seconds=0.1)
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
