#!/bin/sh
# SPDX-License-Identifier: 0BSD
# run.t - a container sees its own world, and the host stays as it was
# shellcheck source=lib.sh disable=SC2016,SC2094,SC1010
. "${0%/*}/lib.sh"
need_caps '' 'exactly|changes no mode in /dev|leaves no trace in it|20 launches at once|1,000 host mounts'
need_applet run
need_nodes
need_tool attest caller tree mounts
need_cmd busybox

new_root c
in="$ns run $dir/c /attest"
caller=$TEST_BIN/caller
watch="$dir/c /dev/pts"
host_mark

# ---- the state (T10: the expected files are literal)

$in -o mount | facts >got
same got "$top/test/run.mountinfo" "it has exactly these mounts"
$in -o dev >got
same got "$top/test/run.dev" "and exactly this /dev"
is "$($in -o process | grep -E '^(host|pid|parent|cwd|death)')" "host container
pid 1
parent outside
cwd \"/\"
death-signal 9" "it is PID 1 of a host named container, in /, and dies with its supervisor"
is "$($in -o ns)" "ns cgroup host
ns ipc new
ns mnt new
ns net host
ns pid new
ns pid_for_children new
ns time host
ns time_for_children host
ns user host
ns uts new" "the namespaces are new where they should be"
is "$($ns run -n c /attest -o ns | grep net)" "ns net new" "-n: so is the network"
is "$($ns run -n c /bin/cat /sys/class/net/lo/flags /proc/net/dev 2>/dev/null | grep -c :)" 1 \
	"-n: it has nothing but a loopback"
like "$($ns run -n c /bin/busybox ip addr)" 'lo:.*[<,]UP[,>]' "-n: which is up"
$in -o ids,cap,limit >got
"$TEST_BIN/attest" -o ids,cap,limit >want
same got want "ids, capabilities and limits are the caller's"
is "$(umask 077; $in -o process,dev | grep -E '^(umask|dev (null|block|pts|\.) )')" "umask 0077
dev . d 0755 0 0
dev block d 0755 0 0
dev null c 0666 0 0 1:3
dev pts d 0755 0 0" "the caller's umask is kept, and changes no mode in /dev"
is "$($ns run -H box c /attest -o process | head -n 1)" "host box" "-H names it"
is "$($ns run c /bin/sh -c 'echo /proc/[0-9]*')" /proc/1 "it sees no process but itself"
is "$($ns run c /bin/sh -c 'touch /dev/x /dev/shm/x 2>&1; ls /run/shm'; rm c/run/shm/x)" \
	"touch: /dev/x: Read-only file system
x" "/dev is read-only, /dev/shm is /run/shm"
is "$($ns run c /bin/sh -c 'echo a >/dev/null && head -c 3 /dev/zero | od -An -tx1; stat -c %a /run/shm')" \
	" 00 00 00
1777" "the devices work"
rmdir c/run/shm c/run
is "$(umask 077; $ns run c /bin/stat -c '%a %n' /run /run/shm)" "755 /run
1777 /run/shm" "/run/shm is made if missing, whatever the umask"
host_mark

# ---- the program

status=0
for want in $(busybox seq 0 255); do
	$in -o none -x "$want"
	got=$?
	[ "$got" = "$want" ] || { status=1; note "status $got, not $want"; break; }
done
is "$status" 0 "status 0 to 255 is the program's"
$in -o none -k 11 2>/dev/null
is "$?" 139 "a program killed by signal 11 is 139"
is "$($ns run -P c /attest -o process | grep -E '^(pid|parent)')" "pid other
parent inside" "-P: no PID namespace, no supervisor"
nl='
'
$in -o arg -- '' "a${nl}b$nl" '${X}' "'\"\\" "$(printf '\377\001')" ' ' '$(false)' '-n' 'ns' >got
cat >want <<'E'
arg ""
arg "a\x0ab\x0a"
arg "${X}"
arg "'\x22\x5c"
arg "\xff\x01"
arg " "
arg "$(false)"
arg "-n"
arg "ns"
E
same got want "the arguments arrive byte for byte"
head -c 3000000 /dev/urandom >in
$in -c <in >got
same got in "stdin is piped through"
is "$(env -i A=1 'B=x  y' "C=$(printf '\377')" PATH=/bin NS_FOO=1 NS_TMPFS=mnt/ns "$ns" run c /attest -o env)" 'env "A=1"
env "B=x  y"
env "C=\xff"
env "PATH=/bin"' "the environment is the caller's without NS_* (T34)"
is "$(PATH=/nowhere:/ "$ns" run c attest -o none -x 3; echo $?)" 3 "the program is looked for on the PATH, in the container"

# ---- descriptors and signals

