#!/bin/sh
# SPDX-License-Identifier: 0BSD
# chpst.t - another user, and the rest of a program's state
# shellcheck source=lib.sh disable=SC2016,SC2046,SC2086,SC3045,SC2059
. "${0%/*}/lib.sh"
need_caps '\(T19\)|an id with zeros|^fused|60 groups|CRLF|no newline at|10 KB|a good line behind|the image does not choose|without -k it does|busybox looks up|but not busybox|^not root' '-u user:group:group|the largest id|^-n$|passwd is /proc/kmsg'
need_applet chpst
"$ns" -n chpst -U root true >/dev/null 2>&1 || skip_all "no CHPST_ENV"
need_tool attest caller
need_cmd setpriv

cp "$TEST_BIN/attest" attest
chmod 755 attest
attest=$dir/attest
ids() { "$@" "$attest" -o ids | paste -s -d ' '; }
env=y # has -e and -U
"$ns" -n chpst -U root >/dev/null 2>&1 || env=
# Who has more to lose than the exact ids: extra groups.
setpriv=$(in_path setpriv) # not busybox's own
bound="$(in_path timeout) 5"
case $(readlink -f "${bound% 5}") in */busybox) bound= ;; esac # it leaves a process for a while
more() { "$setpriv" --groups 0,4,24 "$@"; }

users() { # PASSWD GROUP: their contents, as printf has them
	printf "$1" >passwd
	printf "$2" >group
}
users 'root:x:0:0:::/bin/sh\nw:x:33:34::/w:/bin/sh\nlow:x:007:08:::\n' \
	'root:x:0:\nw:x:34:\na:x:7:w\nb:x:8:\nmany:x:4294967294:\n'
mount --bind passwd /etc/passwd
mount --bind group /etc/group

# ---- users, exactly

w="uid 33 33 33 gid 34 34 34 groups"
is "$(ids more "$ns" chpst -u w)" "$w 34" "-u: its own group alone (T19)"
is "$(ids more "$ns" chpst -u w:a)" "uid 33 33 33 gid 7 7 7 groups 7" "-u user:group (T19)"
is "$(ids more "$ns" chpst -u w:b:a:many)" "uid 33 33 33 gid 8 8 8 groups 7 8 4294967294" "-u user:group:group (T19)"
is "$(ids more "$ns" chpst -u :5:6)" "uid 5 5 5 gid 6 6 6 groups 6" "-u :uid:gid (T19)"
is "$(ids more "$ns" chpst -u :5:6:9:8)" "uid 5 5 5 gid 6 6 6 groups 6 8 9" "-u :uid:gid:gid (T19)"
is "$(ids more "$ns" chpst -u root)" "uid 0 0 0 gid 0 0 0 groups 0" "-u root loses the groups (T19)"
is "$(ids "$ns" chpst -u low)" "uid 7 7 7 gid 8 8 8 groups 8" "an id with zeros is decimal"
is "$(ids "$ns" chpst -u :4294967294:4294967294)" \
	"uid 4294967294 4294967294 4294967294 gid 4294967294 4294967294 4294967294 groups 4294967294" "the largest id"
is "$(ids "$ns" chpst -n 1 ns chpst -u w ns chpst -P)" "$w 34" "fused"
sixty=$(seq -s : 1 60)
is "$(ids "$ns" chpst -u ":5:$sixty" | wc -w)" 69 "60 groups"
[ ! $env ] || is "$("$ns" chpst -U w:b sh -c 'echo $UID $GID; id -u')" "33 8
0" "-U sets two variables, and no more"

host_mark
for user in nosuch '' ' w' 'w ' W w: w::a w:nosuch w:7 33 -1 +5 0x0 "w
root" : ::  :5 :5: ::5 :5::6 :5:6: :-1:5 :5:-1 :+5:5 :5:+5 :0x0:5 :5:0x0 :4294967295:5 :5:4294967295 \
	:4294967296:5 :5:4294967296 :99999999999:5 :5:99999999999 :18446744073709551616:5 ':5: 5' :w:a \
	":5:$sixty:61" "w$(printf ":a%.0s" $(seq 61))"; do
	fails 111 "chpst .*: -u: " "-u \"$(printf %.20s "$user" | tr '\n' ' ')\" (T20)" "$ns" chpst -u "$user" "$attest"
	fails 111 ": " "-k -u (T20)" "$ns" chpst -k -u "$user" "$attest"
	[ ! $env ] || fails 111 "chpst .*: -U: " "-U (T20)" "$ns" chpst -U "$user" "$attest"
done
ln -s "$ns" busybox
for user in nosuch '' : :5 :5:6 w: w:nosuch w:a:b 33: -1 +5 0x0 4294967295 33:4294967296 99999999999; do
	fails 1 "unknown user or group" "busybox chpst -u \"$user\" (T20)" ./busybox chpst -u "$user" "$attest"
