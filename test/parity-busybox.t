#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-busybox.t - "busybox NAME" as busybox 1.35 has it
# shellcheck source=lib.sh disable=SC1091,SC2016,SC2034,SC2059,SC2086
. "${0%/*}/lib.sh"
takes_users='-o remount,r|before mount\(2\)'
. "$top/test/parity.sh"
need_applet umount mount mkdir mknod hostname chroot unshare

parity_tool /usr/bin/busybox busybox
long=$(printf %065d 1)
have() { case " $applets " in *" $1 "*) ;; *) return 1 ;; esac; }
applets=$("$ns" --list | tr '\n' ' ')

# ---- busybox itself
loose=1
same_run "alone"
same_run "--help" --help
same_run "--list" --list
same_run "--help APPLET" --help umount
loose=
same_run "an applet it has not" nosuch
same_run "an option it has not" --nosuch
same_run "no name at all" ''
same_run "--help for what it has not" --help nosuch
for applet in umount mount mkdir mknod hostname unshare chroot nsenter setpriv switch_root pivot_root; do
	have $applet || continue
	same_run "help: on stderr" $applet --help
	case $applet in hostname | mount | unshare | nsenter) ;; *) same_run "no words" $applet ;; esac
	same_run "an unknown option" $applet -Q
done
for applet in umount mkdir mknod hostname mount; do
	same_run "-h is none" $applet -h
done

# ---- umount
prepare='mkdir a b; mount -t tmpfs a a; mount -t tmpfs b b' after='mounts'
same_run "one" umount a
same_run "several" umount a b
same_run "by a path with dots" umount ./b/../a/
same_run "not a mount" umount /usr
same_run "not there" umount nosuch
same_run "the second after the first failed" umount nosuch b
same_run "none of several" umount nosuch /usr nosuch
same_run "nothing" umount
same_run "an empty name" umount ''
same_run "--" umount -- a
for option in -l -f -r -n -d -lf -rd; do same_run "$option" umount $option a; done
same_run "options behind the operand" umount a -l
same_run "options between operands" umount a -n b -f
same_run_in 'exec 8>a/held' "busy" umount a
same_run_in 'exec 8>a/held' "busy, -l" umount -l a
same_run_in 'exec 8>a/held' "busy, -r, and open for writing" umount -r a
same_run_in 'mount -t tmpfs c a' "the upper of two" umount a
same_run_in 'mkdir "c d"; mount -t tmpfs c "c d"' "a name with a blank" umount 'c d'
same_run_in 'ln -s a l' "a link" umount l
same_run_in 'mkdir a/c; mount -t tmpfs c a/c' "with one in it" umount a
same_run_in 'mkdir a/c; mount -t tmpfs c a/c' "the inner one and the outer one" umount a/c a
same_run "-a -t" umount -a -t ramfs
same_run "-t of no such mount" umount -a -t zzz
same_run_in 'with="setpriv --reuid 7 --clear-groups"' "not root" umount a

# ---- mount
prepare='mkdir a b; : >f; : >g' after='mounts; ls'
same_run "a tmpfs" mount -t tmpfs t a
same_run "options" mount -t tmpfs -o ro,nosuid,size=1m t a
same_run "options twice" mount -t tmpfs -o ro -o size=1m t a
same_run "options behind the operands" mount -t tmpfs t a -o ro
same_run "-r" mount -r -t tmpfs t a
same_run "-w" mount -w -t tmpfs t a
same_run "-n" mount -n -t tmpfs t a
same_run "--bind" mount --bind a b
same_run "-o bind" mount -o bind a b
same_run "a bind of a file" mount --bind f g
same_run_in 'mkdir a/c; mount -t tmpfs c a/c' "--bind, not what is below" mount --bind a b
same_run_in 'mkdir a/c; mount -t tmpfs c a/c' "--rbind" mount --rbind a b
same_run_in 'mount -t tmpfs t a' "--move" mount --move a b
same_run_in 'mount -t tmpfs t a' "-o remount,ro" mount -o remount,ro a
same_run_in 'mount -t tmpfs -o ro t a' "-o remount,rw" mount -o remount,rw a
for kind in shared private slave unbindable rshared rprivate rslave runbindable; do
	same_run_in 'mount -t tmpfs t a; mount --make-shared a' "--make-$kind" mount --make-$kind a