is "$($caller -O 3-1023=/ "$ns" run c /attest -o fd </dev/null 2>&1 >got; cut -d' ' -f2 got | tr '\n' ' ')" "0 1 2 " \
	"of descriptors 3 to 1023 on directories none gets in (T5)"
is "$($caller -p 5 -s 6 -o 7=/etc/passwd "$ns" run -k 5,7 c /attest -o fd | grep -v '^fd [012]' | cut -d' ' -f2,4)" \
	"5 fifo
7 file" "-k keeps the descriptors it names"
$caller -c 0 -c 1 -c 2 "$ns" run c /bin/sh -c '/attest -o fd >/tmp/fd'
is "$(grep -c '^fd [02] "/dev/null" device' c/tmp/fd)" 2 "closed 0 to 2 become /dev/null"
rm c/tmp/fd
is "$($caller -b -i 17 "$ns" run c /attest -o signal)" "" \
	"SIGCHLD ignored and all signals blocked by the caller: the program starts clean (T29)"
is "$($caller -b -i 17 "$ns" run c /attest -x 9 -o none; echo $?)" 9 "and its status is ours nonetheless"
is "$($caller -i 1 -i 13 "$ns" run c /attest -o signal)" "signal 1 ignored
signal 13 ignored" "other ignored signals stay so, as nohup needs"
is "$($caller -a "$ns" 2>&1; echo $?)" "$("$ns" 2>&1; echo $?)" "argc 0 is like no words"

