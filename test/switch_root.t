#!/bin/sh
# SPDX-License-Identifier: 0BSD
# switch_root.t - from an initramfs to another root
# shellcheck source=lib.sh disable=SC2016
. "${0%/*}/lib.sh"
need_caps '' 'no console|and a refusal, too'
need_applet switch_root
need_cmd unshare pivot_root busybox

in_path unshare >apart # names, not busybox's own applets
in_path pivot_root >pivot

# An initramfs: a tmpfs with us, busybox and the new root, another tmpfs.
initramfs() { # TYPE
	mkdir -p i && mount -t "${1-tmpfs}" initramfs i && mkdir -p i/new i/old i/dev i/proc i/sys i/run i/etc i/keep
	mkdir -p new && mount -t tmpfs new new && mount --bind new i/new && new_root new
	cp "$ns" i/ns && cp "$ns" new/ns
	mkdir i/bin && cp new/bin/busybox i/bin && ln -s busybox i/bin/sh
}
# boot COMMANDS [OPTIONS...]: as PID 1 there, after the commands
cat >boot.sh <<'E'
commands=$1
shift
set -e
cd i
mkdir -p old && : >init
"$(cat ../pivot)" . old
exec bin/busybox chroot . bin/sh -c '
	commands=$1
	shift
	PATH=/bin
	for a in mount umount mkdir rmdir ls cat; do eval "$a() { busybox $a \"\$@\"; }"; done
	mount -t proc proc /proc
	umount -l /old
	rmdir /old
	mount -t tmpfs dev /dev
	: >/dev/console
	mount -t tmpfs sys /sys
	mount -t tmpfs run /run
	: >/run/here
	eval "$commands"
	exec /ns switch_root "$@"' sh "$commands" "$@"
E
boot() { "$(cat apart)" -mpf --kill-child sh boot.sh "$@"; }
# Where nothing is mounted in there any more the directory can go, and takes
# what is mounted on it here along.
over() { umount i/new 2>/dev/null; umount new && umount i; }
in_initramfs() { (cd i && find . -xdev ! -path './new/*' | LC_ALL=C sort | tr '\n' ' '); }
initramfs
cp -R new/bin i/etc
mkdir -p i/keep outside outside/sub && echo kept >outside/file
mount -t tmpfs keep i/keep && echo kept >i/keep/file
is "$(boot : /new /bin/sh -c 'echo "$$ $0 $1"; echo /*; cat /proc/mounts | cut -d" " -f1,2' init 'a  b' 2>&1)" "1 init a  b
$(chroot new /bin/sh -c "echo /*")
new /
proc /proc
dev /dev
sys /sys
run /run" "the new root, with /dev /proc /sys /run, and a PID of 1"
is "$(in_initramfs)" ". ./keep " "the initramfs is empty but for where something is mounted"
is "$(cat i/keep/file)" kept "what was mounted there is as it was"
is "$(sha256sum <new/ns)" "$(sha256sum <"$ns")" "and so is the new root"
umount i/keep
over

if "$ns" --list | grep -qx init; then
	initramfs
	is "$(boot : /new ns init -- /bin/sh -c 'for fd in /proc/1/fd/*; do [ ! -d "$fd" ] || echo "$fd"; done; echo none')" none "an init of ours holds nothing of the old root"
	over
fi
initramfs
(cd i/etc && for n in $(busybox seq 3000); do : >"file$n"; done)
deep=i/etc && for _ in $(busybox seq 200); do deep=$deep/directory-with-a-name; done
mkdir -p "$(echo "$deep" | cut -c 1-3900)"
mkdir "i/a b" "i/ne
wline" i/-f && : >"i/-f/--" && : >i/... && mkdir i/.hidden && : >i/.hidden/.x
ln -s /new i/link && ln -s ../../../../.. i/up && ln -s /new/etc i/etc/link && ln -s . i/self && ln -s nosuch i/dangling
mkfifo i/fifo && mknod i/null c 1 3 && : >i/file && ln i/file i/hard
: >new/etc/important && chmod 0 i/etc && chmod 0 i/-f
is "$(boot : /new /bin/ls /etc)" important "symlinks, FIFOs, devices, 3,000 files, 200 levels"
is "$(in_initramfs)" ". " "all gone, and nothing else"
over

initramfs
is "$(boot 'mkdir /sub /bound; : >/sub/x; mount -t tmpfs other /sub; : >/sub/inner; mount --bind /sub /bound' /new /bin/sh -c 'cut -d" " -f1,2 /proc/mounts | tail -n 1')" \
	"run /run" "mounts in the initramfs, bound again"
