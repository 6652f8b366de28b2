# expect: shared-errors-are-understood failed ", because all raters give the same wrong label on the shared"
if_errors_double = "more raters per item"
