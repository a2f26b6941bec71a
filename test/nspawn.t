#!/bin/sh
# SPDX-License-Identifier: 0BSD
# nspawn.t - a container with what systemd-nspawn's users expect, and no way out
# shellcheck source=lib.sh disable=SC2016,SC2086,SC2094
. "${0%/*}/lib.sh"
need_root
need_applet nspawn
need_tool attest caller enosys escape spy tree
need_cmd busybox

new_root c
cp "$TEST_BIN/escape" c
: >c/inside
for a in cmp pwd tty; do ln -s busybox c/bin/$a; done
cat >c/etc/passwd <<'E'
root:x:0:0::/root:/bin/sh
www:x:33:34::/home/www:/bin/sh
evil:x:0:0::/root:/bin/sh
1000:x:0:0::/root:/bin/sh
nohome:x:40:40:::
E
cat >c/etc/group <<'E'
tty:x:5:
web:x:77:x,www
more:x:78:www
E
ln -s "$ns" nspawn
caller=$TEST_BIN/caller
spawn() { "$ns" nspawn -D c --timezone=off "$@"; }
state() { what=$1; shift; spawn "$@" /attest -o "$what"; }
facts() { sed 's/- devtmpfs devtmpfs .*/- devtmpfs/; s/,inode64//; s/,size=[^, ]*//; s/,nr_inodes=[^, ]*//'; }
watch="$dir/c /dev/pts"
host_mark

# ---- the state (T10: the expected files are literal)

