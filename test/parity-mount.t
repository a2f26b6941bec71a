#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-mount.t - mount and umount as util-linux 2.38 has them
# shellcheck source=lib.sh disable=SC2016,SC1091,SC2034
. "${0%/*}/lib.sh"
takes_users='remount,(r|size)|-r keeps nosuid'
takes_root='nofail|of a loop device'
. "$top/test/parity.sh"
need_applet mount umount

# ---- mount

parity_tool /usr/bin/mount mount
after='mounts; ls -R | sed "s/^/# /"'
prepare='mkdir a b a/d; : >a/f; : >b/f'
same_run "-t" -t tmpfs t b
same_run "--types" --types tmpfs t b
same_run "--types=" --types=ramfs t b
same_run "an unknown type" -t nosuch t b
same_run "no type and no device" t b
same_run "onto nothing" -t tmpfs t nosuch
same_run "onto a file" -t tmpfs t a/f
same_run "a source with a blank" -t tmpfs 'a b' b
same_run "a target with a blank" -t tmpfs -o X-mount.mkdir t 'b b'
same_run "no source" -t tmpfs none b
same_run "three operands" -t tmpfs t a b
same_run "an unknown option" -Z a b
same_run "an unknown long option" --nosuch a b
same_run "-t without its word" a b -t
same_run "options behind the operands" t b -t tmpfs
same_run "-- ends the options" -t tmpfs -- t b
for o in ro rw nosuid nodev noexec noatime nodiratime relatime strictatime sync dirsync mand lazytime \
	nosymfollow size=64k mode=700,uid=5 ro,nosuid,nodev,noexec,noatime,size=64k,mode=711 \
	ro,rw noatime,strictatime defaults defaults,ro user users owner group user,suid,exec \
	nofail noauto _netdev x-systemd.automount comment=x X-mount.mkdir nosuch=1 ',' ro,,nodev; do
	same_run "-o $o" -t tmpfs -o "$o" t b
done
same_run "--options" -t tmpfs --options ro,nosuid t b
same_run "-o twice" -t tmpfs -o ro -o nosuid t b
same_run "-r" -r -t tmpfs t b
same_run "--read-only" --read-only -t tmpfs t b
same_run "-w" -w -t tmpfs t b
same_run "--rw" --rw -t tmpfs t b
same_run "-r -w" -r -w -t tmpfs t b
same_run "-w -o ro" -w -o ro -t tmpfs t b
same_run "-n" -n -t tmpfs t b
same_run "--no-mtab" --no-mtab -t tmpfs t b
same_run "letters together" -nrttmpfs t b
same_run "-o in one word" -onosuid -ttmpfs t b
same_run "X-mount.mkdir" -t tmpfs -o X-mount.mkdir t c/d/e
same_run "X-mount.mkdir=MODE" -t tmpfs -o X-mount.mkdir=700 t c/d/e
same_run "X-mount.mkdir=wrong" -t tmpfs -o X-mount.mkdir=9 t c/d/e
same_run "x-mount.mkdir" -t tmpfs -o x-mount.mkdir t c/d/e
same_run "another X-mount" -t tmpfs -o X-mount.nosuch t b

# binds
prepare="$prepare"'; mount -t tmpfs s a; mkdir a/s; mount -t tmpfs ss a/s; : >a/f'
same_run "-B" -B a b
same_run "--bind" --bind a b
same_run "-o bind" -o bind a b
same_run "a file" --bind a/f b/f
same_run "a file onto a directory" --bind a/f b
same_run "a directory onto a file" --bind a b/f
same_run "of nothing" --bind nosuch b
same_run "-R" -R a b
same_run "--rbind" --rbind a b
same_run "-o rbind" -o rbind a b
for o in ro nosuid,nodev noexec noatime ro,rw nosymfollow; do
	same_run "bind,$o" -o bind,$o a b
	same_run "--bind -o $o" --bind -o $o a b
done
same_run "-r --bind" -r --bind a b
same_run "bind, ro and data" -o bind,ro,size=1m a b
same_run "-o bind and a type" -t tmpfs -o bind a b
differ "rbind,ro: all of the tree is read-only, not the uppermost mount alone" -o rbind,ro a b
same_run "bind,X-mount.mkdir" -o bind,X-mount.mkdir a c
same_run "-M" -M a b
same_run "--move" --move a b
same_run "-M of no mount" -M b a
same_run "-M of nothing" -M nosuch b

# remount
same_run "remount,ro" -o remount,ro a
same_run "remount, with both operands" -o remount,ro s a
same_run "remount,size" -o remount,size=128k a
same_run "remount of no mount" -o remount,ro b
same_run "remount of nothing" -o remount,ro nosuch
for o in ro nosuid,nodev noatime; do
	same_run_in 'mount -o remount,bind,noexec a' "remount,bind,$o" -o remount,bind,$o a
	same_run_in 'mount --bind a b' "of a bind: remount,bind,$o" -o remount,bind,$o b
