#!/bin/sh
# SPDX-License-Identifier: 0BSD
# rlimit.t - resource limits, soft and hard
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_applet rlimit
need_tool attest
limit() { # NAME LIMIT: how it is then
	"$ns" rlimit "$2" "$TEST_BIN/attest" -o limit 2>&1 | grep -E "^(limit $1|ns:) "
}
is "$(limit nofile NOFILE=100)" "limit nofile 100 100" "both"
is "$(limit nofile nofile=100:200)" "limit nofile 100 200" "each, and in small letters"
is "$(limit core RLIMIT_CORE=0)" "limit core 0 0" "with RLIMIT_ in front"
is "$(limit as AS=5G)" "limit as 5368709120 5368709120" "64 bits, on any machine"
is "$(limit fsize FSIZE=1K:1T)" "limit fsize 1024 1099511627776" "units"
is "$(limit rss RSS=10:infinity)" "limit rss 10 -" "infinity"
is "$(limit data DATA=18446744073709551614)" "limit data 18446744073709551614 18446744073709551614" "as large as it gets"
for name in as core cpu data fsize locks rss rttime stack; do
	is "$(limit $name $name=77777777:infinity; limit $name $name=20000000)" \
		"limit $name 77777777 -
limit $name 20000000 20000000" "$name"
done
is "$("$ns" -n rlimit NOFILE=1:2 ns rlimit CORE=0 prog)" "ns rlimit NOFILE=1:2 \\
ns rlimit CORE=0 \\
 prog" "they are shown as they are read"
host_mark
for bad in NOFILE NOFILE= NOFILE=x NOFILE=-1 NOFILE=1: NOFILE=:1 NOFILE=1:2:3 NOFILE=1KK NOFILE=K =1 FOO=1 \
	AS=18446744073709551616 AS=99999999999T RLIMIT_=1 'NOFILE=1 '; do
	fails 100 'rlimit: not a limit' "not $bad" "$ns" rlimit "$bad" true
done
fails 100 'missing' "no limit at all" "$ns" rlimit
fails 100 'missing: LIMIT' "an empty one" "$ns" rlimit '' true
fails 100 'the soft limit is above the hard one: CORE=2:1' "the soft limit above the hard one" "$ns" rlimit CORE=2:1 true
done_testing
