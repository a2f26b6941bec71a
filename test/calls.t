#!/bin/sh
# SPDX-License-Identifier: 0BSD
# calls.t - what a launch asks of the kernel, call by call
#
# Each call takes time, and can fail; and what is not closed or put back, or is asked
# for with other flags, shows nowhere else.  A change of test/calls.launches is to be
# seen, and meant: UPDATE=1 writes it anew, for the launches that are there.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_root
[ "$TEST_CONFIG" = all ] || skip_all "the calls are of the configuration all"
[ "$(uname -m)" = x86_64 ] || skip_all "the calls are those of x86-64"
case $(uname -r) in [0-4].* | 5.[0-9].* | 5.1[01].*) skip_all "the calls are those of Linux 5.12" ;; esac
need_tool abi attest enosys inject
need_cmd busybox
"$TEST_BIN/inject" -- true >/dev/null 2>&1 || skip_all "inject does not know this machine, or may not trace"

new_root c
own_users c
mkdir bin at vol vol/a vol/b envdir pins
chmod 755 .
cp "$TEST_BIN/attest" .
ln -s "$ns" ns_run
mount -t tmpfs pins pins
"$ns" template pins/t
echo 1 >envdir/NAME
: >envdir/GONE
printf '%s\n' "one $dir/vol tmpfs mode=755 0 0" "two $dir/vol/a tmpfs X-mount.mkdir,nodev 0 0" \
	"$dir/bin $dir/vol/b none bind,ro,X-mount.mkdir 0 0" >fstab
printf '%s\n' 'no row' "x /nowhere tmpfs defaults 0 0" "one $dir/vol tmpfs mode=755 0 0" >fstab.bad
echo 'tmpfs opt tmpfs nosuid 0 0' >fstab.in
echo box >name
: >lock
: >keep
: >keep2
chmod 666 lock
"$TEST_BIN/abi" -a >filter

# A line a call, those of each process (0: the launcher) in their order, without what
# depends on how much there is to read, and numbers that are nobody's.  Of those
# around a relay it depends on the moment which there are, and when.
calls() { # [old|pty] COMMAND...
	how=$1 around=
	case $how in
	old) shift && around="$TEST_BIN/enosys openat2 clone3 close_range mount_setattr open_tree move_mount --" ;;
	pty) shift ;;
	esac
	: >log
	# shellcheck disable=SC2086 # words
	$around "$TEST_BIN/inject" -d 4 -t 10 -p "/attest,$dir/attest" -l log -- "$@" >out 2>&1 </dev/null 3<name
	grep -Ev ' (mmap|brk|exit_group|rt_sigtimedwait)\(' log | sed -e "s|$dir|DIR|g; s|${dir##*/}|DIR|g; s|$ns|NS|g; s/:[0-9]* / /" \
		-e 's/^\([0-9]*\) late/\1/; s/0x[0-9a-f]\{9,\}/*/g; s/\([ (]\)-\{0,1\}[0-9]\{8,\}/\1*/g' \
		-e 's/\<\(wait4\|kill\|getpgid\|getsid\|process_vm_readv\|setpgid\)([0-9]*[0-9]/\1(PID/' \
		-e 's|/proc/[0-9][0-9]*/|/proc/PID/|; s/ read(\([0-9]*\), .*/ read(\1, *)/; s/\(call-141(0, 0, \).*/\1*)/; s/mprotect(\*, 0x[0-9a-f]*/mprotect(*, */; s/prctl(\(15\|2[34]\|47\), -\{0,1\}[0-9][0-9]*/prctl(\1, */; s/prctl(22, 2, -\{0,1\}[0-9][0-9]*/prctl(22, 2, */' |
		sort -s -n -k 1,1 | uniq | case $how in
		pty) grep -Ev ' (poll|read|write|wait4|recvmsg|ioctl)\(' | sort -u ;;
		*) awk '!/ (wait4|recvmsg)\(/ || !seen[$0]++' ;;
		esac
	sed -n "/^calls=/!s|$dir|DIR|gp; s/.* status=/status=/; s/ hang=.*//p" out
}

# The first of each section in full; of the others what they have more, whoever does it
# and on whichever descriptor, and how many less.
while IFS= read -r line <&3; do
	printf '%s\n' "$line"
	eval "calls ${line#[= ] }" >now
	case $line in
	=*) tee base <now ;;
	*) awk '
		{ what = $0; sub(/^[0-9]+ /, "", what); sub(/\(-?[0-9]+/, "(", what); sub(/", [0-9]+,/, "\",", what) }
		NR == FNR { n[what]++; next }
		n[what]-- > 0 { next }
		{ n[what] = 0; print "+", $0 }
		END { for (what in n) less += n[what]; print "-", less }' base now ;;
	esac
done >got 3<<E
$(grep -E "^(= |  )" "$top/test/calls.launches")
E
umount /etc/passwd
umount /etc/group
umount pins/t
umount pins
[ ! "${UPDATE-}" ] || cp got "$top/test/calls.launches"
same got "$top/test/calls.launches" "the calls of each launch"
done_testing