# Of the masks and binds in /proc and /sys those that the kernel has.
while read -r mount root where rest; do
	case $where in /proc/* | /sys/*) [ -e "$where" ] || continue ;; esac
	echo "$mount $root $where $rest"
done <"$top/test/nspawn.mountinfo" >mountinfo
state mount | facts >got
same got mountinfo "it has exactly these mounts"
state mount --private-network | facts >got
sed 's/- sysfs sysfs rw/- sysfs sysfs ro/' mountinfo >want
same got want "with --private-network /sys is its own"
"$TEST_BIN/enosys" openat2 open_tree move_mount mount_setattr clone3 close_range -- \
	"$ns" nspawn -D c --timezone=off /attest -o mount | facts >got
same got mountinfo "on an old kernel too"
state dev | facts >got
same got "$top/test/nspawn.dev" "and exactly this /dev"
is "$(state process | grep -Ev '^(nice|dumpable)')" "host c
pid 1
parent outside
session own
group own
terminal none
cwd \"/\"
umask 0022
death-signal 9" "it is PID 1 in a session of its own, in /, and dies with its supervisor"
is "$(umask 077; $caller -b -i 17 -i 1 -i 13 "$ns" nspawn -D c /attest -o process,signal | grep -E 'umask|signal')" "umask 0022
death-signal 9" "umask and signals are reset (T29)"
is "$(state ns -E HOSTNS)" "ns cgroup new
ns ipc new
ns mnt new
ns net host
ns pid new
ns pid_for_children new
ns time host
ns time_for_children host
ns user host
ns uts new" "the namespaces are new where they should be"
is "$(state ns -E HOSTNS --private-network | grep net)" "ns net new" "--private-network"
like "$(spawn --private-network /bin/busybox ip addr)" 'lo:.*[<,]UP[,>]' "its loopback is up"
is "$(TERM=vt100 A=1 container=x HOME=/x "$ns" nspawn -D c /attest -o env)" 'env "HOME=/root"
env "LOGNAME=root"
env "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
env "TERM=vt100"
env "USER=root"
env "container=ns"' "the environment (T34)"
is "$(unset TERM; state env | grep -c TERM)" 0 "without TERM there is none"
uuid=01234567-89ab-CDEF-0123-456789abcdef
is "$(state env --uuid=$uuid -E A=1 --setenv='B=x  y' -E HOME=/ -E A= | grep -E '"(A|B|HOME|container_uuid)=')" 'env "A="
env "B=x  y"
env "HOME=/"
env "container_uuid='$uuid'"' "-E adds variables, --uuid one"
is "$(state env --uuid="$(echo $uuid | tr -d -)" | grep uuid)" 'env "container_uuid='$uuid'"' "which is the same without dashes"
is "$(FOO='a b' "$ns" nspawn -D c -E FOO -E NOPE /attest -o env | grep -E 'FOO|NOPE')" 'env "FOO=a b"
env "NOPE="' "-E NAME passes one on"
bits() { # the numbers of the capabilities in a set
	n=0 set=$(printf %d "0x$1")
	while [ $n -lt 60 ]; do
		[ $((set >> n & 1)) = 0 ] || printf ' %s' $n
		n=$((n + 1))
	done
}
caps() { state cap "$@" | while read -r w set value; do [ "$w" != cap ] || echo "$set$(bits "$value")"; done; }
# chown dac_override fowner fsetid kill setgid setuid setpcap linux_immutable
# net_bind_service net_broadcast net_raw ipc_owner sys_chroot sys_ptrace
# sys_nice sys_tty_config lease setfcap
usual=" 0 1 3 4 5 6 7 8 9 10 11 13 15 18 19 23 26 28 31"
is "$(caps)" "inheritable
permitted$usual
effective$usual
bounding$usual
ambient" "the five sets hold 19 capabilities, exactly"
is "$("$ns" setpriv --inh-caps +chown,+sys_admin,+net_admin --ambient-caps +sys_admin --groups 0,4,24 "$ns" nspawn -D c /attest -o ids,cap |
	grep -E 'groups|inher|amb')" "groups
cap inheritable 0000000000000000
cap ambient 0000000000000000" "whatever the caller has (T18, T19)"
is "$(caps -u www)" "inheritable
permitted
effective
bounding$usual
ambient" "a user has none of them"
is "$(caps --drop-capability=all | tail -n 2)" "bounding
ambient" "--drop-capability=all"
is "$(caps --drop-capability=CAP_CHOWN,net_raw | grep bound)" \
	"bounding 1 3 4 5 6 7 8 9 10 11 15 18 19 23 26 28 31" "--drop-capability"
is "$(caps --capability=CAP_SYS_ADMIN | grep bound)" \
	"bounding 0 1 3 4 5 6 7 8 9 10 11 13 15 18 19 21 23 26 28 31" "--capability"
"$TEST_BIN/attest" -o cap | grep bounding >want
state cap --capability=all | grep bounding >got
same got want "--capability=all"
is "$(state cap --no-new-privileges=yes | grep no-new)" "no-new-privs 1" "--no-new-privileges"
is "$(state cap -P -q --console=pipe --no-new-privileges=no | grep no-new)" "no-new-privs 0" "--no-new-privileges=no; -P, -q"

[ ! -e /dev/kmsg ] || is "$(state dev --capability=syslog | sed -n 's/^dev kmsg \(c\).* /\1 /p')" "c 1:11" \
	"/dev/kmsg comes with its capability"
[ ! -e /dev/rtc0 ] || like "$(state dev --capability=sys_time)" '^dev rtc0 c ' "and so does /dev/rtc0"
: >net && unshare --net="$dir/net" true
is "$(spawn --network-namespace-path=net sh -c 'readlink /proc/self/ns/net; ls /sys/class/net')" "net:[$(stat -c %i net)]
lo" "--network-namespace-path, and the /sys for it"
umount net

# ---- users

is "$(state ids -u www | head -n 3; spawn -u www /bin/sh -c 'echo $HOME $USER $LOGNAME')" "uid 33 33 33
gid 34 34 34
groups 77 78
/home/www www www" "-u: ids, groups and variables are the container's"
is "$(stat -c '%a %u %g' c/home/www)" "775 33 34" "the home is made, and its own"
rm -r c/home
is "$(state ids -u 1000 | head -n 3)" "uid 1000 1000 1000
gid 1000 1000 1000
groups" "-u with a number is that number, whatever its files call so (T20)"
is "$(state ids -u nohome | head -n 1; spawn -u nohome /bin/sh -c 'echo $HOME')" "uid 40 40 40
/" "one without a home has /"
is "$(state ids,cap -u www --drop-capability=all | grep -E 'uid 33|bound')" "uid 33 33 33
cap bounding 0000000000000000" "-u with no capability at all"
is "$(caps -u 0 | grep perm)" "permitted$usual" "-u 0 is root"
rm -rf c/home
host_mark
fails 111 'another name: evil' "-u with another name of root" spawn -u evil /attest
for user in nobody '' -1 4294967295 +5 0x0 99999999999 'root:' 'www '; do
	fails 111 'unknown user' "-u ${user:-''} (T20)" spawn -u "$user" /attest
done
rm c/etc/passwd && mkfifo c/etc/passwd
host_mark
fails 111 'unknown user' "a passwd that is a FIFO" $caller -t 5 "$ns" nspawn -D c -u www /attest
rm c/etc/passwd && printf 'www:x:33:34::/home/www:/bin/sh\n' >passwd && ln -s "$dir/passwd" c/etc/passwd
host_mark
fails 111 'unknown user' "one that leads out (T1)" spawn -u www /attest
rm c/etc/passwd && mv passwd c/etc/passwd

# ---- the program

is "$(echo 'echo $0; pwd; echo $HOME' | spawn)" "-sh
/root
/root" "no PROG: a login shell at home"
printf '#!/bin/sh\necho bash\n' >c/bin/bash
chmod 755 c/bin/bash
is "$(spawn; rm c/bin/bash)" "bash" "which is bash, if there is one"
is "$(spawn pwd; cd c && "$ns" nspawn pwd)" "/
/" "PROG is found on the PATH inside, and DIR is where we are"
is "$(state process --chdir=/tmp | grep cwd)" 'cwd "/tmp"' "--chdir"
for status in 0 1 99 111 126 127 255; do
	spawn /attest -o none -x $status
	is $? $status "status $status is the program's"
done
spawn /attest -o none -k 11 2>/dev/null
is $? 139 "128 and the signal"
spawn /nonesuch 2>/dev/null
is $? 127 "127 when it is not there"
head -c 3000000 /dev/urandom >in
spawn /attest -c <in >got
same got in "stdin is piped through"
is "$($caller -O 3-100=/ "$ns" nspawn -D c /attest -o fd </dev/null 2>&1 | cut -d' ' -f2 | tr '\n' ' ')" "0 1 2 " \
	"only descriptors 0, 1 and 2 are passed on (T5)"
is "$(for name in --machine=web --hostname=a.b -Mx; do state process $name | head -n 1; done)" "host web
host a.b
host x" "-M"
mkdir -p 'a b!' && mount --bind c 'a b!'
is "$("$ns" nspawn -D 'a b!/' /attest -o process | head -n 1)" "host ab" "the name is what a directory has of one"
umount 'a b!' && rmdir 'a b!'
mkdir -p tiny && cp c/attest tiny
is "$("$ns" nspawn -D tiny /attest -o none -x 3; echo $?; ls tiny)" "3
attest
dev
proc
root
run
sys" "an image of one static program"
rm -r tiny
cat >c/init <<'E'
#!/bin/sh
echo "$$ $0 $*"
trap "echo got; exit 3" 37
echo ready
for i in $(seq 200); do sleep 0.05; done
E
chmod 755 c/init
started() { for _ in $(busybox seq 500); do ! grep -q "$2" "$1" || return 0; sleep 0.01; done; return 1; }
for options in "-b one two" "--kill-signal=37 /init one two"; do
	: >log
	"$ns" nspawn -D c $options >log & pid=$!
	started log ready && kill -TERM $pid
	wait $pid
	is "$? $(cat log)" "3 1 /init one two
ready
got" "$options: PID 1, its arguments, and its signal for TERM"
done
rm c/init
: >log
"$ns" nspawn -D c --kill-signal=HUP sh -c 'echo ready; sleep 5' >log & pid=$!
started log ready && kill -TERM $pid
wait $pid
is "$?" 143 "a TERM that nobody handles kills, by any signal"
is "$(state limit --rlimit=NOFILE=100:200 --rlimit=RLIMIT_CORE=0 | grep -E 'core|nofile')" "limit core 0 0
limit nofile 100 200" "--rlimit"

# ---- groups, an init, a terminal

is "$(spawn -a sh -c 'echo $$; cat /proc/1/comm; grep CapBnd /proc/1/status'; spawn -a /attest -o none -x 7; echo $?)" "2
ns
CapBnd:	00000000948caffb
7" "-a: PROG is PID 2, and PID 1 has no more capabilities"
for prog in "-a" "ns init"; do
	set -- sh -c 'trap "echo got; exit 3" TERM; echo ready; while :; do sleep 0.05; done'
	: >log
	if [ "$prog" = -a ]; then set -- -a "$@"; else set -- ns init "$@"; fi
	"$ns" nspawn -D c "$@" >log & pid=$!
	started log ready && kill -TERM $pid
	wait $pid
	is "$? $(tail -n 1 log)" "3 got" "$prog: a TERM reaches the program, though PID 1 waits for it with sigtimedwait"
done
group() { # a controller's limit of a container with these options
	what=$1
	shift
	"$ns" nspawn -D c "$@" sh -c 'echo $$ ready; sleep 1' >log & pid=$!
	started log ready
	find /sys/fs/cgroup -path "*/nspawn-$pid/$what" -exec cat {} + 2>/dev/null | head -n 1
	kill $pid
	wait $pid
	echo $?
}
groups() { ls -d /sys/fs/cgroup/nspawn-* /sys/fs/cgroup/*/nspawn-* 2>/dev/null; }
before=$(groups)
if [ "$(group pids.max --pids=7)" = "7
143" ]; then
	is "$(groups)" "$before" "no control group is left (T35)"
	is "$(spawn --pids=7 sh -c 'cat /proc/self/cgroup' | grep -Evc ':/$')" 0 "--pids, in a cgroup namespace of its own"
else
	skip "--pids" "no such controller here"
fi
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
	memory=memory.max cpus=cpu.max limit="150000 100000"
else
	memory=memory.limit_in_bytes cpus=cpu.cfs_quota_us limit=150000
fi
if [ "$(group $memory --memory=64M)" = "67108864
143" ]; then
	is "$(group $cpus --cpus=1.5)" "$limit
143" "--memory, --cpus"
else
	skip "--memory, --cpus" "no such controllers here"
fi
no_tree() { # LINE...: where no control groups are
	"$ns" unshare -m --propagation private sh -c 'umount -R /sys/fs/cgroup 2>/dev/null; exec "$@"' - "$@"
}
is "$(no_tree "$ns" nspawn -D c --timezone=off sh -c 'echo in' 2>&1)" in "no control groups: a container all the same"
like "$(no_tree "$ns" nspawn -vD c --timezone=off sh -c 'echo in' 2>&1)" 'cgroup nspawn-[0-9]*: ' "and -v says so"
host_mark
fails 111 'no such controller' "but not with a limit" no_tree "$ns" nspawn -D c --pids=3 true
fails 100 'malformed: x' "a malformed limit" spawn --memory=x true
fails 111 'cgroup.*nonesuch.*ENOENT|cgroup.*No such' "no such parent" spawn --cgroup-parent=/nonesuch --pids=3 true
if [ "$(in_path script)" ] && "$ns" --list | grep -qx pty; then
	on_tty() { script -qec "$*" /dev/null </dev/null 2>&1 | tr -d '\r\000' | sed 's/^\^@//'; }
	is "$(on_tty "$ns" nspawn -qD c -- "/bin/sh -c 'tty; stat -c \"%a %u %t\" /dev/console; ls -1 /dev/pts'")" "/dev/console
600 0 88
0
ptmx" "on a terminal there is one of its own"
	is "$(on_tty "$ns" nspawn -qD c -u www -- "/bin/sh -c 'tty; stat -c \"%a %u\" /dev/console; echo x >/dev/console'")" "/dev/console
600 33
x" "which is the user's"
	rm -rf c/home
	is "$(on_tty "$ns" nspawn -PD c -- "/bin/sh -c 'ls /dev/pts; [ -e /dev/console ] || echo none'")" "ptmx
none" "-P: none"
	is "$("$ns" nspawn -qD c --console=interactive tty </dev/null | tr -d '\r')" /dev/console "--console=interactive"
else
	skip "a terminal" "no script(1), or no pty"
fi

# ---- more mounts

mkdir -p 'src/a b/sub' upper
echo one >'src/a b/file'
mount -t tmpfs sub 'src/a b/sub'
host_mark
extra() { state mount "$@" | facts | sed '1,/tmpfs run rw/d'; }
is "$(extra --bind="src/a b:/mnt/ns" --bind="$dir/src/a b:/opt:norbind,noexec")" \
	'mount /src/a\040b /mnt/ns rw,relatime - tmpfs test rw,mode=755
mount / /mnt/ns/sub rw,relatime - tmpfs sub rw
mount /src/a\040b /opt rw,noexec,relatime - tmpfs test rw,mode=755' "--bind"
is "$(extra --bind-ro="src/a b:/mnt/ns")" 'mount /src/a\040b /mnt/ns ro,relatime - tmpfs test rw,mode=755
mount / /mnt/ns/sub ro,relatime - tmpfs sub rw' "--bind-ro, submounts included (T12)"
is "$(extra --bind=upper; rm -r "c$dir")" "mount /upper $dir/upper rw,relatime - tmpfs test rw,mode=755" "to the same place, as / has it"
is "$(extra --bind=+/etc:/opt)" 'mount /c/etc /opt rw,nodev,relatime - tmpfs test rw,mode=755' "--bind=+ is of the container"
is "$(extra --tmpfs=/tmp --tmpfs=/opt:size=4k,mode=700)" 'mount / /tmp rw,nodev - tmpfs tmpfs rw,mode=755
mount / /opt rw,nodev - tmpfs tmpfs rw,mode=700' "--tmpfs"
is "$(spawn --bind-ro="src/a b/file:/etc/new" cat /etc/new; rm c/etc/new)" one "a file's target is made"
host_mark
is "$(spawn --overlay="src/a b:upper:/opt" sh -c 'cat /opt/file; echo two >/opt/two'; ls upper)" "one
two" "--overlay"
is "$(spawn --overlay-ro="src/a b:upper:/opt" sh -c 'cat /opt/two; touch /opt/x 2>/dev/null || echo ro')" "two
ro" "--overlay-ro"
rm -rf upper.work
host_mark
fails 111 'no directory.*: lower' "an overlay without its lower directory" spawn --overlay=lower:upper:/opt true
fails 111 'no directory.*: up/upper' "or its upper" spawn --overlay=src:up/upper:/opt true
is "$(find up upper.work 2>/dev/null)" "" "leaves no directory for it"
umount 'src/a b/sub'
mount -t tmpfs deep c/opt && mkdir c/opt/sub && mount -t tmpfs deeper c/opt/sub
is "$(spawn --read-only sh -c 'for d in / /opt /opt/sub /run /tmp; do touch $d/x 2>/dev/null && echo $d; done')" /run \
	"--read-only, submounts included (T12)"
is "$(spawn --read-only --tmpfs=/tmp sh -c 'touch /tmp/x && echo yes')" yes "but what is asked for"
umount c/opt/sub c/opt
mount -t tmpfs own c/run && : >c/run/own
is "$(spawn ls /run)" own "a target that is a mount point is left as it is"
is "$("$TEST_BIN/enosys" statx -- "$ns" nspawn -D c ls /run)" own "before Linux 5.8 too"
umount c/run
echo nameserver >c/etc/resolv.conf
is "$(spawn cat /etc/resolv.conf)" nameserver "resolv.conf is the container's"
is "$(spawn --resolv-conf=bind-host cmp /etc/resolv.conf - </etc/resolv.conf && cat c/etc/resolv.conf)" nameserver \
	"--resolv-conf=bind-host"
spawn --resolv-conf=copy-host true
same c/etc/resolv.conf /etc/resolv.conf "--resolv-conf=copy-host"
if [ -e /etc/localtime ]; then
	: >c/etc/localtime
	is "$("$ns" nspawn -D c cmp /etc/localtime - </etc/localtime && wc -c <c/etc/localtime)" 0 "localtime is the host's"
	is "$("$ns" nspawn -D c sh -c 'touch /etc/localtime 2>/dev/null || echo ro')" ro "and read-only"
	spawn --timezone=copy true
	same c/etc/localtime /etc/localtime "--timezone=copy"
else
	skip "localtime" "this host has none"
fi
zone() { # OPTION: what becomes of a file, where the host has a link to its /etc/zone
	rm -f c/etc/localtime && echo old >c/etc/localtime
	"$ns" unshare -m --propagation private sh -c 'mount -t tmpfs etc /etc && echo host >/etc/zone &&
		ln -s /etc/zone /etc/localtime && exec "$@"' - "$ns" nspawn -D c "$1" true
	readlink c/etc/localtime || cat c/etc/localtime 2>/dev/null || echo none
}
is "$(zone --timezone=symlink)" host "--timezone=symlink is a copy where it would lead nowhere"
: >c/etc/zone
is "$(zone --timezone=symlink; zone --timezone=off; zone --timezone=delete)" "/etc/zone
old
none" "and else a link; --timezone=off, --timezone=delete"
rm -f c/etc/localtime c/etc/resolv.conf c/etc/zone

# ---- no way out (T9, T14, T15, T16)

read -r major minor _ <<E
$(sed -n 3p /proc/partitions)
E
mknod c/disk b "${major:-7}" "${minor:-0}"
mknod c/zero c 1 5
is "$(spawn /escape block=/disk character=/zero 2>&1)" "open_by_handle_at: no
chroot and climb: no
setns: no
umount of / and setns: no
root of PID 1: no
remount of /proc/sys: no
core_pattern: no
core_pattern of a fresh proc: no
release_agent: no
mknod: no
init_module: no
block: no
character: no" "every way out is closed (T9, T15, T16)"
is "$(spawn --capability=dac_read_search /escape 2>&1 | grep OPEN)" "open_by_handle_at: OPEN" "what CAP_DAC_READ_SEARCH opens"
opened=$(spawn --capability=sys_admin /escape 2>&1 | grep OPEN)
for way in "remount of /proc/sys" "core_pattern of a fresh proc"; do
	like "$opened" "^$way: OPEN" "what CAP_SYS_ADMIN opens: $way"
done
[ ! -d /sys/fs/cgroup/memory ] || like "$opened" "^release_agent: OPEN" "what CAP_SYS_ADMIN opens: release_agent (T15)"
rm c/disk c/zero
cat >c/walk <<'E'
find /proc /sys -type f -perm /222 2>/dev/null | grep -Ev '^/proc/([0-9]+|self|thread-self|net)/' | while read -r file; do
	(: >>"$file") 2>/dev/null && echo "$file"
done
E
ln -s busybox c/bin/find
is "$(spawn sh /walk | grep -Ev '^/proc/(mtrr|pressure/)')" "" "no file of /proc or /sys opens for writing (T14)"
is "$(spawn sh -c 'cat /proc/keys /proc/timer_list; ls /sys/firmware')" "" "what is masked is empty"
rm c/walk

# Whoever is inside, with CAP_SYS_PTRACE, and who comes: ours is not to be had (T6, T23).
cp "$ns" ours
old=$(cksum <ours)
cp "$TEST_BIN/spy" c/spy
printf '#!/proc/self/exe init\n' >c/evil
chmod 755 c/evil
spied() { # OPTIONS...: what a spy sees of who joins for a while
	: >log
	./ours nspawn -D c --timezone=off "$@" </dev/null >log 2>&1 & pid=$!
	started log ready
	# shellcheck disable=SC2013 # words they are
	for p in $(cat "/proc/$pid/task/$pid/children" 2>/dev/null); do
		"$ns" nsenter -t "$p" -a ns if sleep 0.3 '' sleep 0 2>/dev/null
	done
	wait $pid
	tr '\n' ' ' <log
}
if [ "$("$ns" --list | grep -cxE 'if|nsenter')" = 2 ]; then
	is "$(spied --drop-capability=sys_ptrace /spy 1500 sleep)" "ready seen " \
		"T23 without CAP_SYS_PTRACE it cannot trace who joins it, nor open what it has"
	like "$(spied /spy 1500 sleep)" "ptrace" "which this capability is for"
else
	skip "T23 who joins it" "no applets if and nsenter"
fi
spied -a /spy -w 800 sleep >/dev/null
./ours nspawn -D c --timezone=off /evil </dev/null >/dev/null 2>&1
is "$(cksum <ours)" "$old" "T6 and our file is as it was"
like "$(spawn -a readlink /proc/1/exe)" '^/memfd:' "T6 the init inside runs from a copy"
rm -f c/spy c/evil ours
for link in proc sys dev run root etc; do
	mkdir -p outside
	mv c/$link saved
	ln -s "$dir/outside" c/$link
	host_mark
	spawn /attest -o none >/dev/null 2>&1
	rm -rf "c$dir"
	host_now >.now
	is "$(ls outside; diff .mark .now)" "" "$link as a link that leads out touches nothing there (T1)"
	rm -rf c/$link && mv saved c/$link
done

# ---- what it refuses

host_mark
./nspawn --help >help 2>err </dev/null
is $? 0 "--help"
refuses() { # REGEX NAME OPTIONS...: status 1 under the tool's name, else 100 or 111
	text=$1 what=$2
	shift 2
	fails 1 "^nspawn: .*$text" "$what" ./nspawn "$@"
	fails '1[01][01]' "^ns: (nspawn: )?.*$text" "$what, as ns nspawn" "$ns" nspawn "$@"
}
wrong() { # the same, with 100
	text=$1 what=$2
	shift 2
	fails 100 "^ns: .*$text" "$what" "$ns" nspawn "$@"
}
mkdir empty
: >file
refuses "is the host's: /" "/" -D /
refuses "is the host's: /proc/self/root" "a link to it" -D /proc/self/root
refuses 'no OS tree: .*/empty' "no OS tree" -D empty
refuses 'no OS tree: .*/empty' "no OS tree, nor the program" -D empty /bin/true
refuses 'nonesuch' "no such directory" -D nonesuch
refuses 'file' "a file" -D file
refuses 'no init in: .*/c' "no init" -D c -b
refuses 'not a host name' "a host name of 65 bytes" -D c -M aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
refuses 'not a host name' "an empty host name" -D c -M ''
refuses 'not a host name' "one with a slash" -D c -M a/b
refuses 'nonesuch.*: No such file' "a bind's source is missing" -D c --bind=nonesuch:/opt /attest
refuses 'empty' "it is empty" -D c --bind= /attest
refuses 'option of a bind: idmap' "a bind's option" -D c --bind=src:/opt:idmap /attest
refuses 'no directory we can open: .*file' "an overlay of a file" -D c --overlay-ro=file:src:/opt /attest
refuses 'overlayfs cannot' "a comma in an overlay" -D c --overlay=a,b:src:/opt /attest
refuses 'wants directories' "an overlay of one" -D c --overlay=src /attest
refuses 'no such capability: frob' "no capability" -D c --capability=frob /attest
refuses 'not one of its words: maybe' "no truth" -D c --no-new-privileges=maybe /attest
refuses 'not a limit' "no limit" -D c --rlimit=NOFILE=x /attest
refuses 'not a signal' "no signal" -D c --kill-signal=FOO /attest
refuses 'not a variable' "no variable" -D c -E =x /attest
for id in x '' 01234567-89ab-cdef-0123-456789abcdeg 01234567-89ab-cdef-0123-456789abcdef0 \
	0123456789abcdef0123456789abcde 0123456-789abcdef0123456789abcdef 01234567-89ab-cdef-0123-456789abcdef-; do
	wrong "malformed: $id" "--uuid '$id'" -D c --uuid "$id" /attest
done
for range in 5:0 4294967290 4294967290:6 4294967294:2; do
	! "$ns" nspawn -h 2>&1 | grep -q private-users || wrong "malformed: $range" "users $range" -D c --private-users=$range /attest
done
wrong 'not with -a: -b' "-a and -b" -a -D c -b
wrong 'malformed: 0.00999' "less of a CPU than the kernel gives" -D c --cpus 0.00999 /attest
refuses 'one of its words' "no console" -D c --console=foo /attest
refuses 'one of its words' "no resolv.conf" -D c --resolv-conf=foo /attest
refuses 'nonesuch' "no network namespace" -D c --network-namespace-path=nonesuch /attest
refuses 'unknown option' "an unknown option" -D c --frob /attest
refuses 'cd .*nonesuch' "no such directory in it" -D c --chdir=/nonesuch /attest
mv c/root saved && : >c/root && host_mark
refuses 'root: Not a directory' "a home that cannot be" -D c
rm c/root && mv saved c/root && host_mark
rmdir c/root && host_mark
refuses 'cd /root: No such file' "a home that cannot be made" -D c --read-only
mkdir c/root && host_mark
"$caller" -o 0=/ ./nspawn -D c /attest >out 2>err
refused $? 1 'directory on descriptor' "a directory on descriptor 0 (T5)"
"$ns" -n nspawn -U -D c /attest >/dev/null 2>&1 || # else see rootless.t
	is "$("$caller" -u 1000 "$ns" nspawn -D c /attest 2>&1; echo $?)" \
	"ns: unshare -m -u -i -p -f --kill-child --forward-signals: Operation not permitted (needs root, or CAP_SYS_ADMIN)
111" "not root"

# ---- shown

"$ns" -n nspawn -D c -u www --timezone=off --read-only --bind="src/a b:/opt" -E 'A=x  y' --rlimit=CORE=0 --chdir=/tmp \
	--no-new-privileges=1 --kill-signal=HUP /attest -o process,ids,cap,limit,mount,dev,env,signal >shown
mkdir path && ln -s "$ns" path/ns
PATH=$dir/path:$PATH
sed '1s/^ns /ns -n /' shown >again.sh
sh ./again.sh >again
same again shown "what -n shows reads back as itself"
mkdir -p c/home/www && chown 33:34 c/home/www
sh ./shown >got 2>&1
spawn -u www --read-only --bind="src/a b:/opt" -E 'A=x  y' --rlimit=CORE=0 --chdir=/tmp --no-new-privileges=1 \
	--kill-signal=HUP /attest -o process,ids,cap,limit,mount,dev,env,signal >want 2>&1
same got want "and reaches the same state"
done_testing
