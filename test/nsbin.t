#!/bin/sh
# SPDX-License-Identifier: 0BSD
# nsbin.t - one file is all the tools an execline launcher needs behind pivot_root
# shellcheck source=lib.sh disable=SC2016
. "${0%/*}/lib.sh"
need_root
need_applet if umount chpst s6-applyuidgid
need_cmd execlineb
need_tool attest

# A container that has nothing but its program, and the directory of tools.
mkdir -p c/proc c/mnt/ns bin linked
cp "$TEST_BIN/attest" c
cp "$ns" bin/if
ln bin/if bin/busybox
ln bin/if bin/s6-applyuidgid
cp "$ns" linked/ns
for tool in if busybox s6-applyuidgid; do ln -s ns linked/$tool; done
PATH=/usr/lib/execline/bin:$PATH
export NS_BIN="$dir/bin" NS_ID=77 NS_AWK="$top/test/nsbin.awk"
launch() { execlineb -Ws1 "$top/test/nsbin.launch" "$dir/c" "$@"; }

# Mounts of the host, some in others, and with names that need care.
host_mounts() { # HOW-MANY
	mkdir -p m
	mount -t tmpfs m m
	for name in 'with space' 'tab	and "quotes"' 'back\slash' 'a$1b' "new
line" '#' 'x (deleted)'; do
		mkdir "m/$name"
		mount -t tmpfs t "m/$name"
	done
	where=m
	while [ "$(wc -l </proc/self/mountinfo)" -lt "$1" ]; do
		case $where in */*/*/*/*) where=m ;; esac
		where=$where/$(wc -l </proc/self/mountinfo)
		mkdir "$where"
		mount -t tmpfs t "$where"
	done
}

for n in 30 300; do
	host_mounts $n
	host_mark
	launch /attest -o ids,cap,mount,root,arg a 'b c' '' >got 2>err
	is "$? $(cat err)" "0 " "$n mounts of the host: it starts, and says nothing"
	is "$(awk '/^mount/ { printf "%s ", $3 }' got)" "/ /proc /mnt/ns /mnt/ns/bin " "$n: and none of them is left"
	host_same "$n: the host keeps them all"
	[ $n = 300 ] || "$(in_path umount)" -R m
done
is "$(grep -E '^(uid|gid|groups|cap (perm|eff|amb))' got)" "uid 77 77 77
gid 77 77 77
groups
cap permitted 0000000000000000
cap effective 0000000000000000
cap ambient 0000000000000000" "privileges are dropped"
is "$(grep '^arg' got)" "$("$TEST_BIN/attest" -o arg a 'b c' '')" "its words arrive as they are"
is "$(NS_BIN=$dir/linked launch /attest -o mount | grep -c '^mount')" 4 "links will do"
launch /attest -x 42 -o none
is $? 42 "the status is the program's"
launch /nosuch 2>err
is "$? $(cat err)" "127 s6-applyuidgid: exec /nosuch: No such file or directory" "one that is not there"

# What cannot be unmounted ends it: the program would see the host.
sed 's/unmount("")/unmount("\/nosuch")/' "$NS_AWK" >nosuch.awk
NS_AWK=$dir/nosuch.awk launch /attest >got 2>err
is "$? $(cat got)" "1 " "an unmount that fails: no program"
has err '^umount: .*/mnt/ns/oldroot/nosuch: No such file' "and it is said"
NS_BIN=$dir/m launch /attest >got 2>err
is "$? $(cat got)" "127 " "no tools: no program"
"$(in_path umount)" -R m

# ---- ns_run with the same directory

if "$ns" --list | grep -qx ns_run; then
	ln -s "$ns" ns_run
	mkdir root c/dev c/sys c/run
	export NS_ROOT="$dir/root" NS_NO_PID1=1
	is "$(NS_EXTRA='if { ./mnt/ns/bin/if { true } ./mnt/ns/bin/busybox umount proc } true' ./ns_run c \
		/mnt/ns/bin/if ' /mnt/ns/bin/s6-applyuidgid' ' -u' ' 77' ' /attest' ' -o' ' ids' '' \
		/mnt/ns/bin/busybox umount -l /dev | grep ^uid; echo $?)" "uid 77 77 77
0" "ns_run: the tools of NS_BIN work for NS_EXTRA and in the container"
fi
done_testing