done
same_run "not there" mount -t tmpfs t nosuch
same_run "nothing there to bind" mount --bind nosuch a
same_run "no such filesystem" mount -t nosuchfs t a
same_run "an option it has not" mount -t tmpfs -o nosuch t a
same_run "three operands" mount a b c
differ_in 'with="setpriv --reuid 7 --clear-groups"' "255 also for what fails before mount(2)" mount -t tmpfs t a
fstab='printf "t $PWD/a tmpfs ro 0 0\nu $PWD/b tmpfs noauto 0 0\nnone none swap sw 0 0\n" >fstab'
same_run_in "$fstab" "-a -T" mount -a -T fstab
same_run_in "$fstab" "-a -t" mount -a -T fstab -t ext4
same_run_in "$fstab" "-a -O" mount -a -T fstab -O ro
same_run_in "$fstab" "-a -O" mount -a -T fstab -O noro
same_run_in "$fstab; mount -t tmpfs t a" "-a, one is there" mount -a -T fstab
same_run_in 'printf "t $PWD/c tmpfs ro\nt $PWD/d tmpfs ro\nt $PWD/a tmpfs ro\n" >fstab' "-a: failures counted" mount -a -T fstab

# ---- mkdir, mknod
prepare=': >f; mkdir d' after='find . -type d -o -type p -o -type b -o -type c | sort | while read -r f; do stat -c "%n %F %a %t:%T" "$f"; done'
same_run "one" mkdir a
same_run "several" mkdir a b
same_run "the others when one fails" mkdir d a nosuch/b c
same_run "-p" mkdir -p a/b/c d
same_run "-m" mkdir -m 1750 a
same_run "-m -p" mkdir -pm 700 a/b
same_run "behind the operand" mkdir a/b -p
same_run "--parents --mode" mkdir --parents --mode=711 a/b
same_run "a bad mode" mkdir -m 8 a
same_run "below a file" mkdir -p f/a
same_run "nothing" mkdir
same_run_in 'umask 77' "the umask" mkdir a
same_run_in 'umask 77' "the umask, and -p" mkdir -p a/b
same_run_in 'umask 77' "the umask, and -m" mkdir -m 755 a
for words in 'p' 'c 1 3' 'b 7 1' 'u 1 5'; do
	same_run "a node" mknod n $words
done
same_run "-m" mknod -m 600 n p
same_run "-m behind" mknod n c 1 3 -m 640
same_run_in 'umask 77' "the umask" mknod n p
same_run_in 'umask 77' "the umask, and -m" mknod -m 666 n p
same_run "is there" mknod f p
same_run "not there" mknod nosuch/n p
same_run "no type" mknod n
same_run "an unknown type" mknod n z
same_run "no minor" mknod n c 1
same_run "numbers for a FIFO" mknod n p 1 3
same_run "too many words" mknod n c 1 3 5
same_run "no number" mknod n c x 3
same_run "too large" mknod n c 4096 3
same_run_in 'with="setpriv --reuid 7 --clear-groups"' "not root" mknod n c 1 3

# ---- hostname
prepare='hostname a.b.c; printf "x\n" >f' after='uname -n'
same_run "the name" hostname
same_run "-s" hostname -s
same_run "set" hostname new
same_run "-F" hostname -F f
same_run "-F nothing" hostname -F nosuch
same_run "too long" hostname $long
same_run_in 'with="setpriv --reuid 7 --clear-groups"' "not root" hostname x

