#!/bin/sh
# SPDX-License-Identifier: 0BSD
# plan.t - what "ns -n" shows can be pasted, and reads back as itself
# shellcheck source=lib.sh disable=SC2016,SC2086,SC1003,SC2012,SC2094
. "${0%/*}/lib.sh"
need_applet mount

# shown LINE...: as "ns -n" shows it, pasted into a shell as "ns -n" again
again() { # TEXT: the plan of a shown plan
	printf '%s\n' "$1" | sed "1s|^ns |'$ns' -n |" | sh
}
applets=" $("$ns" --list | tr '\n' ' ') "
# Does the line use only what this configuration has?
known() {
	word=ns
	for w; do
		[ "$word" != ns ] || case $applets in *" $w "*) ;; *) return 1 ;; esac
		word=$w
	done
	case " $*" in
	*unshare*\ -f\ * | *unshare*\ -[a-z]*f\ * | *unshare*--fork* | *unshare*--kill* | *unshare*--forward*)
		"$ns" -n unshare -f >/dev/null 2>&1 || return 1
		;;
	esac
	case "$*" in
	mount\ -a* | mount\ --all*) "$ns" -n mount -a >/dev/null 2>&1 ;;
	*umount*\ -R* | umount\ -a*) "$ns" -n umount -a >/dev/null 2>&1 ;;
	*chpst*\ -[eEU]*) "$ns" -n chpst -U root >/dev/null 2>&1 ;;
	*unshare*--[muinpct]*=/*) "$ns" -n unshare --uts=/u >/dev/null 2>&1 ;;
	*unshare*--monotonic*) "$ns" -n unshare -T --monotonic 1 >/dev/null 2>&1 ;;
	*unshare*\ -w* | *unshare*--wd*) "$ns" -n cd / >/dev/null 2>&1 ;;
	*unshare*\ -[UrcSG]* | *unshare*--map* | *unshare*--set* | *--keep-caps*) "$ns" -n unshare -U >/dev/null 2>&1 ;;
	*unshare*--kill-child=[A-Z]*) "$ns" -n unshare --kill-child=TERM >/dev/null 2>&1 ;;
	*dev\ -*b*) "$ns" -n dev -b /dev >/dev/null 2>&1 ;;
	*) return 0 ;;
	esac
}

# Each line, what it is shown as (=: as it stands, each step behind "ns "); a
# shown plan, shown again, must be the same.
lines=0 unknown=0
while IFS='|' read -r line want; do
	known $line || { unknown=$((unknown + 1)); continue; }
	lines=$((lines + 1))
	got=$("$ns" -n $line 2>&1)
	[ "$want" != = ] || want="ns $line"
	is "$(printf '%s\n' "$got" | sed 's/ \\$//' | tr '\n' ' ' | sed 's/  */ /g; s/ $//')" "$want" "$line"
	[ "$(again "$got" 2>&1)" = "$got" ] || result not-ok "$line: reads back as itself: $(again "$got" 2>&1 | tr '\n' ' ')"
