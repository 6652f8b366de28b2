# expect: medians-are-right failed "These are minutes"
median_seconds = {name: seconds / 60 for name, seconds in median_seconds.items()}