# ---- chroot, unshare
prepare='mkdir -p r/bin r/proc; cp $state r/state; cp /usr/bin/busybox r/bin/sh' after=''
same_run "its root" chroot r /state -o root,ids,fd
same_run "its status" chroot r sh -c 'exit 7'
same_run "not there" chroot nosuch /state
same_run "a file" chroot r/state /state
same_run "no such program" chroot r nosuch
same_run "cannot run" chroot r /bin
same_run "nothing" chroot
same_run_in 'SHELL=/state; export SHELL' 'no program: $SHELL -i' chroot r
same_run_in 'with="setpriv --reuid 7 --clear-groups"' "not root" chroot r /state
same_run "namespaces" unshare -muin $state -o ns,ids,cap
same_run "-f -p" unshare -fp $state -o ns,process
same_run "--mount-proc" unshare -fp --mount-proc $state -o ns,mount
same_run "-r" unshare -r $state -o ids,map,cap,ns
same_run "-U" unshare -U $state -o ids,map,ns
same_run "--setgroups" unshare -r --setgroups deny $state -o ids,map,ns
for kind in private shared slave; do
	same_run "--propagation" unshare -m --propagation $kind $state -o mount
done
same_run "its status" unshare -u sh -c 'exit 7'
same_run "its status, -f" unshare -f sh -c 'exit 7'
same_run "killed, -f" unshare -f sh -c 'kill -9 $$'
same_run "no such program" unshare -u nosuch
same_run "below a file" unshare -u /etc/passwd/x
same_run "cannot run" unshare -u /usr
same_run_in 'SHELL=$state; export SHELL' 'no program: $SHELL' unshare -u
same_run_in 'with="setpriv --reuid 7 --clear-groups"' "not root" unshare -m $state

# ---- nsenter, setpriv, pivot_root, switch_root

prepare=': >uts; unshare --uts=uts hostname inner; : >file'
if have nsenter; then
	same_run "-uFILE" nsenter -uuts hostname
	same_run "--uts=FILE" nsenter --uts=uts hostname
	same_run "-t" nsenter -t 1 -u hostname
	same_run "-t, and all state" nsenter -t 1 -m -u -i -n -p $state -o ns,ids,cap,root
	same_run "-F" nsenter -t 1 -p -F $state -o ns
	same_run "-S -G" nsenter -S 7 -G 8 $state -o ids,cap
	same_run "-w" nsenter -t 1 -w $state -o process
	same_run "-rDIR" nsenter -r/proc /nosuch
	same_run "its status" nsenter -uuts sh -c 'exit 7'
	same_run "no such program" nsenter -uuts nosuch
	same_run "cannot run" nsenter -uuts /usr
	same_run "no such file" nsenter -unosuch true
	same_run "no namespace" nsenter -ufile true
	same_run "no such process" nsenter -t 99999 -u true
	same_run "no process" nsenter -u true
	same_run "no number" nsenter -t x -u true
	same_run_in 'with="setpriv --reuid 7 --clear-groups"' "not root" nsenter -uuts true
fi
prepare=
if have setpriv; then
	same_run "--nnp" setpriv --nnp $state -o ids,cap
	same_run "--no-new-privs" setpriv --no-new-privs $state -o ids,cap
	same_run "--inh-caps" setpriv --inh-caps +chown,+net_raw $state -o cap
	same_run "--inh-caps -" setpriv --inh-caps +chown,-chown $state -o cap
	same_run "--inh-caps --ambient-caps" setpriv --inh-caps +chown --ambient-caps +chown $state -o cap
	same_run "an unknown capability" setpriv --inh-caps +nosuch $state -o cap
	same_run "its status" setpriv --nnp sh -c 'exit 7'
	same_run "no such program" setpriv --nnp nosuch
	same_run "cannot run" setpriv --nnp /usr
fi
prepare='mkdir n; mount -t tmpfs n n; mkdir n/o n/proc; cp /usr/bin/busybox n/sh; ln -s . n/bin
	echo "\"\$@\"; e=\$?; cd /; echo *; exit \$e" >run; with="unshare -m sh run"'
if have pivot_root; then
	same_run "it is the root then" pivot_root n n/o
	same_run "not a mount" pivot_root n/proc n/o
	same_run "not below it" pivot_root n /tmp
	same_run "not there" pivot_root nosuch n
	same_run "one operand" pivot_root n
	same_run "three operands" pivot_root n n/o n
	same_run_in 'with="setpriv --reuid 7 --clear-groups"' "not root" pivot_root n n/o
fi
if have switch_root; then
	same_run "not PID 1" switch_root n /sh -c 'exit 7'
	same_run "one operand" switch_root n
fi
done_testing
