#!/bin/sh
# SPDX-License-Identifier: 0BSD
# ordinary.t - tests of applets pass for an ordinary user too, in a user namespace
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_root
need_tool caller attest enosys

# Where he may read it, and on a filesystem where he may write.
mkdir -m 1777 tmp
mkdir -p top/test bin && cp "$top"/test/*.* top/test && cp "$ns" ns
for tool in "$TEST_BIN"/*; do [ ! -f "$tool" ] || cp "$tool" bin; done
user() { ./bin/caller -u 1234 env TMPDIR="$dir/tmp" PTY_BYTES=1048576 TEST_TOP="$dir/top" TEST_NS="$dir/ns" TEST_BIN="$dir/bin" "$@"; }
user unshare -Urm true 2>/dev/null || skip_all "no user namespaces for ordinary users"
tests='mount nspawn pivot run unshare'
# What a configuration chosen at random has is tested by root; this takes a minute.
[ "$TEST_CONFIG" = random ] ||
	tests="$tests chroot dev hostname inside mask ns_run nspawn-bad nspawn-mounts nspawn-tty pty umount umount-all
		unshare-fork parity-if parity-init parity-nsenter"
for t in $tests; do
	# shellcheck disable=SC2086 # several words
	user timeout 200 ${TEST_SHELL:-sh} "$dir/top/test/$t.t" >out 2>&1
	status=$?
	is "$status $(grep '^not ok' out)" "0 " "$t.t: $(grep -c '^ok' out) results, $(grep -c '# SKIP needs root' out) of which take root"
	case $(tail -n 1 out) in 1..*) ;; *) result not-ok "$t.t ends"; note "$(tail -n 5 out)" ;; esac
done
is "$(ls tmp)" "" "nothing is left"
done_testing
