#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-pivot_root.t - pivot_root and switch_root as others have them
# shellcheck source=lib.sh disable=SC2016,SC1091,SC2034
. "${0%/*}/lib.sh"
. "$top/test/parity.sh"
need_applet pivot_root switch_root

# The new root shows what the old one does: nobody loses his way.
prepare='mkdir n old plain; mount --rbind / n'
after='pwd; mounts "$PWD/old" | wc -l; mounts / | wc -l; ls'
for tool in /usr/sbin/pivot_root "$(in_path busybox)"; do
	parity_tool "$tool" pivot_root
	same_run "another root" n "n$dir/w/old"
	same_run "put where it is" n n
	same_run "no mount point" plain plain
	same_run "not below it" n plain
	same_run "not there" n nosuch
	same_run "not there either" nosuch n
	same_run_in ': >file' "a file" n file
	same_run "the root" / /
	same_run_in 'mount --make-shared n' "shared" n "n$dir/w/old"
	same_run_in 'with="setpriv --reuid 65534 --clear-groups"; chmod 711 "$dir"' "not root" n "n$dir/w/old"
	same_run "no operand"
	same_run "one" n
	same_run "three" n n n
	same_run "no such option" -x n n
done
prepare='' after=''
for tool in /usr/sbin/switch_root "$(in_path busybox)"; do
	parity_tool "$tool" switch_root
	same_run "no operand"
	same_run "one" /proc
	same_run "no such option" -x /proc true
	same_run "no such directory" nosuch true
done
parity_tool "$(in_path busybox)" switch_root
same_run "not PID 1" /proc true
same_run "no argument" -c
same_run_in 'with="unshare -pf"' "no filesystem of its own" / true
done_testing