done

# ---- passwd and group that are no good

passwd() { # NAME PASSWD WANT: of -u w, or a failure
	users "$2" 'a:x:7:\n'
	if [ "$3" ]; then
		is "$(ids "$ns" chpst -u w 2>&1)" "$3" "$1"
	else
		fails 111 "unknown user or group" "$1 (T20)" "$ns" chpst -u w "$attest"
	fi
}
long=$(head -c 10000 /dev/zero | tr '\0' x)
passwd "CRLF" 'root:x:0:0:::\r\nw:x:33:34:::/bin/sh\r\n' "$w 34"
passwd "no newline at the end" 'root:x:0:0:::\nw:x:33:34:::' "$w 34"
passwd "a line of 10 KB" "y:$long:1:1:::\nw:x:33:34:$long::" "$w 34"
passwd "an empty file" '' ''
passwd "too few fields" 'w:x:33:34\n' ''
passwd "no uid" 'w:x::34:::\n' ''
passwd "a uid with a sign" 'w:x:+0:34:::\n' ''
passwd "a uid of -1" 'w:x:-1:34:::\n' ''
passwd "a uid too large" 'w:x:4294967296:34:::\n' ''
passwd "a gid of 4294967295" 'w:x:33:4294967295:::\n' ''
passwd "a gid in hexadecimal" 'w:x:33:0x0:::\n' ''
passwd "a NUL in front" 'root:x:0:0:::\n\000w:x:33:34:::\n' ''
passwd "a NUL in the name" 'w\000w:x:0:0:::\nw:x:33:34:::\n' ''
passwd "a good line behind a bad one" 'w:x:0x0:0:::\nw:x:33:34:::\n' "$w 34"
umount /etc/passwd /etc/group
mkfifo fifo
truncate -s 1024G huge
for file in fifo huge /dev/null /dev/zero /proc/kmsg; do
	mount --bind $file /etc/passwd
	host_mark
	fails 111 "unknown user or group|: File too large" "passwd is $file (T20)" $bound "$ns" chpst -u root "$attest"
	umount /etc/passwd
done
mkdir -p r/etc
cp attest r
printf 'root:x:0:0:::\nw:x:0:0:::\n' >r/etc/passwd
users 'root:x:0:0:::\nw:x:33:34:::\n' ''
mount --bind passwd /etc/passwd
is "$("$ns" chpst -k -u w -/ r /attest -o ids | paste -s -d " ")" "$w 34" "-k: the image does not choose the uid"
is "$("$ns" chpst -u w -/ r /attest -o ids | paste -s -d " ")" "uid 0 0 0 gid 0 0 0 groups 0" "without -k it does, as with runit"
is "$(./busybox chpst -u w -/ r /attest -o ids | paste -s -d " ")" "$w 34" "busybox looks up before"
host_mark
rm r/etc/passwd
fails 111 "unknown user or group" "no passwd at all (T20)" "$ns" chpst -/ r -u w /attest
is "$("$ns" -n chpst -k -u w true)" "ns chpst -u :33:34 \\
 true" "-k is shown as numbers"

# ---- when the system refuses

if "$TEST_BIN/inject" -- true >/dev/null 2>&1; then
	mkdir -m 777 e
	echo v >e/V
	"$TEST_BIN/caller" "$TEST_BIN/inject" -p "$attest" -S EPERM,ENOMEM,EAGAIN -- \
		"$ns" chpst -P ${env:+-e e -U w} -C / -n 3 -u :33:34:7 -l "$dir/e/.lock" -o 60 -f 9999999 -0 -b me "$attest" -o process,ids,cap,limit,arg,env >got 2>&1 </dev/null
	ok "each call fails in turn: the program starts as it should, or not at all (T19): $(tail -n 1 got)" \
		grep -q '^calls=[1-9].* wrong=0 ' got
	[ "$(wc -l <got)" = 1 ] || note "$(cat got)"
	rm -r e
else
	skip "each call fails in turn (T19)" "inject may not trace here"
fi
host_mark
fails 111 "Operation not permitted" "not root (T19)" "$setpriv" --reuid 5 --clear-groups "$ns" chpst -u w "$attest"
fails 111 "Operation not permitted" "root without CAP_SETGID (T19)" "$setpriv" --bounding-set -setgid "$ns" chpst -u w "$attest"
fails 111 "Operation not permitted" "without CAP_SETUID (T19)" "$setpriv" --bounding-set -setuid "$ns" chpst -u w "$attest"

# ---- variables

