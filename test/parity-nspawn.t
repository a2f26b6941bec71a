#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-nspawn.t - what systemd-nspawn --pipe gives a program, and what ns does: each difference is in nspawn.8
# shellcheck source=lib.sh disable=SC2086,SC2094,SC3045
. "${0%/*}/lib.sh"
[ "$TEST_CONFIG" = all ] || skip_all "parity is for the configuration all"
need_root
need_applet nspawn
need_tool attest
need_cmd busybox systemd-nspawn

new_root c
mkdir -p c/usr/lib c/opt
: >c/etc/os-release
printf 'root:x:0:0::/root:/bin/sh\nwww:x:33:34::/home/www:/bin/sh\n' >c/etc/passwd
printf 'root:x:0:\ntty:x:5:\nweb:x:34:\nmore:x:77:www\n' >c/etc/group
mkdir -p c/home/www src/sub
chown 33:34 c/home/www
: >src/file
mount -t tmpfs sub src/sub
# It wants a /run that is shared, and leaves a directory there.
mount -t tmpfs run /run && mount --make-shared /run
# It asks this in the container.
cat >c/bin/getent <<'E'
#!/bin/sh
case $1 in passwd) grep "^$2:" /etc/passwd ;; initgroups) echo "$2 77" ;; esac
E
chmod 755 c/bin/getent
for a in grep sed cut; do [ -e c/bin/$a ] || ln -s busybox c/bin/$a; done
ln -s "$ns" nspawn
common="--pipe -q --resolv-conf=off --timezone=off --uuid=01234567-89ab-cdef-0123-456789abcdef -D c"
theirs() { systemd-nspawn --register=no --keep-unit --link-journal=no $common "$@" </dev/null 2>&1; }
ours() { ./nspawn $common "$@" </dev/null 2>&1; }
# It leaves groups, too.
groups() { find /sys/fs/cgroup -type d \( -name payload -o -name supervisor \) 2>/dev/null; }
groups >groups
theirs /bin/true >err || skip_all "systemd-nspawn does not run here: $(head -n 1 err)"

same_state() { # NAME WHAT OPTIONS...: the same, but for the differences on descriptor 3
	name=$1 what=$2
	shift 2
	theirs "$@" /attest -o "$what" | grep -v '"container_host' >theirs
	ours "$@" /attest -o "$what" >ours
	LC_ALL=C sort -o theirs theirs
	LC_ALL=C sort -o ours ours
	{ comm -23 theirs ours | sed 's/^/< /'; comm -13 theirs ours | sed 's/^/> /'; } >got
	sed '/^$/d' <&3 >want
	same got want "$name"
}

# What is so since 252: a /dev/fuse, and mounts that it makes like ours, or one on another.
[ "$(systemd-nspawn --version | sed -n '1s/^systemd \([0-9]*\).*/\1/p')" -ge 257 ] && since=1 || since=
fuse() { [ ! "$since" ] || [ ! -c /dev/fuse ] || echo "$1"; }

