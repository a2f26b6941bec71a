#!/bin/sh
# SPDX-License-Identifier: 0BSD
# ordinary.t - tests of applets pass for an ordinary user too, in a user namespace
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_root
need_tool caller attest enosys

# Where he may read it, and on a filesystem where he may write.
mkdir -m 1777 tmp
mkdir -p top/test top/core bin && cp "$top"/test/*.* top/test && cp "$top/core/ns.8" top/core && cp "$ns" ns
cp -R "$top/applets" "$top/README" top
for tool in "$TEST_BIN"/*; do [ ! -f "$tool" ] || cp "$tool" bin; done
user() { ./bin/caller -u 1234 env TMPDIR="$dir/tmp" PTY_BYTES=1048576 TEST_TOP="$dir/top" TEST_NS="$dir/ns" TEST_BIN="$dir/bin" "$@"; }
user unshare -Urm true 2>/dev/null || skip_all "no user namespaces for ordinary users"

passes() { # WHO TEST...
	who=$1
	shift
	for t in "$@"; do
		# shellcheck disable=SC2086 # several words
		user timeout 200 ${TEST_SHELL:-sh} "$dir/top/test/$t.t" >out 2>&1
		status=$?
		is "$status $(grep '^not ok' out)" "0 " \
			"$who: $t.t: $(grep -c '^ok' out) results, $(grep -c '# SKIP needs root' out) of which take root"
		case $(tail -n 1 out) in 1..*) ;; *) result not-ok "$t.t ends"; note "$(tail -n 5 out)" ;; esac
	done
}

# What a configuration chosen at random has is tested by root; this takes minutes.
# shellcheck disable=SC2046 # words
passes alone mount nspawn pivot run unshare $([ "$TEST_CONFIG" = random ] ||
	echo chroot dev hostname inside mask ns_run nspawn-bad nspawn-mounts nspawn-tty pty umount umount-all \
		unshare-fork wayback parity-if parity-init parity-nsenter parity-pivot_root)

# ---- with users from /etc/subuid

echo 1234:100000:65536 | tee subuid >subgid
{ cat /etc/passwd && echo me:x:1234:1234::/:/bin/sh; } >passwd
for file in passwd subuid subgid; do mount --bind $file /etc/$file; done
if user unshare -Ur --map-auto true 2>/dev/null; then
	# shellcheck disable=SC2046 # words
	passes "with users" chpst unshare $([ "$TEST_CONFIG" = random ] ||
		echo descriptors examples nsenter nspawn s6 setpriv parity-chpst parity-s6 parity-setpriv)
else
	skip "with users" "no newuidmap, or an unshare without --map-auto"
fi
for file in passwd subuid subgid; do umount /etc/$file; done
is "$(ls tmp)" "" "nothing is left"
done_testing
