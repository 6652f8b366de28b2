# expect: shared-errors-are-understood failed "on the shared items all vote alike"
if_errors_double = "more raters per item"