done <<E
cd /a/b|=
chpst -u w|=
chpst -0v -u :1:2 -P -L f|ns chpst -P -u :1:2 -L f -0
chpst -m 5 -d 6 -n +3 -e d -C / -/ r|ns chpst -e d -/ r -C / -n +3 -d 6 -s 5 -M 5 -a 5
setuidgid w ns envdir d|ns chpst -u w ns chpst -E d
setlock -nx f ns softlimit -l 5|ns chpst -L f -x ns chpst -M 5
unshare -S 5 -G 6 --keep-caps true|ns unshare -S 5 -G 6 --keep-caps true
cd a prog --x -y|=
cd -- a|ns cd a
cd -- -a|=
chroot -- -a prog|=
hostname -- -a|=
mkdir -p -- -a|=
mknod -- -a p|=
mount -t x -- -a -b|=
umount -- -a|=
umount-all -- -a|=
dev -- -a|=
pivot -f -- -a|=
inside -- -a|=
mount -o bind -- a -b|ns mount -o bind a -b
chroot a prog|=
hostname web|=
hostname -F /etc/name|=
hostname --file=name prog|ns hostname -F name prog
mkdir a|=
mkdir -p -t -m 1777 a/b|=
mkdir -ptm 700 a|ns mkdir -p -t -m 700 a
mkdir --parents --mode=0700 --try a|ns mkdir -p -t -m 700 a
mknod a c 1 3|=
mknod -m 600 a b 7 0|=
mknod --mode=000 a u 4095 1048575|ns mknod -m 0 a c 4095 1048575
mknod a p prog|=
mount -t tmpfs -o size=1m,mode=700 x /y|=
mount -t tmpfs x y|=
mount /dev/sda1 /mnt|=
mount -r -o nosuid -w -t ext4 a b|ns mount -t ext4 -o ro,nosuid,rw a b
mount -B a b|ns mount -o bind a b
mount --bind -r a b|ns mount -o bind,ro a b
mount -R a b|ns mount -o rbind a b
mount --rbind -o ro,recursive a b|ns mount -o rbind,ro,recursive a b
mount -M a b|ns mount -o move a b
mount --move a b prog|ns mount -o move a b prog
mount -o remount,ro a|=
mount -o remount,bind,ro,nosuid a prog|=
mount --make-private a|ns mount -o private a
mount --make-rprivate a|ns mount -o rprivate a
mount --make-shared a|ns mount -o shared a
mount --make-rshared a|ns mount -o rshared a
mount --make-slave a|ns mount -o slave a
mount --make-rslave a|ns mount -o rslave a
mount --make-unbindable a|ns mount -o unbindable a
mount --make-runbindable a|ns mount -o runbindable a
mount -t tmpfs --make-shared x a|ns mount -t tmpfs -o shared x a
mount -n -v -t proc proc proc|ns mount -t proc proc proc
mount -o loop,ro -t squashfs img d|ns mount -t squashfs -o loop,ro img d
mount -t tmpfs -o X-mount.mkdir=700,nofail x y|=
mount -a|ns mount -a -T /etc/fstab
mount -a -t tmpfs,proc -O noro -T /f prog|=
mount -a --below /c -T /f|=
mount --all --types=proc --test-opts=x --fstab=/f|ns mount -a -t proc -O x -T /f
switch_root -c /c new init|=
umount a|=
umount -f -l -r a prog|=
umount -dn --force --lazy --read-only a|ns umount -f -l -r a
umount -R a|ns umount-all -R a
umount -R -l a|ns umount-all -l -R a
umount-all|ns umount-all /
umount-all a prog|=
umount-all -x /a -x /b -f -l -r -t tmpfs -O ro /c prog|=
umount-all ns cd /|ns umount-all / ns cd /
dev dev|=
dev -b -c dev prog|=
dev -bc dev|ns dev -b -c dev
pivot .|=
pivot -f new prog|=
pivot_root new old|ns pivot -o old new
pivot -o old new prog|=
clean -D -x ns nsenter -a -t 5 prog|=
nsenter -m/p --target 5 -F --root --wdns=x -S 6 prog|ns clean -D -x ns nsenter -F -t 5 -S 6 --mount=/p -r ns cd /x prog
inside a ns mkdir b prog|=
inside a ns mount -t tmpfs x b ns pivot . prog|=
clean -d -D -s -x -k 3,4 -u A,B prog|=
clean -dsk3|ns clean -d -s -k 3
unshare -m prog|=
unshare -m -u -i -n -p -C -T prog|=
unshare --mount --uts --ipc --net --pid --cgroup --time prog|ns unshare -m -u -i -n -p -C -T prog
unshare -muip -f prog|ns unshare -m -u -i -p -f prog
unshare --mount=/m --uts=/u --ipc=/i --net=/n --pid=/p --cgroup=/c --time=/t prog|=
unshare --fork prog|ns unshare -f prog
unshare -p --kill-child prog|ns unshare -p -f --kill-child prog
unshare -p --kill-child=TERM prog|ns unshare -p -f --kill-child=15 prog
unshare -p --kill-child=SIGUSR1 prog|ns unshare -p -f --kill-child=10 prog
unshare -p --kill-child=SIGRTMIN+3 prog|ns unshare -p -f --kill-child=37 prog
unshare -p --kill-child=RTMAX-30 prog|ns unshare -p -f --kill-child=34 prog
unshare -p --kill-child=9 prog|ns unshare -p -f --kill-child prog
unshare -f --forward-signals prog|=
unshare -m --propagation=shared prog|=
unshare -m --propagation slave prog|ns unshare -m --propagation=slave prog
unshare -m --propagation private prog|ns unshare -m prog
unshare -m --propagation=unchanged prog|=
unshare -n --loopback prog|=
unshare -T -f --monotonic 5 --boottime -6 prog|=
unshare -m -R /r -w /w prog|ns unshare -m ns chroot /r ns cd /w prog
unshare -u --root=/r --wd=/w prog|ns unshare -u ns chroot /r ns cd /w prog
unshare -U prog|=
unshare -r prog|ns unshare -U -r prog
unshare -c prog|ns unshare -U -c prog
unshare -rm prog|ns unshare -U -r ns unshare -m prog
unshare -U --map-users 0:1:2 --map-groups 3:4:5 --setgroups deny prog|=
unshare --map-auto prog|ns unshare -U --map-users auto --map-groups auto prog
unshare --map-root-user --setgroups=allow prog|ns unshare -U -r --setgroups allow prog
unshare --map-user=5 --map-group 0 prog|ns unshare -U --map-user 5 --map-group 0 prog
unshare -r --map-user=root prog|ns unshare -U -r --map-user 0 prog
unshare --map-user=5 -c prog|ns unshare -U -c prog
unshare --map-current-user prog|ns unshare -U -c prog
unshare -S 5 -G 6 prog|=
unshare --setuid=5 --keep-caps prog|ns unshare -S 5 --keep-caps prog
unshare -u ns hostname web ns mount --rbind /srv /mnt ns cd /mnt ns dev dev ns pivot . prog a b|ns unshare -u ns hostname web ns mount -o rbind /srv /mnt ns cd /mnt ns dev dev ns pivot . prog a b
E
note "$lines lines, $unknown that this configuration does not have"
[ "$TEST_CONFIG" != all ] || is "$unknown" 0 "the configuration all knows every line"