done
same_run_in 'mount -o remount,bind,ro a' "remount,rw" -o remount,rw a
same_run_in 'mount -o remount,bind,ro,nosuid a' "remount,bind,rw keeps the others" -o remount,bind,rw a

# propagation
for kind in private rprivate shared rshared slave rslave unbindable runbindable; do
	same_run "--make-$kind" --make-$kind a
	same_run_in 'mount --make-rshared a' "of shared ones: --make-$kind" --make-$kind a
	same_run "a mount that is $kind" -t tmpfs -o $kind t b
done
same_run "--make-rslave of shared" --make-rslave /
same_run "bind and --make-private" --bind --make-private a b
same_run "rbind and --make-rslave" --rbind --make-rslave a b
same_run "--make-shared of no mount" --make-shared b
same_run "--make-shared of nothing" --make-shared nosuch
same_run_in 'mount --make-unbindable a' "--bind of an unbindable" --bind a b

# ---- mount -a

prepare='mkdir a b c; row() { printf "%s\n" "$*" >>fstab; }; mount -t tmpfs z c'
for t in '-a -T fstab' '--all --fstab fstab' '-aT fstab' '--all --fstab=fstab'; do
	# shellcheck disable=SC2086 # words
	same_run_in 'row one $PWD/a tmpfs; row two $PWD/b tmpfs ro,size=64k 0 0' "$t" $t
