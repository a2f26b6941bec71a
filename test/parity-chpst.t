#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-chpst.t - chpst and the names of daemontools, as runit 2.1.2 has them
# shellcheck source=lib.sh disable=SC2016,SC1091,SC2034,SC2154
. "${0%/*}/lib.sh"
. "$top/test/parity.sh"
need_applet chpst setuidgid

parity_tool /usr/bin/chpst chpst
printf '%s\n' root:x:0:0::/root:/bin/sh www:x:33:34::/var/www:/bin/sh other:x:70000:70001::/: >"$dir/passwd"
printf '%s\n' root:x:0: www:x:34: a:x:7:www b:x:8:www,other big:x:4000000: >"$dir/group"
users='mount --bind $dir/passwd /etc/passwd; mount --bind $dir/group /etc/group'

# ---- users

prepare=$users
for u in www root other www:a www:a:b www:b:a:big :33:34 :33:34:35 :0:0 :5:70000:1:2:3 www:www www:a:a; do
	same_run "-u" -u $u "$state"
	same_run "-U" -U $u "$state"
done
for u in nosuch '' : :5 www: www:nosuch www:a:nosuch www::a :www:a :-1:5 :+5:5 :0x5:5 33 33:34 ' www' :5x:5; do # too large ones are in chpst.t
	same_run "-u of nobody" -u "$u" "$state"
	same_run "-U of nobody" -U "$u" "$state"
done
same_run_in 'with="setpriv --groups 0,4,24"' "-u with groups of more" -u www "$state"
same_run_in 'with="setpriv --groups 0,4,24"' "-u :0:0 with groups of more" -u :0:0 "$state"
same_run_in 'with="setpriv --reuid 5 --regid 5 --clear-groups"' "-u, not root" -u www "$state"
same_run_in 'with="setpriv --reuid 5 --regid 5 --clear-groups"' "-u of oneself, not root" -u :5:5 "$state"
same_run_in 'with="setpriv --bounding-set -setgid"' "-u without CAP_SETGID" -u www "$state"
same_run_in 'with="setpriv --bounding-set -setuid"' "-u without CAP_SETUID" -u www "$state"
same_run "60 groups" -u ":5:$(seq -s : 1 60)" "$state"
same_run "61 groups" -u ":5:$(seq -s : 1 61)" "$state"
same_run "the last -u holds" -u www -u other "$state"
same_run "-u and -U" -u www -U other:a "$state"
same_run "-uUSER" -uwww "$state"
same_run_in ': >/etc/passwd' "no users" -u www "$state"
same_run_in 'printf "www:x:33:34:::" >/etc/passwd' "no newline" -u www "$state"

# ---- environment

prepare='mkdir e e/d; printf "one \t \nmore\n" >e/A; printf "a\000b" >e/B; : >e/C; printf "\n" >e/D; echo x >e/.E
	export A=a B=b C=c D=d F=f'
same_run "-e" -e e "$state"
same_run "-e nosuch" -e nosuch "$state"
same_run "-e of a file" -e e/A "$state"
same_run_in 'ln -s nosuch e/L' "-e with a dangling link" -e e "$state"
same_run_in 'ln -s A e/L' "-e with a link" -e e "$state"
same_run_in 'mkfifo e/F' "-e with a FIFO" -e e "$state"
same_run_in 'chmod 0 e/A; with="setpriv --reuid 5 --clear-groups"' "-e of a file that cannot be read" -e e "$state"
same_run_in 'mkdir p; printf "#!/bin/sh\necho found" >p/prog; chmod 755 p/prog; echo "$PWD/p" >e/PATH' \
	"PROG is not found on a PATH of -e" -e e prog
same_run_in 'mkdir p; printf "#!/bin/sh\necho found" >p/prog; chmod 755 p/prog; echo "$PWD/p:$PATH" >e/PATH' \
	"but what it runs is" -e e sh -c prog
same_run_in 'head -c 1000000 /dev/zero | tr "\0" x >e/BIG' "a line of 1 MB" -e e "$state"
same_run_in 'mkdir none' "-e of nothing" -e none "$state"
differ_in 'echo v >e/X=Y' "a name with = in it: would set another variable" -e e "$state"
prepare=

# ---- root, directory, nice, session, descriptors, argv[0]

prepare='mkdir -p r/etc r/sub; cp $state r/state; printf "www:x:5:6:::\n" >r/etc/passwd'
same_run "-/" -/ r /state
same_run "-/ and -u" -/ r -u :5:6 /state
same_run "-/ nosuch" -/ nosuch /state
same_run "-/ of a file" -/ r/state /state
same_run "-/, no such program" -/ r /sub/state
same_run_in 'with="setpriv --bounding-set -sys_chroot"' "-/ without the right" -/ r /state
prepare=
for n in 5 +5 -5 99 -99 0 +0 -0; do same_run "-n" -n $n "$state"; done
for n in x 5x +-5 -+5 5.5; do same_run "-n of no number" -n $n "$state"; done
same_run_in 'with="setpriv --reuid 5 --clear-groups"' "-n without the right" -n -5 "$state"
same_run "-P" -P "$state"
same_run_in 'with="setsid -w"' "-P of a leader" -P "$state"
same_run "-0" -0 sh -c '[ -e /proc/$$/fd/0 ] || echo closed'
same_run "-1" -1 sh -c '[ -e /proc/$$/fd/1 ] || echo closed >&2'
same_run "-2" -2 sh -c '[ -e /proc/$$/fd/2 ] || echo closed'
same_run "-01" -01 sh -c '[ -e /proc/$$/fd/0 ] || [ -e /proc/$$/fd/1 ] || echo closed >&2'
same_run "-b" -b zero "$state" a b
same_run "-b with nothing" -b '' "$state"
same_run "-b of a script" -b zero sh -c 'echo $0'
same_run_in 'exec 5</etc 7<&0' "other descriptors stay" -n 1 "$state"