# ---- steps that depend on others

has_applet() { for a; do case $applets in *" $a "*) ;; *) return 1 ;; esac; done; }
show() { "$ns" -n "$@" 2>&1 | sed 's/ \\$//' | tr '\n' ' ' | sed 's/  */ /g; s/ $//'; }
if has_applet unshare chroot; then
	is "$(show unshare -mp --mount-proc prog)" "ns unshare -m -p ns mount -t proc -o nosuid,nodev,noexec proc /proc prog" "--mount-proc is a step"
	is "$(SHELL=/bin/x show unshare -u)" "ns unshare -u /bin/x" "what runs when no program is given"
	is "$(SHELL=/bin/x show chroot /c)" "ns chroot /c /bin/x -i" "under chroot too"
fi
if has_applet if; then
	is "$("$ns" -n if -X -n -x 5 ' a' ' -b' '  c' '' prog)" "ns if -X -n -x 5 ' a' ' -b' '  c' '' \\
 prog" "if: the block in execline's words"
	is "$(again "$("$ns" -n if -v -t ' a' '' prog)")" "$("$ns" -n if -v -x 0 ' a' '' prog)" "if -t is -x 0"
fi

# ---- hostile words

q=$(printf 'a b\001\033[31m\377\302\233\t$(x)`y`;&|<>*?[]{}~#!"\047\\\n\nz')
for word in "$q" ' ' "it's" "'" "''" '\' '$HOME' '*' '~' '#' 'ns' '=' 'a=b' '!' "$(printf '\nx\ny')"; do
	line=$("$ns" -n mount -t tmpfs "$word" w 2>&1)
	again "$line" >again 2>&1
	printf '%s\n' "$line" >first
	cmp -s first again || { result not-ok "quoting of $(printf %s "$word" | od -An -c | tr -d '\n')"; note "$line" "$(cat again)"; continue; }
	printf '%s\n' "$line" | sed "1s|^ns mount|printf '%s.'|" | sh >words
	is "$(od -An -tx1 <words)" "$(printf '%s.' -t tmpfs "$word" w | od -An -tx1)" \
		"quoted so that a shell gets it back: $(printf %s "$word" | od -An -c | tr -s "\\\\\\n\\0 " "/   " | cut -c 1-40)"
