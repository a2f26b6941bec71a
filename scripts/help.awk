# SPDX-License-Identifier: 0BSD
#
# help.awk - "make help": the lines "## TARGET: what" and "#: VARIABLE: what"

function item(text,    colon) {
	colon = index(text, ": ")
	return sprintf("  %-24s %s\n", substr(text, 1, colon - 1),
		substr(text, colon + 2))
}

/^## / { targets = targets item(substr($0, 4)) }
/^#: / { variables = variables item(substr($0, 4)) }

END { printf "targets:\n%s\nvariables:\n%s", targets, variables }
