#!/bin/sh
# SPDX-License-Identifier: 0BSD
# nspawn.t - a container with what systemd-nspawn's users expect
# shellcheck source=lib.sh disable=SC2016,SC2086,SC2094
. "${0%/*}/lib.sh"
need_caps 'whatever the caller has|a user has none|^-u: |^-u with|^the home is made|^one without a home|^nor one whose parent is' 'exactly these mounts|with --private-network /sys|^on an old kernel too|and exactly this /dev|the host.s log'
need_applet nspawn
need_tool attest caller enosys tree
need_cmd busybox
# shellcheck source=nspawn.sh
. "$top/test/nspawn.sh"
mkdir -p 'src/a b'

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
caps() { "$ns" -n nspawn -D c "$@" /attest | grep -o 'bounding-set [^ ]*'; }
is "$(caps --capability=12,5 --drop-capability=0)" "$(caps --capability=net_admin,kill --drop-capability=cap_chown)" "a capability is a name or a number"
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
is "$(for w in t y n f; do state cap --no-new-privileges=$w; done | grep no-new | tr -dc 01)" 1100 "with the words that are short"
is "$(state cap -P -q --console=pipe --no-new-privileges=no | grep no-new)" "no-new-privs 0" "--no-new-privileges=no; -P, -q"

[ ! -e /dev/kmsg ] || is "$(state dev --capability=syslog | sed -n 's/^dev kmsg \(c\).* /\1 /p')" "c 1:11" \
	"/dev/kmsg comes with its capability"
[ ! -e /dev/rtc0 ] || like "$(state dev --capability=sys_time)" '^dev rtc0 c ' "and so does /dev/rtc0"
: >net && unshare --net="$dir/net" true
is "$(spawn --network-namespace-path=net sh -c 'readlink /proc/self/ns/net; ls /sys/class/net')" "net:[$(stat -c %i net)]
lo" "--network-namespace-path, and the /sys for it"
for o in '--private-network --network-namespace-path=net' '--network-namespace-path=net --private-network'; do
	# shellcheck disable=SC2086
	is "$(spawn $o readlink /proc/self/ns/net)" "net:[$(stat -c %i net)]" "$o: the one to enter"
done
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
for user in nobody -1 4294967295 +5 0x0 99999999999 'root:' 'www '; do
	fails 111 'unknown user' "-u $user (T20)" spawn -u "$user" /attest
done
fails 100 'no argument for: -u' "-u '' (T20)" spawn -u '' /attest
rm c/etc/passwd && mkfifo c/etc/passwd
host_mark
fails 111 'unknown user' "a passwd that is a FIFO" $caller -t 5 "$ns" nspawn -D c -u www /attest
mv c/etc/group group && ln -s /proc/kmsg c/etc/group
is "$($caller -t 5 "$ns" nspawn -qD c -u 1000 /attest -o ids 2>&1 </dev/null | tail -n 1)" "groups" \
	"a group file that leads to the host's log, which nobody else would see then (T1)"
rm c/etc/group && mv group c/etc/group
rm c/etc/passwd && printf 'www:x:33:34::/home/www:/bin/sh\n' >passwd && ln -s "$dir/passwd" c/etc/passwd
host_mark
fails 111 'unknown user' "one that leads out (T1)" spawn -u www /attest
rm c/etc/passwd && mv passwd c/etc/passwd

# ---- the program

is "$(echo 'echo $0; pwd; echo $HOME' | spawn)" "-sh
/root
/root" "no PROG: a login shell at home"
mv c/root saved && mkdir elsewhere
home() { # NAME OPTION...: it starts in /, and nothing is made outside
	what=$1
	shift
	is "$(echo 'pwd; echo $HOME' | spawn "$@" 2>&1; ls elsewhere; ls -d c/nowhere 2>/dev/null)" "/
/root" "$what"
	rm -f c/root
}
for link in nowhere /nowhere "$dir/elsewhere" ../../../nowhere/x root; do
	ln -s "$link" c/root
	case $link in *else*) link=outside ;; esac
	home "a home that is a link to $link: the shell starts in /"
done
: >c/root
home "one that is a file"
home "one that cannot be made" --read-only
ln -s nowhere c/root
is "$(state ids | head -n 1)" "uid 0 0 0" "nor does a program need one"
rm c/root
ln -s nowhere c/home
is "$(state ids -u www | head -n 1)" "uid 33 33 33" "nor one whose parent is a link to nowhere"
rm c/home && mv saved c/root && rmdir elsewhere
printf '#!/bin/sh\necho bash\n' >c/bin/bash
chmod 755 c/bin/bash
is "$(spawn; rm c/bin/bash)" "bash" "which is bash, if there is one"
is "$(spawn pwd; cd c && "$ns" nspawn pwd)" "/
/" "PROG is found on the PATH inside, and DIR is where we are"
is "$(state process --chdir=/tmp | grep cwd)" 'cwd "/tmp"' "--chdir"
mkdir -m 700 c/closed
is "$(spawn -u www --chdir=/closed /attest -o none 2>&1; echo $?)" "ns: cd /closed: Permission denied
111" "-u with --chdir: not where that user may not go"
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
is "$(for name in --machine=web --hostname=a.b-c_0Zz9A -Mx; do state process $name | head -n 1; done)" "host web
host a.b-c_0Zz9A
host x" "-M"
is "$(for names in '--hostname=x -M y' '-M y --hostname=x'; do state process $names | head -n 1; done)" "host x
host x" "--hostname counts more"
mkdir -p 'a b!' && mount --bind c 'a b!'
is "$("$ns" nspawn -D 'a b!/' /attest -o process | head -n 1)" "host ab" "the name is what a directory has of one"
umount 'a b!' && rmdir 'a b!'
ln -s c web && mkdir sub
is "$(for d in web web/ ./web//; do "$ns" nspawn -PD $d /attest -o process | head -n 1; done)" "host web
host web
host web" "as it was given: of a link, too"
is "$(for d in . ./ web/. ../c sub/..; do (cd c && mkdir -p sub && ln -sfn . web && "$ns" nspawn -PD $d /attest -o process | head -n 1); done | sort | uniq -c | tr -s ' ')" \
	" 5 host c" "or as it is, where that says nothing"
rm -r web sub c/sub c/web
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
for options in "-b one two" "--kill-signal=SIGRTMIN+3 /init one two"; do
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
is "$("$ns" -n nspawn -D c --rlimit=NOFILE=1:2 --rlimit=CORE=0 --rlimit=RLIMIT_NOFILE=3:4 /attest | grep -o ' rlimit [^ ]*')" ' rlimit RLIMIT_NOFILE=3:4
 rlimit CORE=0' "the last of one limit"
is "$(state limit --rlimit=NOFILE=3 --rlimit=FSIZE=0 | grep -E 'fsize|nofile')" "limit fsize 0 0
limit nofile 3 3" "--rlimit: what is too little for the set-up"

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
