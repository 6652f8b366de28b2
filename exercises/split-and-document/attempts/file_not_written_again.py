# expect: seven-sections-are-filled failed "One of the two was changed after the file was written"
datasheet = datasheet.replace("version number", "version")