done
fstab() { # WHAT ROWS [ARGS...]
	p_why=$1 p_rows=
	p_rest=$2
	shift 2
	while [ "$p_rest" ]; do
		p_row=${p_rest%%;*}
		p_rest=${p_rest#"$p_row"}
		p_rest=${p_rest#;}
		p_rows="$p_rows; row '$p_row'"
	done
	same_run_in "${p_rows#; }" "$p_why" -a -T fstab "$@"
}
a=$dir/w/a b=$dir/w/b c=$dir/w/c
fstab "two rows" "one $a tmpfs;two $b tmpfs ro,size=64k 0 0"
fstab "noauto" "one $a tmpfs noauto;two $b tmpfs"
fstab "the root" "one / tmpfs;UUID=nosuch / ext4;two $b tmpfs"
fstab "swap" "one none swap sw;two swap swap;three $b tmpfs"
fstab "a comment, an empty line" "# one;;	;two $b tmpfs"
fstab "mounted already" "z $c tmpfs;two $b tmpfs"
fstab "another one on the same place" "y $c tmpfs"
fstab "the same row twice" "one $a tmpfs;one $a tmpfs"
fstab "-t" "one $a tmpfs;two $b ramfs" -t ramfs
fstab "-t no" "one $a tmpfs;two $b ramfs" -t noramfs
fstab "-t of several" "one $a tmpfs;two $b ramfs" -t proc,tmpfs
fstab "-t no of several" "one $a tmpfs;two $b ramfs" -t noproc,tmpfs
fstab "-O" "one $a tmpfs nodev;two $b tmpfs nosuid,noexec" -O nosuid
fstab "-O no" "one $a tmpfs nodev;two $b tmpfs nosuid,_netdev" -O no_netdev
fstab "--test-opts, all of them" "one $a tmpfs nosuid;two $b tmpfs nosuid,noexec" --test-opts nosuid,noexec
fstab "-O and -t" "one $a tmpfs nosuid;two $b ramfs nosuid" -O nosuid -t ramfs
fstab "-r" "one $a tmpfs;two $b tmpfs" -r
fstab "-o for all rows" "one $a tmpfs;two $b tmpfs size=64k" -o nosuid
fstab "-n, -w" "one $a tmpfs" -n -w
fstab "binds" "$a $b none bind;$c $a none bind,ro"
fstab "rbind" "$c $a none rbind,X-mount.mkdir"
fstab "escapes" "a\\040b $dir/w/d\\040d tmpfs X-mount.mkdir;x\\011y $dir/w/d\\134 tmpfs X-mount.mkdir"
fstab "no type and no source, but propagation" "none $c none shared"
fstab "propagation" "one $a tmpfs shared;two $b tmpfs private,rw"
fstab "nofail" "/nosuch $a ext4 nofail;two $b tmpfs"
fstab "a row fails" "/nosuch $a ext4;two $b tmpfs"
fstab "each fails" "/nosuch $a ext4;two $dir/w/nosuch tmpfs"
fstab "all that is not there already fails" "z $c tmpfs;/nosuch $a ext4;three $b tmpfs noauto"
fstab "an unknown type" "one $a nosuch;two $b tmpfs"
fstab "remount in a row" "one $a tmpfs;one $a tmpfs remount,ro"
same_run_in ': >fstab' "an empty table" -a -T fstab
same_run "no table" -a -T nosuch

# ---- loop devices

prepare='mkdir a b; truncate -s 1M image; mkfs.ext2 -q image'
after='mounts; ls a'
same_run "-o loop" -o loop image a
same_run "-o loop, -t" -t ext2 -o loop,ro image a
same_run "a file, -t" -t ext2 image a
same_run "a file, no type" image a
same_run "-r" -r image a
same_run "a device and nothing but its propagation" --make-shared --make-unbindable image a
same_run "of nothing" -o loop nosuch a
same_run "of what is no filesystem" -o loop /etc/hostname a
same_run_in 'row() { echo "$*" >>fstab; }; row $PWD/image $PWD/a ext2 loop,nosuid' "in a table" -a -T fstab

# ---- umount

parity_tool /usr/bin/umount umount
after=mounts
prepare='mkdir a b c; mount -t tmpfs one a; mount -t tmpfs two b; mkdir a/s a/s2; mount -t tmpfs sub a/s'
same_run "one" b
same_run "an absolute name" "$dir/w/b"
same_run "two" b c
same_run "two that are mounts" a/s b
same_run "one that is none, and one that is" c b
same_run "what has others below it" a
same_run "no mount point" c
same_run "nothing" nosuch
same_run "no operand"
same_run "an unknown option" -Z b
same_run "an unknown long option" --nosuch b
same_run "-- ends the options" -- b
same_run "an abbreviation" --rec a
same_run_in 'mount -t tmpfs upper b' "the upper one of two" b
same_run_in 'mkdir -p "d e"; mount -t tmpfs t "d e"' "a blank" "d e"
same_run_in 'mkdir -p "d
e"; mount -t tmpfs t "d
e"' "a newline" "d
e"
same_run_in 'ln -s b link' "a symlink to it" link
same_run_in 'mount --bind a/s2 c' "a bind" c
same_run_in 'mount --bind b c' "one of two binds" b
same_run "-l" -l b
same_run "--lazy" --lazy a
same_run_in 'exec 8>b/held' "a busy one" b
same_run_in 'exec 8>b/held' "-l of a busy one" -l b
same_run_in 'exec 8>b/held' "-f of a busy one" -f b
same_run_in 'exec 8>b/held' "-r of a busy one that is written to" -r b
same_run_in ': >b/held; exec 8<b/held' "-r of a busy one" -r b
same_run_in ': >b/held; exec 8<b/held' "--read-only" --read-only b
differ_in 'mount -o remount,nosuid,nodev b; : >b/held; exec 8<b/held' "-r keeps nosuid and the like" -r b
same_run "-r of one that is not busy" -r b
same_run "-f" -f b
same_run "--force" --force b
same_run "-fl" -fl a
same_run "-n" -n b
same_run "--no-mtab" --no-mtab b
same_run "-d" -d b
same_run "--detach-loop" --detach-loop b
same_run "-R" -R a
same_run "--recursive" --recursive a
same_run "-R of two" -R a b
same_run "-R of none below" -R b
same_run "-R of no mount point" -R c
same_run "-R of nothing" -R nosuch
same_run_in 'exec 8>a/s/held' "-R of a busy one" -R a
same_run_in 'exec 8>a/s/held' "-R -l" -R -l a
same_run_in 'mount --rbind a c' "-R of a bind" -R c
same_run_in 'mount --make-rshared a; mount --rbind a c' "-R of what is shared" -R c
same_run_in 'mkfs.ext2 -q image 1M; mount -o loop image c' "of a loop device" c
same_run_in 'mkfs.ext2 -q image 1M; mount -o loop image c' "-d of a loop device" -d c

# all: what is here, and whether the rest went too
prepare="$prepare"'; mount -t ramfs three c; mount -t tmpfs -o nosuid,noexec four a/s2'
after='umount -l /proc 2>/dev/null; mount -t proc proc /proc; mounts'
same_run "-a -t" -a -t ramfs
same_run "-a --types" -a --types ramfs,zzz
same_run "-a -t of none" -a -t zzz
same_run "-a -t no" -a -t nozzz
same_run "--all" --all -t ramfs
same_run "-a -O" -a -t tmpfs -O nosuid
same_run "-a --test-opts" -a -t tmpfs,ramfs --test-opts noexec
same_run "-a -O no" -a -t ramfs -O nonosuid
same_run "-a -t -l" -a -l -t ramfs
same_run "-a -t -f" -a -f -t ramfs
same_run "-a -t -n" -a -n -t ramfs
same_run_in 'exec 8>c/held' "-a: a busy one" -a -t ramfs
same_run_in 'exec 8>c/held' "-a -l: a busy one" -a -l -t ramfs
same_run_in 'exec 8>c/held' "-a -r" -a -r -t ramfs
same_run_in ': >c/held; exec 8<c/held' "-a -r of a busy one" -a -r -t ramfs
same_run "-a -d" -a -d -t ramfs
same_run "-a" -a
done_testing