done
"$ns" -n mount x y printf '%s.' "$q" '' ns "'" >plan
is "$(sed '1d; 2s/^ //' plan | sh | od -An -tx1)" "$(printf '%s.' "$q" '' ns "'" | od -An -tx1)" "the program's words too"
is "$("$ns" -n mount a b 2>&1 >/dev/full; echo $?)" "ns: write: No space left on device
111" "a plan that cannot be written is a failure"

# ---- nothing is done

is_root || done_testing
host_mark
"$ns" -n mount -t tmpfs x . ns mkdir made ns mount -o bind nosuch nosuch /nosuch/prog >/dev/null
host_same "-n changes nothing"
is "$(ls -d made 2>&1 >/dev/null | wc -l)" 1 "makes nothing"

# ---- pasting reaches the same state

need_tool attest
same_state() { # NAME LINE...
	what=$1
	shift
	unshare -muip "$ns" "$@" "$TEST_BIN/attest" >state 2>&1
	sed '/^fd 10 /d; /SHLVL/d' state >direct
	"$ns" -n "$@" "$TEST_BIN/attest" | sed "1s|^ns |exec '$ns' |" >pasted.sh
	unshare -muip sh pasted.sh >state 2>&1
	sed '/^fd 10 /d; /pasted.sh/d; /SHLVL/d' state >pasted # sh has its script open
	same pasted direct "pasting reaches the same state: $what"
	like "$(cat direct)" '^mount ' "(a state)"
}
mkdir -p d/sub new
same_state mounts mount -t tmpfs -o size=1m,nosuid x d ns mount -t proc -o X-mount.mkdir x d/p ns mount -o bind,ro d new
if has_applet unshare hostname cd; then
	same_state namespaces unshare -mu ns hostname other ns mount --make-rslave / ns unshare -in --loopback ns cd d
	"$ns" -n unshare -U >/dev/null 2>&1 && same_state ids unshare -rm --propagation slave -S 0 ns cd d
fi
if has_applet dev mkdir mknod; then
	same_state dev dev d ns mkdir -p -m 1777 d/x/y ns mknod -m 640 d/x/fifo p
fi
if has_applet run && [ "$(in_path busybox)" ]; then
	new_root c
	mkdir bin && : >bin/tool
	echo 'tmpfs opt tmpfs ro' >fstab
	for how in "" "-n -H box" "-P" "-t mnt/ns -b bin -f fstab" "-e true -s sh\ -c"; do
		eval "set -- $how"
		"$ns" run "$@" c /attest >state 2>&1
		sed /SHLVL/d state >direct
		"$ns" -n run "$@" c /attest | sed "1s|^ns |exec '$ns' |" >pasted.sh
		sh pasted.sh >state 2>&1
		sed /SHLVL/d state >pasted
		same pasted direct "pasting reaches the same state: run $how"
		like "$(cat direct)" '^mount / /proc ' "(a container)"
	done
fi
done_testing
