#!/bin/sh
# SPDX-License-Identifier: 0BSD
# fault-nspawn.t - as fault.t, for nspawn: the attested state, or one line and status 111; after a kill nothing is left
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_caps ''
need_applet nspawn
need_tool attest caller inject
need_cmd busybox
"$TEST_BIN/inject" -- true >/dev/null 2>&1 || skip_all "inject does not know this machine, or may not trace"

new_root c
verdict() { # NAME COMMAND...
	what=$1
	shift
	"$TEST_BIN/caller" "$@" >got 2>&1 </dev/null
	# That the group could not be removed is said when the program has ended.
	if grep -q '^calls=[1-9].* hangs=0 survivors=0 leaks=0' got &&
		! grep -E '^[A-Z-]+ at ' got | grep -Eqv ' late (fchdir|chdir|rmdir|flock)\('; then
		result ok "$what: $(tail -n 1 got)"
	else
		result not-ok "$what: $(tail -n 1 got)"
	fi
	[ "$(wc -l <got)" = 1 ] || note "$(head -n 60 got)"
}
choose_faults
set -- "$ns" nspawn -D c --timezone=off
verdict "nspawn: $errors" "$TEST_BIN/inject" -p /attest -S "$errors" -- "$@" /attest
verdict "nspawn: kills (T27)" "$TEST_BIN/inject" -p /attest -g 300 -S "$kills" -- "$@" /attest -o none -w 500
# A supervisor that is killed leaves its group.
rmdir /sys/fs/cgroup/*/nspawn-* /sys/fs/cgroup/nspawn-* 2>/dev/null
done_testing