# ---- locks

same_run "-l" -l lock "$state"
same_run "-L" -L lock "$state"
after='stat -c "%a %s" lock'
same_run_in 'umask 0' "its mode" -l lock true
after=
same_run "-l is held" -l lock flock -n lock true
same_run_in 'exec 9>lock; flock 9' "-L, held by another" -L lock "$state"
same_run_in 'exec 9>lock; flock 9; (sleep 0.2; flock -u 9) & exec 9<&-' "-l, until it is let go" -l lock echo got
same_run "-l in no directory" -l no/lock "$state"
same_run "-l of a directory" -l . "$state"
same_run_in 'mkfifo f' "-l of a FIFO" -l f "$state"
same_run_in 'echo text >f' "-l of a file that is there" -l f cat f
same_run "-l and -L" -l a -L b "$state"
same_run "-l twice" -l a -l b "$state"
same_run "-u before -l" -u :5:5 -l lock "$state"
same_run_in 'chmod 777 .' "-u before -l, allowed" -u :5:5 -l lock "$state"

# ---- limits

for o in m d; do same_run "-$o" -$o 100000000 "$state" -o limit; done
for o in o p f c r t; do same_run "-$o" -$o 77 "$state" -o limit; done
for o in m d o p f c r t; do
	same_run "-$o x" -$o x "$state"
	same_run "-$o -1" -$o -1 "$state"
done
same_run "-o 5x" -o 5x "$state"
same_run "-o +5" -o +5 "$state"
same_run "-o 0x10" -o 0x10 "$state"
same_run "-o without a number" -o
same_run_in 'ulimit -n 50' "above the hard limit" -o 100 "$state" -o limit
same_run_in 'ulimit -n 50' "at it" -o 50 "$state" -o limit
same_run_in 'ulimit -S -n 20' "raised up to it" -o 30 "$state" -o limit
same_run "64 bits" -d 8589934593 -f 99999999999 "$state" -o limit
same_run "2^64-1" -o 18446744073709551615 "$state" -o limit
same_run "-m and -d" -m 100000000 -d 200000000 "$state" -o limit
same_run "-d and -m" -d 200000000 -m 100000000 "$state" -o limit
same_run "the last holds" -o 30 -o 40 "$state" -o limit
same_run "-u before limits" -u :5:5 -p 9 -f 12345 "$state"

# ---- the line

same_run "no option" "$state" a 'b c' ''
same_run "-v" -v "$state"
same_run "-V" -V
same_run "-V and a program" -V true
same_run "no program" -n 1
same_run "nothing"
same_run "an unknown option" -Z true
same_run "-u without a user" -u
same_run "-- ends the options" -n 1 -- "$state"
same_run "options of the program" sh -c 'echo $0' -u www
same_run "many at once" -Pv -n 3 -u :5:6 -U :7:8 -o 30 -b me -0 "$state"
same_run "a program that is not there" nosuch
same_run "nor as a path" ./nosuch
same_run "a directory" /
same_run_in ': >f' "no program at all" ./f
same_run_in 'unset PATH' "no PATH" sh -c 'echo $0'
differ "-h is help" -h

# ---- the other names

prepare=$users
for d in '' d; do
	parity_tool /usr/bin/chpst ${d}setuidgid
	same_run "a user" www "$state"
	same_run "unknown" nosuch "$state"
	same_run "with a group" www:a "$state"
	same_run "numbers" :5:6 "$state"
	same_run "no program" www
	same_run "nothing"
	same_run "an option is a user" -x "$state"
	parity_tool /usr/bin/chpst ${d}envuidgid
	same_run "a user" www "$state"
	same_run "unknown" nosuch "$state"
	same_run "with a group" www:a "$state"
	same_run "no program" www
done
prepare='mkdir e; echo one >e/A; : >e/B; export B=b'
for d in '' d; do
	parity_tool /usr/bin/chpst ${d}envdir
	same_run "a directory" e "$state"
	same_run_in 'mkdir e/d' "one in it" e "$state"
	same_run "none" nosuch "$state"
	same_run "no program" e
	parity_tool /usr/bin/chpst ${d}pgrphack
	same_run "a session" "$state"
	same_run "no program"
	parity_tool /usr/bin/chpst ${d}softlimit
	for o in a c d f m o p r s t; do same_run "-$o" -$o 90000000 "$state" -o limit; done
	same_run "-l" -l 50 "$state" -o limit
	same_run "= is the hard limit" -o = -s = "$state" -o limit
	same_run "no number" -o x "$state"
	same_run "no program" -o 5
	parity_tool /usr/bin/chpst ${d}setlock
	same_run "a lock" lock "$state"
	same_run "-n, free" -n lock "$state"
	same_run "-N, free" -N lock "$state"
	same_run "-x, no directory" -x no/lock "$state"
	same_run "-X, no directory" -X no/lock "$state"
	same_run "no program" lock
	same_run "no lock" -n
	same_run "unknown option" -q lock true
done
parity_tool /usr/bin/chpst setlock
differ_in 'exec 9>lock; flock 9; with="timeout 1"' "-n gives up, as the manual has it: runit waits" -n lock true
done_testing
