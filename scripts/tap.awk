# SPDX-License-Identifier: 0BSD
#
# tap.awk - count the results in files of raw TAP, and judge the skipped ones
#
# usage: awk -v config=NAME -v status=N [-v uid=N] -f tap.awk [SKIPS] TAP...
#
# SKIPS is test/skips: lines "CONFIG TEST REASON", * for any CONFIG; TEST is a
# test's file name without .t, or parity-* for all of that kind.  Under a named
# configuration a test that skips and is not listed there is a failure, but for
# what "needs root" and has another UID.  STATUS is that of prove: a test that
# died or broke its plan fails without a "not ok", and must not pass here.
# Exits 1 on any failure; the last line is "N passed, N failed, N skipped".

FNR == 1 {
	listing = (FILENAME ~ /\/skips$/)
	test = FILENAME
	sub(/.*\//, "", test)
	sub(/\.t$/, "", test)
	kind = test
	sub(/-.*/, "-*", kind)
}

# Repeat what failed, with what the test says about it.
{ telling = /^not ok/ && !/# *[Tt][Oo][Dd][Oo]/ || telling && /^#/ }
telling && !listing { print test ": " $0 }

listing && !/^#/ && NF { listed[$1, $2] = 1 }
listing { next }

/^1\.\.0 *# *[Ss][Kk][Ii][Pp]/ || /^ok .*# *[Ss][Kk][Ii][Pp]/ {
	skipped++
	if (listed[config, test] || listed[config, kind] || listed["*", test] || config ~ /^(random|custom)$/)
		next
	reason = $0
	sub(/.*# *[Ss][Kk][Ii][Pp] */, "", reason)
	if (uid && reason ~ /^needs root/)
		next
	printf "skipped, and not in test/skips: %s %s %s\n", config, test, reason
	failed++
	next
}
/^not ok .*# *[Tt][Oo][Dd][Oo]/ { next }
/^ok/ { passed++ }
/^not ok/ { failed++ }

END {
	if (status && !failed)
		failed = 1
	printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
	exit failed > 0
}