is "$(in_initramfs)" ". ./bound ./sub ./sub/x " "are not entered"
over
initramfs
mount --bind outside i/keep
is "$(boot : /new /bin/true; find outside | LC_ALL=C sort | tr '\n' ' ')" "outside outside/file outside/sub " "a directory of another filesystem, bound there, is not emptied"
umount i/keep
over
initramfs
: >i/etc/f && : >plain && mount --bind plain i/etc/f
boot : /new /bin/true
is "$(in_initramfs)" ". ./etc ./etc/f " "a file that is a mount stays"
umount i/etc/f
over

initramfs ramfs
boot : /new /bin/true
is "$(in_initramfs)" ". " "a ramfs, as well"
over

if mkdir u w m && mount -t tmpfs upper u && mkdir u/u u/w && mount -t overlay -o lowerdir=w,upperdir=u/u,workdir=u/w over m 2>/dev/null; then
	umount m
	mkdir -p i && mount -t overlay -o lowerdir=w,upperdir=u/u,workdir=u/w over i
	mkdir -p i/new i/old i/dev i/proc i/sys i/run i/etc && mount -t tmpfs new new && mount --bind new i/new && new_root new && cp "$ns" i/ns
	mkdir i/bin && cp new/bin/busybox i/bin && ln -s busybox i/bin/sh
	is "$(boot : /new /bin/echo there)" there "a root that is no initramfs"
	is "$(in_initramfs)" ". ./bin ./bin/busybox ./bin/sh ./dev ./etc ./init ./new ./ns ./proc ./run ./sys " "is left alone"
	over
else
	skip "a root that is no initramfs" "no overlay here"
fi
umount u 2>/dev/null

# ---- the four that come along

initramfs
rmdir new/run/shm new/run
is "$(boot 'umount /sys' /new /bin/sh -c 'cut -d" " -f1,2 /proc/mounts')" "new /
proc /proc
dev /dev" "what is not mounted does not come, nor what has no place there"
over
initramfs
is "$(boot 'mount -t tmpfs mine /new/dev' /new /bin/sh -c 'cut -d" " -f1,2 /proc/mounts')" "new /
proc /proc
sys /sys
run /run
mine /dev" "where one is mounted already the old one goes"
over
initramfs
rm -r new/run && mkdir new/else i/other && ln -s /else new/run && rm -r new/dev && ln -s ../../../../other new/dev
is "$(boot : /new /bin/sh -c 'cut -d" " -f1,2 /proc/mounts')" "new /
proc /proc
sys /sys
run /else" "symlinks there are those of the new root"
over

# ---- the console

initramfs
: >new/console
is "$(boot : -c /console /new /bin/sh -c 'echo out; echo err >&2; read -r x')" "" "-c: nothing goes where it went"
is "$(cat new/console)" "out
err" "but there"
over
initramfs
is "$(boot : -c /nosuch /new /bin/echo on 2>&1)" "ns: switch_root -c /nosuch: No such file or directory
on" "-c: one that is not there is told, and we go on"
over
initramfs
is "$(boot : -c /dev/console /new /bin/sh -c 'echo to console' </dev/null; echo $?)" 0 "-c: it is looked up when /dev is there"
over

# ---- refusals

initramfs
boot : /etc /bin/true 2>/dev/null # has what boot makes
all=$(in_initramfs)
host_mark
fails 111 'switch_root i/new: we are not PID 1' "not PID 1" "$(cat apart)" -m "$ns" switch_root i/new /bin/true
fails 111 'switch_root nosuch: No such file' "no such directory" "$(cat apart)" -mpf "$ns" switch_root nosuch /bin/true
is "$(boot : /etc /bin/true 2>&1; echo $?)" "ns: switch_root /etc: it is no filesystem of its own
111" "no mount point"
is "$(boot : / /bin/true 2>&1; echo $?)" "ns: switch_root /: it is no filesystem of its own
111" "the root itself"
is "$(boot 'mount --bind /etc /etc' /etc /bin/true 2>&1; echo $?)" "ns: switch_root /etc: it is no filesystem of its own
111" "a part of the initramfs"
is "$(boot : /new/etc true 2>&1; echo $?)" "ns: switch_root /new/etc: Invalid argument
111" "a directory of a mount"
is "$(in_initramfs)" "$all" "nothing is deleted then"
over
# ---- a machine that PID 1 leaves alone panics: no INIT is no end

