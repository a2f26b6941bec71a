#!/bin/sh
# SPDX-License-Identifier: 0BSD
# nspawn-plan.t - what each option of nspawn adds to its steps, and takes from them
#
# In test/nspawn.plans: a launch, and below it the steps that another plan has, the
# first of them all, not.  UPDATE=1 writes it anew, for the launches that are there.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_root
need_applet nspawn
[ "$TEST_CONFIG" = all ] || skip_all "the plans are of the configuration all"
need_cmd busybox

mount --bind "$dir" /mnt # -U picks by the path
cd /mnt || exit 1
new_root c
new_root init
mkdir init/sbin lower lower2 upper none
ln -s ../bin/busybox init/sbin/init
ln -s busybox c/bin/bash
ln -s c web
printf '%s\n' root:x:0:0::/root:/bin/sh www:x:33:34::/srv:/bin/sh >c/etc/passwd
printf '%s\n' tty:x:5: web:x:77:x,www >c/etc/group
mkdir theirs && cp -R c/bin theirs && chown -R 655360:655360 theirs
touch net
# Of version 1, if anything; nor is there a capability of tomorrow.
mount -t tmpfs none /sys/fs/cgroup
unset SHELL
export TERM=vt100

plan() { # OPTION...: a step a line, with its words
	"$ns" -n nspawn "$@" 2>&1 </dev/null | sed -e 's/ \\$//' -e "s|/mnt|DIR|g; s/nspawn-[0-9][0-9]*/nspawn-PID/"
}
plan -D c true >base
while IFS= read -r line <&3; do
	printf '%s\n' "$line"
	eval "plan ${line#nspawn }" >now
	case $(cat now) in "ns: "*) sed 's/^/+ /' now && continue ;; esac
	awk 'NR == FNR { n[$0]++; was[NR] = $0; next }
		n[$0]-- > 0 { next }
		{ n[$0] = 0; print "+", $0 }
		END { for (i = 1; i in was; i++) if (n[was[i]]-- > 0) print "-", was[i] }' base now
done >got 3<<E
$(grep '^nspawn ' "$top/test/nspawn.plans")
E
umount /sys/fs/cgroup
cd "$dir" || exit 1
umount /mnt
[ ! "${UPDATE-}" ] || cp got "$top/test/nspawn.plans"
same got "$top/test/nspawn.plans" "what each option adds and takes"
done_testing
