#!/bin/sh
# SPDX-License-Identifier: 0BSD
# fault-messages.t - what is said when a system call fails, for each step and call
#
# Each call of these launches is refused with EPERM; the lines that they end with are
# those of test/fault.messages, no more and no fewer.  As on an old kernel, so that
# all have the same calls; and the last, "new", as on one of today, where there is
# one.  UPDATE=1 writes the file instead.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_root
[ "$TEST_CONFIG" = all ] || skip_all "the messages are of the configuration all"
[ "$(uname -m)" = x86_64 ] || skip_all "the calls are those of x86-64"
need_tool abi attest enosys inject
need_cmd busybox
"$TEST_BIN/inject" -- true >/dev/null 2>&1 || skip_all "inject does not know this machine, or may not trace"

new_root c
chmod 755 .
cp "$TEST_BIN/attest" .
mkdir vol envdir at bin
echo 1 >envdir/NAME
printf '%s\n' "one $dir/vol tmpfs mode=755 0 0" >fstab
: >lock
: >keep
: >keep2
chmod 666 lock
"$TEST_BIN/abi" -a >filter
own_users c
mkdir path && ln -s "$ns" path/ns
PATH=$dir/path:$PATH
# Where one processor gives all numbers of mount namespaces none is too low, and the
# calls of unshare --mount=FILE are always the same.
busybox taskset -pc "$(sed -n 's/^Cpus_allowed_list:[^0-9]*\([0-9]*\).*/\1/p' /proc/self/status)" $$ >/dev/null

# "CALL: LINE", of each once, and what is left behind; not those that all have, nor of who waits meanwhile.
of_steps() {
	awk -v dir="$dir" '
		/^# EPERM at / { call = $5; sub(/[(].*/, "", call) }
		sub(/^#   stderr: got  /, "") {
			while (at = index($0, dir))
				$0 = substr($0, 1, at - 1) "DIR" substr($0, at + length(dir))
			print call ": " $0
		}
		/^calls=/ { print $5, $6, $7 }' | grep -Ev "$common" | sort -u
}
common='^$'
old="$TEST_BIN/enosys openat2 clone3 close_range mount_setattr open_tree move_mount --"
case $(uname -r) in [0-4].* | 5.[0-9].* | 5.1[01].*) new= ;; *) new=1 ;; esac
while read -r line <&3; do
	around=$old
	case $line in 'new '*) [ "$new" ] || continue && around= ;; esac
	eval "set -- ${line#new }"
	echo "$line"
	# shellcheck disable=SC2086 # words
	$around "$TEST_BIN/inject" -g 3000 -p "/attest,$dir/attest" -N none -S EPERM -- "$ns" "$@" 2>&1 </dev/null | of_steps
	common='ns: (exec .*|fstat|mprotect|relay|waitpid|signal [0-9]* before .*|out of memory|the working directory)(:|$)|^(late|poll|read|recvmsg|rt_[a-z]*|signalfd4|wait4|write): ns: supervisor:'
done 3<<'E' >got
clean -dx ns env -i A=b ns rlimit CORE=0 $dir/attest -o none
unshare -m ns mount -t tmpfs t vol ns mkdir vol/dev ns dev vol/dev $dir/attest -o none
unshare -m ns mount -t tmpfs t vol ns mkdir vol/d ns inside vol ns copy /etc/passwd p ns mask d ns mask p $dir/attest -o none
unshare -mun --loopback ns hostname box $dir/attest -o none
unshare -m ns mount -a -T fstab ns umount-all vol $dir/attest -o none
unshare -m ns mount -t tmpfs t vol ns cd vol ns umount -r $dir/vol $dir/attest -o none
unshare -m ns mount --rbind c c ns cd c ns pivot . /attest -o none
unshare -Um --map-users 0:100000:1000 --map-groups 0:100000:1000 -S 0 -G 0 $dir/attest -o none
nsenter -t $$ -m -u -i -n -r -w $dir/attest -o none
pty -q ns unshare -f ns chroot c /attest -o none
setpriv --nnp --reuid www --regid web --init-groups --inh-caps=-all,+chown --bounding-set=-sys_admin --securebits=+noroot --pdeathsig KILL --reset-env --seccomp-filter filter $dir/attest -o none
setpriv --reuid www --keep-groups ns cd c $dir/attest -o none
chpst -P -u www:web -e envdir -n 5 -l lock -m 50000000 -0 $dir/attest -o none
chpst -/ c -C opt -u :33:34 -2 /attest -o none
s6-envuidgid www ns s6-applyuidgid -U -z $dir/attest -o none
if ' /bin/true' '' ns cd c $dir/attest -o none
setpriv --landlock-access fs:write-file --landlock-rule path-beneath:write-file:/tmp $dir/attest -o none
unshare -m ns dev /dev ns pty -q -c 0 $dir/attest -o none
unshare -m ns mount -t tmpfs t vol ns mkdir vol/b ns dev -b vol/b ns mkdir vol/n ns dev -n vol/n $dir/attest -o none
unshare -m --propagation private ns unshare --uts=keep --mount=keep2 $dir/attest -o none
unshare -pTf --kill-child --mount-proc --monotonic 10 $dir/attest -o none
unshare -m ns mount -t tmpfs -o X-mount.mkdir t vol/new ns mount --rbind -o ro,recursive,nosuid vol at ns umount -R at ns mount --rbind --make-rshared c at ns mount --move at vol $dir/attest -o none
unshare -m ns mount -t tmpfs t vol ns mkdir -p -m 750 vol/a/b ns mkdir vol/in ns mknod -m 600 vol/null c 1 3 ns mount --rbind c vol/in ns chroot vol ns pivot -f in /attest -o none
run -P c /attest -o none
unshare -mpf --kill-child ns mount -t tmpfs t vol ns mkdir vol/new ns mkdir vol/dev ns mkdir vol/proc ns mount --rbind c vol/new ns mount -t proc p vol/proc ns mount -t tmpfs d vol/dev ns cd vol ns pivot . ns switch_root /new /attest -o none
unshare -pf --kill-child ns init -g -k 1 $dir/attest -o none
new run -t tmp c /attest -o none
new unshare -m --propagation private ns mount -t tmpfs t vol ns if ' ns' ' template' ' vol/t' '' ns run --template vol/t -b bin c /attest -o none
new unshare -m ns mount --rbind -o ro,nosuid c at ns inside at ns mount -t tmpfs t tmp ns mkdir tmp/d ns mask tmp/d ns copy /etc/passwd tmp/p ns dev -n dev $dir/attest -o none
E
umount /etc/passwd
umount /etc/group
[ ! "${UPDATE-}" ] || cp got "$top/test/fault.messages"
if [ "$new" ]; then cat "$top/test/fault.messages" >want; else sed '/^new /,$d' "$top/test/fault.messages" >want; fi
same got want "each call that fails is told in the words of its step"
done_testing