if [ $env ]; then
mkdir e e/dir
printf 'one two \t \nthree\n' >e/LINE
printf 'no newline' >e/NONE
printf 'a\000b \n' >e/NUL
printf '\n' >e/EMPTY
: >e/UNSET
: >e/ABSENT
echo hidden >e/.HIDDEN
env -i UNSET=1 LINE=0 KEEP=1 "$ns" chpst -e e "$(in_path env)" | sort >got
is "$(cat got)" "EMPTY=
KEEP=1
LINE=one two
NONE=no newline
NUL=a
b" "-e (T34)"
for i in $(seq 300); do echo $i >e/V$i; done
is "$(env -i "$ns" chpst -e e "$(in_path env)" | grep -c ^V)" 300 "-e: 300 variables"
rm -r e
mkdir e
host_mark
head -c 1000000 /dev/zero | tr '\0' x >e/BIG
fails 126 "Argument list too long" "a line of 1 MB is too much for exec" "$ns" chpst -e e true
(echo short; cat e/BIG) >e/B && rm e/BIG
is "$("$ns" chpst -e e sh -c 'echo $B')" short "a file of 1 MB with a short line"
rm e/B
mkfifo e/FIFO
is "$(FIFO=1 $bound "$ns" chpst -e e sh -c 'echo ${FIFO-unset}')" unset "a FIFO is empty"
exec 9<>e/FIFO
fails 111 "FIFO: Resource temporarily" "nor is one waited for whose writer writes nothing (T20)" \
	$bound "$ns" chpst -e e true
exec 9>&-
rm e/FIFO
ln -s nosuch e/LINK
is "$(LINK=1 "$ns" chpst -e e sh -c 'echo ${LINK-unset}')" unset "a link to nothing is empty"
ln -sf LINK e/LINK
fails 111 "LINK: Too many levels" "a file that cannot be read" "$ns" chpst -e e true
rm e/LINK
echo v >e/A=B
fails 111 "A=B: Invalid argument" "a name with = in it" "$ns" chpst -e e true
rm e/A=B
mkdir e/d
ok "a directory is left out" "$ns" chpst -e e true
fails 111 "d: Is a directory" "-E: it is an error" "$ns" chpst -E e true
fails 111 "No such file" "no directory" "$ns" chpst -e nosuch true
fails 111 "Not a directory" "a file" "$ns" chpst -e attest true
mkdir bin old
printf '#!/bin/sh\necho new\n' >bin/prog
printf '#!/bin/sh\necho old\n' >old/prog
chmod 755 bin/prog old/prog
echo "$dir/bin:$PATH" >e/PATH
is "$(PATH=$dir/old:$PATH "$ns" chpst -e e prog)" old "PROG is found on the PATH from before"
is "$(PATH=$dir/old:$PATH "$ns" chpst -e e -n 1 ns chpst -P prog)" new "and on the new one behind another applet, as unfused"
is "$(PATH=$dir/old:$PATH "$ns" chpst -e e "$ns" chpst -P prog)" new "unfused"
fi

# ---- locks

export CALLER="$TEST_BIN/caller" # with -l it is flock -n, which busybox may lack
is "$("$ns" chpst -l lock sh -c '$CALLER -l lock true || echo held'; stat -c %a lock)" "held
600" "-l: the program has the lock"
is "$(umask 0; "$ns" chpst -L lock2 true; stat -c '%a %s' lock2)" "600 0" "made with mode 0600"
is "$("$ns" chpst -l lock ns chpst -0 ns chpst -n 1 sh -c '$CALLER -l lock true || echo held')" held "and keeps it through other steps"
is "$("$ns" chpst -0 ns chpst -l lock sh -c '[ -e /proc/$$/fd/0 ] || echo closed')" closed "-0: a lock does not take the place"
host_mark
fails 111 "-L: Resource temporarily" "-L: held" "$CALLER" -l lock "$ns" chpst -L lock true
is "$("$CALLER" -l lock "$ns" chpst -x -L lock echo no; echo $?)" 0 "-x: held, and nothing said"
"$CALLER" -l lock sh -c ': >go; sleep 0.3' &
for _ in $(seq 500); do [ -e go ] && break; sleep 0.01; done
is "$("$ns" chpst -l lock sh -c '$CALLER -l lock echo no; echo $?')" 1 "-l waits"
wait
fails 111 "No such file" "no directory for it" "$ns" chpst -l no/lock true
fails 111 "Is a directory" "a directory" "$ns" chpst -l . true
fails 100 "chpst -L: not another lock: b" "two" "$ns" chpst -l a -L b true
if "$ns" --list | grep -qx clean; then
	is "$("$ns" clean -d ns chpst -l lock sh -c '$CALLER -l lock true || echo held')" held "clean leaves it alone"
fi

# ---- limits

