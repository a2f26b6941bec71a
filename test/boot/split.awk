# SPDX-License-Identifier: 0BSD
#
# split.awk - a guest's console into a file of TAP for each test
#
# usage: awk -v dir=DIR -f split.awk TEST... <CONSOLE
#
# A test that did not end, or was not begun, fails.
BEGIN {
	for (i = 1; i < ARGC; i++)
		wanted[ARGV[i]] = 1
	ARGC = 1
}
/^<<< / { test = $2; file = dir "/" test ".t"; bad = 0; begun[test] = 1; printf "" >file; next }
/^>>> / && $2 == test {
	if ($3 && !bad)
		print "not ok - status " $3 >file
	ended[test] = 1
	test = ""
	next
}
test { print >file; if (/^not ok/) bad = 1 }
END {
	for (t in wanted)
		if (!ended[t]) {
			file = dir "/" t ".t"
			print "not ok - " (begun[t] ? "did not end" : "was not begun") >file
		}
}
