#!/bin/sh
# SPDX-License-Identifier: 0BSD
# boot.t - the tests that want a machine of their own: a guest of QEMU's
#
# "make check-boot" boots more of them; its script does the work here too.
: "${TEST_TOP:=$(cd "${0%/*}/.." && pwd)}" "${TEST_CONFIG:=all}"
boot=x86-64-6.1
if [ "$TEST_CONFIG" != all ]; then
	echo "1..0 # SKIP booted for the configuration all"
	exit 0
fi
# What is seconds; that script has more for it.
export TESTS=pivot,wayback,chroot,dev,hostname,mkdir,mknod,umount,cgroup
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
"$TEST_TOP/scripts/check-boot" "make -s" "$dir" - $boot >"$dir/out" 2>&1
status=$?
skip=$(sed -n "s/^$boot: skip: //p" "$dir/out")
if [ "$skip" ]; then
	echo "1..0 # SKIP $skip"
	exit 0
fi
sed 's/^/# /' "$dir/out"
# One sequence of results from those of each test in the guest.
cat "$dir/$boot"/tap/*.t >"$dir/tap" 2>/dev/null || [ $status != 0 ] || status=1
awk -v status="$status" '
	/^1\.\.[0-9]/ && !/SKIP/ { next }
	sub(/^1\.\.0 #/, "ok - #") || /^(not )?ok/ {
		bad += /^not/
		sub(/ok [0-9]*/, "ok " ++n)
	}
	{ print }
	END {
		if (status && !bad)
			print "not ok " ++n " - the guest boots"
		print "1.." n
	}' "$dir/tap"
exit $status