same_state "the process" process 3<<'E'
< death-signal 0
> death-signal 9
E
same_state "ids" ids 3</dev/null
same_state "the ids of a user" ids -u www 3</dev/null
same_state "signals" signal 3</dev/null
same_state "namespaces" ns -E HOSTNS="$HOSTNS" 3</dev/null
same_state "namespaces with --private-network" ns --private-network -E HOSTNS="$HOSTNS" 3</dev/null
same_state "/dev" dev 3<<E
< dev char d 0755 0 0
< dev char/10:200 l 0777 0 0 -> ../net/tun
$(fuse '< dev char/10:229 l 0777 0 0 -> ../fuse')
< dev char/1:3 l 0777 0 0 -> ../null
< dev char/1:5 l 0777 0 0 -> ../zero
< dev char/1:7 l 0777 0 0 -> ../full
< dev char/1:8 l 0777 0 0 -> ../random
< dev char/1:9 l 0777 0 0 -> ../urandom
< dev char/5:0 l 0777 0 0 -> ../tty
$(fuse '< dev fuse c 0600 0 0 10:229')
< dev net d 0755 0 0
< dev net/tun c 0600 0 0 10:200
E
# dac_read_search, sys_admin; sys_boot mknod audit_write audit_control; ipc_owner stays
same_state "capabilities" cap 3<<'E'
< cap bounding 00000000fcecafff
< cap effective 00000000fcecafff
< cap inheritable 00000000fcecafff
< cap permitted 00000000fcecafff
< seccomp 2
> cap bounding 00000000948caffb
> cap effective 00000000948caffb
> cap inheritable 0000000000000000
> cap permitted 00000000948caffb
> seccomp 0
E
# Where something is mounted, what, and how, but for its atimes.
# The masks are those of nspawn.8 that the kernel has: see nspawn.t.
masks='/proc/(acpi|asound|kcore|keys?|key-users|latency_stats|sched_debug|scsi|sysrq-trigger|timer_list|timer_stats)|/sys/firmware'
mounts() {
	awk '{
		for (i = 5; i <= NF && $i != "-"; i++)
			;
		gsub(/,(relatime|strictatime)/, "", $4)
		seen[$3] = $3 " " ($3 in seen ? "twice" : $4 ($3 == "/" ? "" : " " $(i + 1)))
	}
	END { for (where in seen) print seen[where] }' "$1" | grep -Ev "^($masks|/sys/fs/[^ ]*|/run/host/[^ ]*) " | LC_ALL=C sort
}
theirs /attest -o mount >list && mounts list >theirs
ours /attest -o mount >list && mounts list >ours
{ LC_ALL=C comm -23 theirs ours | sed 's/^/< /'; LC_ALL=C comm -13 theirs ours | sed 's/^/> /'; } >got
cat >want <<'E'
< / rw
< /dev/pts rw,nosuid,noexec devpts
< /proc/kmsg rw,nosuid,nodev tmpfs
< /proc/sys/kernel/random/boot_id twice
< /run/host ro,nosuid,nodev,noexec tmpfs
< /tmp rw,nosuid,nodev tmpfs
> / rw,nodev
> /dev/pts rw devpts
E
[ ! "$since" ] || cat >want <<'E'
< /proc/kallsyms twice
< /proc/kmsg twice
< /proc/sys/kernel/random/boot_id twice
< /run/host twice
< /tmp twice
E
same got want "mounts"
is "$(grep -Ec '(shared|master):' list)" 0 "of which ours propagate nowhere"
hard=$(ulimit -Hn)
ulimit -Sn 500
same_state "limits" limit 3<<E
< limit nofile 1024 $hard
> limit nofile 500 $hard
E
same_state "limits that are asked for" limit --rlimit=NOFILE=100:200 --rlimit=CORE=0 --rlimit=CPU=infinity 3</dev/null
same_state "the environment" env 3<<'E'
< env "LANG=C.UTF-8"
< env "NOTIFY_SOCKET=/run/host/notify"
< env "container=systemd-nspawn"
> env "container=ns"
E
for options in "-u www" "-M web" "--hostname=web" "--hostname=web -M other" "--chdir=/opt" "--setenv=A=1" "-E A=b" "--rlimit=NOFILE=100:200" \
	"--rlimit=RLIMIT_CORE=0" "--no-new-privileges=yes" "--private-network" "--read-only" "--bind=$dir/src:/opt" \
	"--bind-ro=$dir/src:/opt" "--bind=$dir/src:/opt:norbind" "--bind=+/etc:/opt" "--bind-ro=$dir/src/file:/etc/new" \
	"--tmpfs=/opt" "--tmpfs=/opt:mode=700,size=1M" "--tmpfs=/opt:size=1M" "--overlay-ro=$dir/src:/etc:/opt" \
	"--overlay=/etc:$dir/upper:/opt" "--capability=CAP_NET_ADMIN" \
	"--drop-capability=CAP_CHOWN" "--kill-signal=TERM"; do
	cat >c/see <<'E'
#!/bin/sh
pwd; id; hostname; echo $HOME $USER $LOGNAME $A $container_uuid
grep NoNewPrivs /proc/self/status
[ $(($(printf %d 0x$(sed -n 's/CapBnd:.//p' /proc/self/status)) & 0x1001)) ]; echo $?
ulimit -c
ls -la /opt | sed 's/ [A-Z][a-z][a-z] .*:[0-9][0-9] / /'
for d in / /opt /opt/sub /etc /run /sys /proc/sys /dev; do
	[ ! -d $d ] || { : >$d/probe && rm $d/probe && echo "$d is writable"; } 2>/dev/null
done
grep -E ' (/|/opt|/opt/sub|/etc/new) ' /proc/self/mountinfo | cut -d' ' -f5,6 | sort
ls /sys/class/net
E
	chmod 755 c/see
	theirs $options /bin/sh /see >theirs
	echo $? >>theirs
	ours $options /bin/sh /see >ours
	echo $? >>ours
	# The root is nodev.
	sed -i 's/^\(\/ .*\),nodev/\1/' ours theirs
	same ours theirs "$options"
done
for line in "-D /" "-D nonesuch" "--frob" "-u nobody -D c /bin/true" "--rlimit=FOO=1 -D c /bin/true" \
	"--capability=frob -D c /bin/true" "--bind=/etc:opt -D c /bin/true" "--bind=+etc:/opt -D c /bin/true" "--bind=/etc: -D c /bin/true" \
	"--bind=/et\\c:/opt -D c /bin/true" "--tmpfs=opt -D c /bin/true" "--chdir=opt -D c /bin/true" \
	"--overlay-ro=/etc:/etc:opt -D c /bin/true" "--no-new-privileges=t -D c /bin/true"; do
	theirs $line >theirs
	status=$?
	ours $line >ours
	is "$?" "$status" "status of $line"
done
umount src/sub /run
groups | grep -vxFf groups | xargs -r rmdir
done_testing
