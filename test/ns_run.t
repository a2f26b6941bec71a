#!/bin/sh
# SPDX-License-Identifier: 0BSD
# ns_run.t - under that name it is the old script: the environment only, and its table
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_caps '' 'exactly|NS_EXTRA runs in the new root'
need_applet ns_run
need_nodes
need_tool attest caller tree
need_cmd busybox

# The name alone selects it; a copy would do as well as a link.
ln -s "$ns" ns_run
new_root c
mkdir root bin
echo tool >bin/tool
caller=$TEST_BIN/caller
export NS_ROOT="$dir/root" NS_BIN="$dir/bin" NS_NO_PID1=1
watch="$dir/c $dir/root $dir/bin"
host_mark

# ---- the table, to the letter

./ns_run c /attest -o mount | facts >got
same got "$top/test/ns_run.mountinfo" "it has exactly these mounts"
./ns_run c /attest -o dev >got
same got "$top/test/ns_run.dev" "and exactly this /dev"
is "$(./ns_run c /bin/sh -c 'cd /mnt/ns; stat -c "%a %n" . oldroot bin; ls oldroot bin')" "700 .
755 oldroot
755 bin
bin:
tool

oldroot:" "NS_TMPFS holds an empty oldroot, and NS_BIN on bin"
is "$(./ns_run c /bin/sh -c 'touch /mnt/ns/bin/x 2>&1; echo y 2>/dev/null >/mnt/ns/bin/tool; cat /mnt/ns/bin/tool')" \
	"touch: /mnt/ns/bin/x: Read-only file system
tool" "NS_BIN is truly read-only"
is "$(./ns_run c /attest -o process | sed -n '1,3p;/^cwd/p;/^death/p')" 'host container
pid other
parent inside
cwd "/"
death-signal 0' "it becomes the program, in the same process"
is "$(./ns_run c /attest -o ns | grep new)" "ns ipc new
ns mnt new
ns uts new" "in new mount, UTS and IPC namespaces"
is "$(HOST=box ./ns_run c /attest -o process | head -n 1)" "host box" "HOST names it"
is "$(HOST=box NS_TMPFS=opt ./ns_run c /attest -o mount | grep -c ' /opt.* - tmpfs mnt_ns ')" 1 "NS_TMPFS is where the tmpfs goes"
rm -rf c/opt && mkdir c/opt

# ---- PID 1

unset NS_NO_PID1
fails 111 '^ns_run: fatal: not PID 1$' "outside a PID namespace of its own it refuses" ./ns_run c /attest
is "$(unshare -pf ./ns_run c /attest -o process | sed -n '2,3p')" "pid 1
parent outside" "as PID 1 it goes on, and stays it"
export NS_NO_PID1=1

# ---- what it passes on

NS_EXTRA='' NS_FSTAB='' NS_SHELL='sh -c' HOST=box A=1 ./ns_run c /attest -o env | grep -E 'NS_|HOST=|A=' >got
cat >want <<X
env "A=1"
env "HOST=box"
env "NS_BIN=$dir/bin"
env "NS_NO_PID1=1"
env "NS_ROOT=$dir/root"
env "NS_SHELL=sh -c"
X
same got want "the environment is as it was, but for NS_EXTRA and NS_FSTAB (T34)"
$caller -b -i 17 -i 1 "$TEST_BIN/attest" -o signal >want
$caller -b -i 17 -i 1 ./ns_run c /attest -o signal >got
same got want "the signal mask and ignored signals are as inherited, SIGCHLD too"
is "$($caller -p 5 -s 6 -o 7=/etc/passwd -O 8-20=/ ./ns_run c /attest -o fd | grep -v '^fd [012] ' | cut -d' ' -f2,4)" "5 fifo
6 socket
7 file" "pipes, sockets and files are passed on, a directory never"
for status in 0 1 99 100 111 126 127 255; do
	./ns_run c /attest -o none -x $status
	is $? $status "status $status is the program's"
done
./ns_run c /attest -o none -k 15 2>/dev/null
is $? 143 "a signal that ends the program ends it"

# ---- NS_EXTRA and NS_FSTAB

cat >fstab <<X
tmpfs opt tmpfs ro 0 0
tmpfs $dir/root/tmp tmpfs nosuid 0 0
tmpfs $dir/root/tmp/.a/b..c/...d tmpfs X-mount.mkdir 0 0
X
NS_SHELL='sh -c' NS_EXTRA='pwd; mount -t tmpfs extra etc' NS_FSTAB=$dir/fstab ./ns_run c /attest -o mount | facts | sed '2,8d' >got
cat >want <<X
$dir/root
mount / /etc rw,relatime - tmpfs extra rw
mount / /opt ro,relatime - tmpfs tmpfs ro
mount / /tmp rw,nosuid,relatime - tmpfs tmpfs rw
mount / /tmp/.a/b..c/...d rw,relatime - tmpfs tmpfs rw
X
same got want "NS_EXTRA runs in the new root; then NS_FSTAB, where absolute targets are host paths below NS_ROOT"
echo "tmpfs $dir/bin tmpfs" >fstab
fails 111 'fstab.*line 1' "an absolute target elsewhere is refused" env NS_FSTAB="$dir/fstab" ./ns_run c /attest
echo "tmpfs /tmp tmpfs" >fstab
fails 111 'fstab.*line 1' "also one that is a directory in the container" env NS_FSTAB="$dir/fstab" ./ns_run c /attest
echo "tmpfs $dir/root/../bin tmpfs" >fstab
fails 111 'fstab.*line 1' "also one that only begins below NS_ROOT" env NS_FSTAB="$dir/fstab" ./ns_run c /attest
rm -f fstab
host_same "the host is as it was"
done_testing