limit() { # NAME CHPST-LINE...: as the program finds it, "SOFT HARD"
	name=$1
	shift
	"$@" "$attest" -o limit | sed -n "s/^limit $name //p"
}
for o in 'd data 65536' 's stack 1024' 'a as 999999' 'm as 999999' 'f fsize 10' 'c core 7' 'o nofile 50' 'p nproc 60' 't cpu 70'; do
	set -- $o
	unit=1024
	case $1 in o | p | t) unit=1 ;; f | c) unit=512 ;; esac
	set -- "$1" "$2" $(($3 * unit))
	like "$(limit $2 "$ns" chpst -$1 $3)" "^$3 " "-$1"
done
ulimit -S -n 500
ulimit -H -n 500
is "$(limit nofile "$ns" chpst -o 1000)" "500 500" "no more than the hard limit"
is "$(limit nofile "$ns" chpst -o 99999999999999999999999999)" "500 500" "nor for any number"
is "$(ulimit -S -n 100; limit nofile "$ns" chpst -o =)" "500 500" "= is the hard limit"
wide=8000000000
case $(uname -m) in arm* | mips | i?86) wide=- ;; esac # 32 bits: that is no limit
is "$(limit stack "$ns" chpst -m 8000000000 -d =) $(limit data "$ns" chpst -m 8000000000 -d =)" "$wide - - -" "64 bits, and the last holds"
for limit in '' x 5x -5 +5 0x10 ' 5' 1.5 ==; do
	fails 100 "not a number" "-o \"$limit\"" "$ns" chpst -o "$limit" true
done

# ---- the rest

is_nice() { "$@" "$attest" -o process | sed -n 's/^nice //p'; }
nicer() { [ $(($(is_nice) + $1)) -lt 19 ] && echo $(($(is_nice) + $1)) || echo 19; }
is "$(is_nice "$ns" chpst -n 7) $(is_nice "$ns" chpst -n +7) $(is_nice "$ns" chpst -n 9 "$ns" chpst -n -7) $(is_nice "$ns" chpst -n 99999999999)" \
	"$(nicer 7) $(nicer 7) $(($(nicer 9) - 7)) 19" "-n"
for n in '' x 5x +-5 --5; do
	fails 100 "not a number" "-n \"$n\"" "$ns" chpst -n "$n" true
done
fails 111 "-n: Permission denied" "-n without the right" "$setpriv" --bounding-set -sys_nice "$ns" chpst -n -99 true
is "$("$ns" chpst -b ash sh -c 'echo $0')" ash "-b"
is "$("$ns" chpst -b ash ns chpst -n 1 sh -c 'echo $0')" ash "-b is for the program"
like "$("$ns" chpst -b '' sh -c 'echo "<$0>"' 2>&1)" '^(<>|: applet not found)$' "-b with nothing"
is "$("$ns" chpst -P "$attest" -o process | grep -E '^(session|group)')" "session own
group own" "-P"
is "$("$ns" chpst -01 sh -c '[ -e /proc/$$/fd/0 ] || [ -e /proc/$$/fd/1 ] || echo both >&2' 2>&1)" both "-0 -1"
is "$("$ns" chpst -0 sh -c '[ -e /proc/$$/fd/0 ] || echo closed')" closed "-0"
is "$("$ns" chpst -1 sh -c '[ -e /proc/$$/fd/1 ] || echo closed >&2' 2>&1)" closed "-1"
is "$("$ns" chpst -2 sh -c '[ -e /proc/$$/fd/2 ] || echo closed')" closed "-2"
is "$("$ns" chpst -/ r -C /etc /attest -o process | grep cwd)" 'cwd "/etc"' "-C is inside -/"
fails 111 "-/: No such file" "-/ nowhere" "$ns" chpst -/ nosuch true
fails 111 "-C: Not a directory" "-C to a file" "$ns" chpst -C attest true
is "$("$ns" chpst; echo $?)" 0 "no program: nothing to do"
ln -s "$ns" chpst
fails 100 "missing: PROG" "the tool wants one" ./chpst
fails 111 "exec nosuch" "and fails as it does" ./chpst nosuch
fails 127 "exec nosuch" "but not busybox's" ./busybox chpst nosuch
is "$(./chpst echo ns chpst)" "ns chpst" "ns is a program for the tool"
is "$("$ns" -n chpst -0 -m 5 -b n -n -3 -C e -k true)" "ns chpst -C e -n -3 -0 -d 5 -s 5 -M 5 -a 5 -b n \\
 true" "shown in the order in which they act"
if "$ns" --list | grep -qx inside; then
	fails 111 "not supported" "inside a directory it is not for us to find files" "$ns" inside r ns chpst -u w true
fi
umount /etc/passwd
done_testing