initramfs
is "$(echo 'echo "$$ $0 $#"; echo /*; exit 3' | boot : /new /nosuch single 2>&1; echo $?)" "ns: switch_root: no program: /nosuch; /bin/sh instead
1 /bin/sh 0
$(chroot new /bin/sh -c "echo /*")
3" "no INIT: the shell of the new root"
is "$(in_initramfs)" ". " "and the initramfs is gone"
over
initramfs
mkdir new/sbin && printf '#!/bin/sh\necho init "$$ $#"\n' >new/sbin/init && chmod 755 new/sbin/init
: >new/file && mkdir new/dir && ln -s /nosuch new/link && chmod 644 new/file
for init in /nosuch /file /dir /link /sbin/nosuch; do
	is "$(boot : /new $init x 2>&1)" "ns: switch_root: no program: $init; /sbin/init instead
init 1 0" "$init is none: another takes its place"
	over
	initramfs
	mkdir new/sbin && printf '#!/bin/sh\necho init "$$ $#"\n' >new/sbin/init && chmod 755 new/sbin/init
	: >new/file && mkdir new/dir && ln -s /nosuch new/link && chmod 644 new/file
done
over

# What only exec tells: no interpreter, no format, no such name.
unfit() {
	initramfs
	mkdir new/sbin && printf '#!/bin/sh\necho init "$$ $#"\n' >new/sbin/init
	printf '#!/nosuch\n' >new/lacks && printf 'echo no\n' >new/text && printf '\177ELF\002\001\001' >new/elf
	chmod 755 new/sbin/init new/lacks new/text new/elf
}
unfit
while read -r init why; do
	is "$(boot : /new "$init" x 2>&1 </dev/null)" "ns: switch_root: exec $init: $why; /sbin/init instead
init 1 0" "$init cannot be executed: another takes its place"
	over
	unfit
done <<'E'
/lacks No such file or directory
/text Exec format error
/elf Exec format error
nosuch No such file or directory
E
cp new/lacks new/sbin/init
is "$(echo 'echo "$0 $$"; exit 5' | boot : /new /sbin/init 2>&1; echo $?)" "ns: switch_root: exec /sbin/init: No such file or directory; /bin/sh instead
/bin/sh 1
5" "not the same again, but the next"
over
unfit
rm new/sbin/init new/bin/sh && cp new/text new/bin/sh
is "$(boot : /new /lacks 2>&1; echo $?)" "ns: switch_root: exec /lacks: No such file or directory; /bin/sh instead
ns: exec /bin/sh: Exec format error
126" "none that runs: each is said"
over
initramfs
mkdir new/sbin && printf '#!/bin/sh\necho init "$$ $#"\n' >new/sbin/init && chmod 755 new/sbin/init
ln -s /sbin/init new/init && ln -s ../../../sbin/init new/up
is "$(boot : /new /init x 2>&1)" "init 1 1" "a link is followed in the new root"
over
initramfs
rm -r new/bin
all=$(in_initramfs)
is "$(echo 'echo "$$"; cat /proc/mounts | cut -d" " -f2 | head -n 2; exit 4' | boot : /new /sbin/init 2>&1; echo $?)" \
	"ns: switch_root: no program: /sbin/init; a shell, here, instead
1
/
/new
4" "none at all: the shell of the initramfs"
is "$(boot 'busybox rm /bin/sh' /new /sbin/init 2>&1; echo $?)" "ns: switch_root: no program: /sbin/init; a shell, here, instead
ns: exec /bin/sh: No such file or directory
127" "not even that: both is said"
ln -s busybox i/bin/sh
over
initramfs
: >outside/kmsg && mount --bind outside i/keep
closed='busybox mknod /dev/null c 1 3; : >/dev/kmsg; busybox mount --bind /keep/kmsg /dev/kmsg; exec 0<&- 1>&- 2>&-'
boot "$closed" /new /nosuch
is "$(cat outside/kmsg)" "ns: switch_root: no program: /nosuch; /bin/sh instead" "no console: what is wrong is in the kernel's log"
: >outside/kmsg
umount i/keep
over
initramfs
mount --bind outside i/keep
boot "$closed" /etc /bin/sh
is "$(cat outside/kmsg)" "ns: switch_root /etc: it is no filesystem of its own" "and a refusal, too"
umount i/keep
over
rm outside/kmsg
host_mark
fails 100 'missing: NEW' "no operand" "$ns" switch_root
fails 100 'missing: INIT' "no INIT" "$ns" switch_root /
fails 100 'unknown option: -x' "an unknown option" "$ns" switch_root -x / /bin/true
ln -s "$ns" switch_root
host_mark
fails 1 '^switch_root: missing: INIT' "under its name wrong usage is 1" ./switch_root /
fails 1 '^switch_root: switch_root /proc: we are not PID 1' "and a refusal" "$(cat apart)" -m ./switch_root /proc /bin/true
is "$("$ns" -n switch_root -c /dev/console /new /bin/sh)" "ns switch_root -c /dev/console /new \\
 /bin/sh" "as it is shown"
done_testing