for sig in TERM:15 INT:2 HUP:1 QUIT:3 USR1:10 USR2:12; do
	rm -f c/tmp/ready
	# -d: a shell starts what is in its background with INT and QUIT ignored
	"$caller" -d "$ns" run c /bin/sh -c \
		"trap 'exit 42' ${sig%:*}; touch /tmp/ready; for i in \$(seq 250); do sleep 0.02; done" &
	started c/tmp/ready && kill "-${sig%:*}" $!
	wait $!
	is $? 42 "${sig%:*} is forwarded to a program that handles it (T28)"
	: >ready
	"$caller" -d "$ns" run c /attest -o process -w 5000 >ready &
	started ready ''
	kill "-${sig%:*}" $!
	wait $!
	is $? $((128 + ${sig#*:})) "${sig%:*} ends one that does not, though it is PID 1"
done
rm -f c/tmp/ready
"$ns" run c /bin/sh -c "touch /tmp/ready; sleep 100" &
started c/tmp/ready && kill -KILL $!
wait $! 2>/dev/null
settle
is "$(others)" "" "a supervisor killed -9 takes the container along (T27)"
rm -f c/tmp/ready

is "$("$ns" run c /bin/sh -c 'for i in 1 2 3 4 5 6 7 8; do (sleep 0.01 &) ; done; sleep 0.1; echo done')" done \
	"orphans do not disturb"
host_same "the host is as it was: mounts, name, cgroups, ptys, processes, DIR"

# ---- DIR

mkdir -p other bindfrom/sub
is "$("$ns" run ./c /attest -o none -x 3; echo $?)" 3 "DIR may be relative"
is "$(cd c && "$ns" run . /attest -o none -x 3; echo $?)" 3 "and ."
is "$(cd c/bin && "$ns" run .. /attest -o none -x 3; echo $?)" 3 "and .."
ln -s c link
is "$("$ns" run link /attest -o none -x 3; echo $?)" 3 "and a symlink"
mount -t tmpfs sub c/opt && mkdir c/opt/deep && mount -t tmpfs deep c/opt/deep && : >c/opt/deep/file
is "$("$ns" run c /bin/ls /opt/deep)" file "mounts below DIR come along"
"$ns" run c /attest -o mount | facts | grep opt >got
cat >want <<'X'
mount / /opt rw,relatime - tmpfs sub rw
mount / /opt/deep rw,relatime - tmpfs deep rw
X
same got want "and are private"
umount c/opt/deep c/opt
mount --bind c c
is "$("$ns" run c /attest -o none -x 3; echo $?)" 3 "DIR may be a mount point"
mount --make-unbindable c
is "$("$ns" run c /attest -o none -x 3; echo $?)" 3 "an unbindable one"
mount -o remount,bind,ro c
is "$("$ns" run c /bin/sh -c 'touch /x 2>/dev/null || echo ro')" ro "a read-only one"
umount c
mkdir -p tiny/dev tiny/proc tiny/run/shm
cp c/attest tiny
mount --bind tiny tiny && mount -o remount,bind,ro tiny
is "$("$ns" run tiny /attest -o none -x 3; echo $?)" 3 "a read-only image of one static program and empty directories"
umount tiny
is "$("$ns" run -r other c /attest -o mount | facts | head -n 1)" "$(head -n 1 "$top/test/run.mountinfo")" \
	"-r binds it elsewhere, which leaves no trace in it"
is "$(ls other)" "" "nor there"
mkdir -p c/nested
cp "$ns" c/nested/ns
is "$("$ns" run c /nested/ns run -r /mnt / /attest -o process | head -n 2)" "host container
pid 1" "in a container / runs as a container, with -r"
rm -r c/nested

for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	"$ns" run -r other c /attest -o mount >"many.$i" 2>&1 &
done
wait
cat many.* | facts | sort | uniq -c | sed 's/^ *//' >got
sort "$top/test/run.mountinfo" | sed 's/^/20 /' >want
same got want "20 launches at once on one DIR and one NS_ROOT do not disturb each other"

# ---- more mounts

mkdir -p bin sub/sub
echo '#!/bin/sh' >bin/tool
mount -t tmpfs -o nosuid,nodev,noexec below bin && : >bin/tool && mkdir bin/sub && mount -t tmpfs sub bin/sub
"$ns" run -t mnt/ns -b bin c /attest -o mount | facts | tail -n +6 >got
cat >want <<'X'
mount / /mnt/ns rw,nosuid,nodev,relatime - tmpfs mnt_ns rw,mode=700
mount / /mnt/ns/bin ro,nosuid,nodev,noexec,relatime - tmpfs below rw
X
same got want "-b binds read-only, and keeps the flags of what it binds (T12)"
is "$("$ns" run -t mnt/ns -b bin c /bin/ls /mnt/ns /mnt/ns/oldroot)" "/mnt/ns:
bin
oldroot

/mnt/ns/oldroot:" "NS_TMPFS holds bin and an empty oldroot"
umount bin/sub bin

cat >fstab <<X
# a comment, and an empty line

tmpfs opt tmpfs ro,size=64k 0 0
tmpfs no tmpfs noauto 0 0
/nonexistent opt none bind,nofail 0 0
$dir/sub mnt/with\\040space none bind,ro,x-mount.mkdir 0 0
tmpfs /root tmpfs
X
"$ns" run -f fstab c /attest -o mount | facts | tail -n +6 >got
cat >want <<'X'
mount / /opt ro,relatime - tmpfs tmpfs ro
mount /sub /mnt/with\040space ro,relatime - tmpfs test rw,mode=755
mount / /root rw,relatime - tmpfs tmpfs rw
X
same got want "-f mounts an fstab"
echo 'none / none remount,ro' >fstab
is "$("$ns" run -f fstab c sh -c ': >/new && echo new' 2>/dev/null)" "" "-f with a remount: the root is read-only in the container"
ok "and the filesystem, which is the host's, is not" touch c/tmp
is "$(ls -d c/mnt/with*)" "c/mnt/with space" "a directory made inside DIR stays"
rmdir 'c/mnt/with space'
n=0
while [ $((n += 1)) -le 100 ]; do echo 'tmpfs /opt tmpfs'; done >rows
# shellcheck disable=SC3045 # dash and busybox have it
is "$(ulimit -n 64; "$ns" run -f rows c /attest -o mount 2>&1 | grep -c ' /opt ')" 100 "100 rows take fewer than 64 descriptors"
"$ns" run -e 'pwd; hostname; busybox mount -t tmpfs extra opt' c /attest -o mount | facts | sed '3,7d' >got
cat >want <<X
$dir/c
container
mount / /opt rw,relatime - tmpfs extra rw
X
same got want "-e runs a script in the new root with the host's tools in reach"
mkdir vol && mount -t tmpfs vol vol
"$ns" run -e "busybox mount -o bind $dir/vol dev" c /attest -o none
is "$(touch vol/x && echo writable)" writable "what has come in the place of /dev is read-only there, and not for the host"
umount vol
"$ns" run -s 'sh -e -c' -e 'false; true' c /attest >/dev/null 2>&1
is $? 111 "-s names its interpreter"
is "$("$ns" run -e '' c /attest -o none -x 3; echo $?)" 3 "an empty script is none"

# ---- a full host (T17)

mkdir many && mount --bind many many
"$TEST_BIN/mounts" 1000 "$dir/many"
for name in 'with space' "with${nl}newline" "with	tab" 'with\backslash' 'with#hash' 'x (deleted)' 'x\040y'; do
	mkdir -p "many/$name" && mount -t tmpfs odd "many/$name"
done
is "$(grep -c "$dir/many/" /proc/self/mountinfo)" 2014 "(1,007 mounts, and as many hidden below: many is a peer of where it is)"
$in -o mount | facts >got
same got "$top/test/run.mountinfo" "1,000 host mounts and odd names do not show"
rmdir other && mkdir other
umount -l many
host_same "nothing of all this is left"
done_testing
