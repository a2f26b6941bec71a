#!/bin/sh
# SPDX-License-Identifier: 0BSD
# mount.t - filesystems, binds, remounts, propagation and whole fstabs
# shellcheck source=lib.sh disable=SC2016,SC1010,SC2238
. "${0%/*}/lib.sh"
need_caps '^not root|that a user namespace has locked|31 lines do' 'a device that is no disk'
need_applet mount
need_tool enosys caller

# at PATH...: what is on each: its root, flags, propagation, type and source
cat >at <<E
for p; do
	awk -v p="\$p" '\$5 == p {
		line = p " " \$4
		for (i = 6; i <= NF; i++) line = line " " \$i
		gsub(/:[0-9]+|,inode64|,size=[0-9]+k?${TEST_ROOTLESS:+|,[ug]id=[0-9]+}/, "", line)
		print substr(line, $((${#dir} + 2)))
	}' /proc/self/mountinfo
done
E
# A command in a mount namespace of its own, with private mounts.
apart() { unshare -m "$@"; }
seen() { # PATH... -- LINE...: what is on the paths after "ns mount LINE"
	paths=
	while [ "$1" != -- ]; do paths="$paths $dir/$1"; shift; done
	shift
	# shellcheck disable=SC2086 # paths of ours
	apart "$ns" mount "$@" sh "$dir/at" $paths 2>&1
}
mkdir -p a b c b/sub
: >f && : >g

# ---- new mounts

is "$(seen a -- -t tmpfs src a)" "a / rw,relatime - tmpfs src rw" "a tmpfs"
is "$(seen a -- -t tmpfs -o ro,nosuid,nodev,noexec,noatime,size=64k,mode=700 src a)" \
	"a / ro,nosuid,nodev,noexec,noatime - tmpfs src ro,mode=700" "its flags, and what the filesystem parses"
is "$(seen a -- -r -t tmpfs -n -v src a)" "a / ro,relatime - tmpfs src ro" "-r, and -n and -v that do nothing"
is "$(seen a -- -o ro -w -t tmpfs src a)" "a / rw,relatime - tmpfs src rw" "-w behind -o ro"
is "$(seen a -- -t tmpfs -o ro -o noexec,rw src a)" "a / rw,noexec,relatime - tmpfs src rw" "the last word holds, -o adds up"
is "$(seen new/dir -- -t tmpfs -o x-mount.mkdir src new/dir)" "new/dir / rw,relatime - tmpfs src rw" "x-mount.mkdir"
is "$(stat -c %a new new/dir)" "755
755" "which makes its parents too"
seen mk -- -t tmpfs -o X-mount.mkdir=0700 src mk >/dev/null
is "$(stat -c %a mk)" 700 "X-mount.mkdir=0700"
rm -r new mk
for _ in $(seq 40); do
	rm -rf once
	for _ in 1 2 3 4 5 6; do apart "$ns" mount -o bind,X-mount.mkdir /etc/passwd once/a/b true & done
	wait
done >got 2>&1
is "$(cat got)" "" "X-mount.mkdir: six at once make the same file"
rm -r once
over() { # OPTIONS: an overlay of b and u on a, its status and what is left of its workdir
	apart "$ns" mount -t overlay -o "$1,lowerdir=b,upperdir=u,$2" o a true >got 2>&1
	echo "$? $(ls -d w* 2>/dev/null)" && rm -rf w*
}
mkdir u
if [ "$(mkdir w && over rw workdir=w)" = "0 w" ]; then
	is "$(over X-mount.mkdir workdir=w)" "0 w" "X-mount.mkdir: an overlay's workdir"
	is "$(over X-mount.mkdir workdir=w,metacopy=maybe; over X-mount.mkdir metacopy=maybe,workdir=w)" "111 
111 " "not one before other options; none is left that the kernel refuses"
	has got 'Invalid argument' "and what the kernel said is told"
	is "$(over rw workdir=w)" "111 " "and else it is to be there"
	is "$(over X-mount.mkdir workdir=none/w)" "111 " "it is made where there is a directory"
else
	skip "an overlay's workdir" "no overlay here"
fi
rm -r u
is "$(seen a -- -t nosuchfs -o nofail src a; echo $?)" 0 "nofail: it goes on without"
is "$(apart "$ns" mount -t tmpfs src a echo -- 'a b' '' ns)" "-- a b  ns" "then the program, its words as they are"

# ---- binds

: >b/file && mount -t tmpfs below b/sub && : >b/sub/deep
for how in '-o bind' -B --bind; do
	# shellcheck disable=SC2086
	is "$(apart "$ns" mount $how b a ls a a/sub)" "a:
file
sub

a/sub:" "$how: not what is mounted below"
done
for how in '-o rbind' -R --rbind; do
	# shellcheck disable=SC2086
	is "$(apart "$ns" mount $how b a ls a/sub)" deep "$how: that too"
done
is "$(seen f -- -o bind g f)" "f /g rw,relatime - tmpfs test rw,mode=755" "a file on a file"
is "$(seen a c -- -t tmpfs one a ns mount -M a c)" "c / rw,relatime - tmpfs one rw" "-M moves"
is "$(seen a c -- -t tmpfs one a ns mount -o move a c)" "c / rw,relatime - tmpfs one rw" "-o move does"

# Read-only truly, and not only until the first write: T12, on both paths.
for kernel in "" mount_setattr "mount_setattr open_tree move_mount openat2"; do
	old=${kernel:+"$TEST_BIN/enosys $kernel --"}
	kernel=${kernel:+ (without $kernel)}
	# shellcheck disable=SC2086 # several words
	try() { apart $old "$ns" mount "$@" 2>&1; }
	is "$(try -o bind,ro b a sh -c 'cd "$0"; (echo x >a/file) 2>/dev/null || echo ro; echo x >b/file && echo rw' "$dir")" "ro
rw" "bind,ro cannot be written, its source can$kernel"
	is "$(try -o bind,ro b a sh "$dir/at" "$dir/a" "$dir/b/sub")" "a /b ro,relatime - tmpfs test rw,mode=755
b/sub / rw,relatime - tmpfs below rw" "bind,ro sets that mount's flags alone$kernel"
	is "$(try -o bind,nosuid,noexec,noatime b a sh "$dir/at" "$dir/a")" "a /b rw,nosuid,noexec,noatime - tmpfs test rw,mode=755" \
		"a bind with other flags$kernel"
	for how in relatime=,nodiratime,relatime strictatime=,nodiratime norelatime=,noatime,nodiratime; do
		is "$(try -t tmpfs -o noatime,nodiratime one c ns mount -o "bind,${how%=*}" c a sh "$dir/at" "$dir/a")" \
			"a / rw${how#*=} - tmpfs one rw" "noatime, and then ${how%=*}$kernel"
	done
	is "$(try -o bind,ro g f sh "$dir/at" "$dir/f")" "f /g ro,relatime - tmpfs test rw,mode=755" "of a file$kernel"
	for how in rbind,ro rbind,ro,recursive; do
		is "$(try -o $how b a sh "$dir/at" "$dir/a" "$dir/a/sub" "$dir/b/sub")" "a /b ro,relatime - tmpfs test rw,mode=755
a/sub / ro,relatime - tmpfs below rw
b/sub / rw,relatime - tmpfs below rw" "$how: every submount, and only there$kernel"
	done
	is "$(try -R b a ns mount -o remount,bind,ro,recursive a sh "$dir/at" "$dir/a" "$dir/a/sub" "$dir/b/sub")" \
		"a /b ro,relatime - tmpfs test rw,mode=755
a/sub / ro,relatime - tmpfs below rw
b/sub / rw,relatime - tmpfs below rw" "remount,bind,ro,recursive$kernel"
	is "$(try -t tmpfs -o nosuid,nodev,noexec one c ns mount -o bind,ro c a sh "$dir/at" "$dir/a")" \
		"a / ro,nosuid,nodev,noexec,relatime - tmpfs one rw" "a bind keeps nosuid, nodev, noexec$kernel"
	is "$(try -t tmpfs -o nosuid,nodev,noexec one c ns mount -o remount,bind,ro c sh "$dir/at" "$dir/c")" \
		"c / ro,nosuid,nodev,noexec,relatime - tmpfs one rw" "remount,bind,ro does$kernel"
	mount -t tmpfs -o nosuid,nodev,noexec locked c && mkdir c/dir
	# shellcheck disable=SC2086
	is "$(unshare -Urm $old "$ns" mount -o bind,ro c a sh "$dir/at" "$dir/a" 2>&1)" \
		"a / ro,nosuid,nodev,noexec,relatime - tmpfs locked rw" "so do flags that a user namespace has locked$kernel"
	# shellcheck disable=SC2086
	is "$(unshare -Urm $old "$ns" mount -o bind,exec c a echo alive 2>/dev/null; echo $?)" 111 \
		"which cannot be taken away$kernel"
	umount c
	mkdir "b/o dd" 'b/back\slash' && mount -t tmpfs odd "b/o dd" && mount -t tmpfs odd 'b/back\slash'
	is "$(try -o rbind,ro b a sh -c 'touch "$0/a/o dd/x" 2>/dev/null || echo ro; touch "$0/a/back\\slash/x" 2>/dev/null || echo ro' "$dir")" "ro
ro" "odd names of submounts$kernel"
	umount "b/o dd" 'b/back\slash' && rmdir "b/o dd" 'b/back\slash'
done

# ---- remounts and propagation

is "$(seen f g -- --bind f g ns mount --move g f)" "f /f rw,relatime - tmpfs test rw,mode=755" "a file that is a mount moves, and is no image of a disk"
is "$(seen a -- -t tmpfs one a ns mount -o remount,ro a)" "a / ro,relatime - tmpfs one ro" "remount,ro: the filesystem"
is "$(seen a -- -t tmpfs -o nosuid,nodev,noexec,noatime one a ns mount -o remount,ro a)" \
	"a / ro,nosuid,nodev,noexec,noatime - tmpfs one ro" "remount keeps the flags that it does not name"
is "$(seen a -- -t tmpfs -o ro,nosuid one a ns mount -o remount,rw,suid a)" "a / rw,relatime - tmpfs one rw" \
	"and takes those away that it does"
is "$(seen a -- -t tmpfs -o ro one a ns mount -o remount,rw,nr_inodes=99 a)" "a / rw,relatime - tmpfs one rw,nr_inodes=99" "remount with data"
is "$(seen a c -- -t tmpfs one a ns mount --bind a c ns mount -o remount,bind,ro c)" "a / rw,relatime - tmpfs one rw
c / ro,relatime - tmpfs one rw" "remount,bind,ro: this mount alone"
for make in shared slave private unbindable rshared rprivate rslave runbindable; do
	want=
	case $make in
	shared | rshared) want=" shared" ;;
	unbindable | runbindable) want=" unbindable" ;;
	esac
	is "$(seen a -- -t tmpfs one a ns mount --make-$make a)" "a / rw,relatime$want - tmpfs one rw" "--make-$make"
	is "$(seen a -- -t tmpfs one a ns mount -o $make a)" "a / rw,relatime$want - tmpfs one rw" "-o $make"
done
is "$(seen a a/sub -- -R b a ns mount --make-rshared a)" "a /b rw,relatime shared - tmpfs test rw,mode=755
a/sub / rw,relatime shared - tmpfs below rw" "rshared is for those below too"
is "$(seen a a/sub -- -R b a ns mount --make-shared a)" "a /b rw,relatime shared - tmpfs test rw,mode=755
a/sub / rw,relatime - tmpfs below rw" "shared is not"
is "$(seen a -- -t tmpfs one a ns mount --make-shared a ns mount --make-slave a)" "a / rw,relatime - tmpfs one rw" \
	"slave without a master is private"
is "$(seen a c -- -t tmpfs one a ns mount --make-shared a ns mount --bind a c ns mount --make-slave c)" \
	"a / rw,relatime shared - tmpfs one rw
c / rw,relatime master - tmpfs one rw" "slave with one"
is "$(seen a -- -t tmpfs -o shared one a)" "a / rw,relatime shared - tmpfs one rw" "a new mount with a propagation word"
is "$(apart "$ns" mount -t tmpfs one a ns mount -o remount,bind,ro a ns mount -o bind,ro b c pwd)" "$dir" \
	"the program's working directory is ours"
host_mark
fails 111 '^ns: mount -t nosuch .*: No such device' "which hides no failure" apart "$ns" mount -t tmpfs one a ns mount -t nosuch -o private none a
is "$(seen a -- -o bind,unbindable b a)" "a /b rw,relatime unbindable - tmpfs test rw,mode=755" "a bind with one"

# ---- the same as util-linux, where that has the words

theirs=$(in_path mount)
if "$theirs" --version 2>/dev/null | grep -q util-linux; then
	different=
	while read -r words; do
		# shellcheck disable=SC2086 # one word each
		ours=$(apart "$ns" mount $words sh "$dir/at" "$dir/a" "$dir/a/sub" 2>&1)
		# shellcheck disable=SC2086
		its=$(apart sh -c "$theirs $words && sh at $dir/a $dir/a/sub" 2>&1)
		[ "$ours" = "$its" ] || { different="$different $words;"; note "$words" "ours:" "$ours" "theirs:" "$its"; }
	done <<'E'
-t tmpfs x a
-t tmpfs -o ro x a
-t tmpfs -o ro,rw x a
-t tmpfs -o nosuid,nodev,noexec,sync,dirsync x a
-t tmpfs -o noatime x a
-t tmpfs -o nodiratime x a
-t tmpfs -o strictatime x a
-t tmpfs -o defaults,user x a
-t tmpfs -o users,exec x a
-t tmpfs -o owner x a
-t tmpfs -o group,suid x a
-t tmpfs -o nosymfollow x a
-t tmpfs -o mode=711,uid=5,gid=6 x a
-t tmpfs -o comment=x,x-foo=bar,X-foo x a
-t tmpfs -o lazytime x a
-t proc proc a
-t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 x a
-t ramfs x a
-o bind b a
-o bind,ro b a
-o bind,nosuid,nodev b a
-o bind,noatime b a
-o bind,ro,noexec,nodiratime b a
-o bind,rw b a
-o rbind b a
-o bind,shared b a
-o rbind,private b a
-o bind,unbindable b a
--bind -r b a
--rbind --make-rshared b a
--bind --make-private b a
E
	is "$different" "" "31 lines do what util-linux does with them"
else
	skip "the same as util-linux" "there is no util-linux mount"
fi

# ---- refusals

host_mark
fails 111 'nosuch.*: No such file' "WHERE missing" "$ns" mount -t tmpfs x nosuch
fails 111 'nosuch.*: No such file' "WHAT missing" "$ns" mount -o bind nosuch a
fails 111 'nosuch.*: No such file' "WHAT missing, with flags" "$ns" mount -o bind,ro nosuch a
fails 111 'nosuchfs.*No such device \(the kernel has no such filesystem' "an unknown type" "$ns" mount -t nosuchfs x a
fails 111 'Invalid argument' "an option the filesystem does not know" "$ns" mount -t tmpfs -o nosuchword x a
fails 111 'Invalid argument' "a remount of what is no mount" "$ns" mount -o remount,ro a
fails 111 'Not a directory' "a directory on a file" "$ns" mount -o bind b f
fails 111 'Not a directory' "nor with other flags" "$ns" mount -o bind,ro b f
fails 111 'Not a directory' "nor a file on a directory" "$ns" mount -o bind,ro f b
fails 111 ': mount .*Block device required' "a device that is no disk" "$ns" mount -t ext4 -o nodev /dev/null a
fails 100 'WHAT' "no operand" "$ns" mount
fails 100 'WHERE' "one operand" "$ns" mount -t tmpfs x
fails 100 'unknown option: -Z' "an unknown option" "$ns" mount -Z x a
fails 100 'unknown option: --make-nosuch' "an unknown propagation" "$ns" mount --make-nosuch a
fails 100 '-o' "-o without its word" "$ns" mount -o
fails 100 'malformed options: bind,move' "-B and -M" "$ns" -n mount -B -M b a
fails 100 'malformed options: move,ro' "a move that would not be read-only" "$ns" -n mount -M -r b a
is "$("$ns" -n mount -o move,rprivate,rw b a)" "ns mount -o move,rprivate,rw b a" "-o move,rprivate"
fails 100 'malformed options' "an open quote" "$ns" mount -t overlay -o 'lowerdir="a,b' x a
fails 100 'malformed options' "a mode that is none" "$ns" mount -t tmpfs -o X-mount.mkdir=9 x a
fails 100 'malformed options: bind,ro=recursive' "a word of 2.39, which binds would not see" "$ns" mount -o bind,ro=recursive b a
for words in bind,readonly rbind,ro,size=1m remount,bind,nosuids; do
	fails 100 "no effect on a bind: '?(readonly|size=1m|nosuids)" "-o $words" "$ns" mount -o $words b a
done
fails 100 'malformed options' "options longer than a page" "$ns" mount -t tmpfs -o "$(printf '%05000d' 0)" x a
fails 111 'mount -t tmpfs .*\\033\[31m' "escape bytes in names do not reach the terminal (T33)" \
	"$ns" mount -t tmpfs x "$(printf '\033[31m\302\233')"
ln -s "$ns" mount
host_mark
fails 1 '^mount: .*WHERE' "under the name mount: status 1 for usage" ./mount x
fails 1 '^mount: too many operands: c' "where nothing chains" ./mount -t tmpfs x a c
fails 32 '^mount: .*nosuch' "and 32 for failures" ./mount -t tmpfs x nosuch
rm mount
chmod 711 "$dir" && cp "$ns" ns && cp "$TEST_BIN/caller" caller
host_mark
fails 111 'not permitted \(needs CAP_SYS_ADMIN' "not root" ./caller -u 65534 ./ns mount -t tmpfs x a
rm ns caller

# ---- an fstab: the rows of mount -a

if ! "$ns" -n mount -a >/dev/null 2>&1; then
	umount b/sub
	done_testing
fi
cat >fstab <<E
# comment
	   # another, and an empty line

one  $dir/a   tmpfs  ro,nosuid   0 0
two	$dir/with\\040space	tmpfs	x-mount.mkdir,mode=711
no   $dir/c   tmpfs  noauto      0 0
none swap     swap   sw          0 0
/dev/nosuch none swap sw 0 0
/nosuch $dir/c none bind,nofail 0 0
$dir/b $dir/c none rbind,ro 0 0
E
cat >all <<'E' # what an fstab mounts below $dir, and the status
"$@"
status=$?
awk -v d="$PWD/" 'index($5, d) == 1 {
	print substr($5, length(d) + 1), $4, $6, $(NF - 2), $(NF - 1)
}' /proc/self/mountinfo | grep -v '^b/sub '
echo $status
E
all() { apart sh all "$ns" mount -a -T fstab "$@" 2>&1; }
is "$(all)" 'a / ro,nosuid,relatime tmpfs one
with\040space / rw,relatime tmpfs two
c /b ro,relatime tmpfs test
c/sub / ro,relatime tmpfs below
0' "-a -T: rows with escapes, noauto, swap, nofail, x-mount.mkdir, rbind"
rmdir 'with space'
is "$(apart sh -c "$ns mount -a -T fstab && $ns mount -aT fstab && grep -c ' $dir/[acw]' /proc/self/mountinfo")" 4 \
	"what is mounted is not mounted again"
rmdir 'with space'
printf 'one / tmpfs\nUUID=nosuch / ext4\n' >root
is "$(apart sh -c "$ns mount -a -T root; echo \$?; grep -c ' / tmpfs one ' /proc/self/mountinfo" 2>&1)" "0
0" "nor is the root, whatever it is called"
is "$(all -t tmpfs)" 'a / ro,nosuid,relatime tmpfs one
with\040space / rw,relatime tmpfs two
0' "-t: only this type"
is "$(all -t notmpfs)" 'c /b ro,relatime tmpfs test
c/sub / ro,relatime tmpfs below
0' "-t noTYPE: all but this"
rmdir 'with space'
is "$(all -O mode)" 'with\040space / rw,relatime tmpfs two
0' "-O: only with these options"
rmdir 'with space'
is "$(all -O nonosuid -t tmpfs)" 'with\040space / rw,relatime tmpfs two
0' "-O noOPTION: only without"
rmdir 'with space'
is "$(all echo then)" 'then
a / ro,nosuid,relatime tmpfs one
with\040space / rw,relatime tmpfs two
c /b ro,relatime tmpfs test
c/sub / ro,relatime tmpfs below
0' "then the program"
rmdir 'with space'
printf 'one %s tmpfs\nx %s/nosuch tmpfs\ny %s nosuchfs defaults\nz %s tmpfs' "$dir/a" "$dir" "$dir/c" "$dir/c" >fstab
apart "$ns" mount -a -T fstab >out 2>err
is "$?" 2 "the status is the number of failures"
has err "^ns: $dir/fstab: line 2: x on $dir/nosuch: No such file" "each of which has its line, with file and row"
has err "^ns: $dir/fstab: line 3: y on $dir/c: No such device" "the second too"
is "$(all 2>/dev/null | tail -n 3)" "a / rw,relatime tmpfs one
c / rw,relatime tmpfs z
2" "the others are mounted, the last without a newline too"
is "$(apart "$ns" mount -a -T fstab echo no 2>/dev/null)" "" "and the program does not run"
is "$(all -o nosuid -r | grep '^a')" "a / ro,nosuid,relatime tmpfs one" "-o and -r are for every row"
for row in 'tmpfs' "tmpfs $dir/a" "a b c d 1 2 3" "a b c d x 2" "tmpfs $dir/a tmpfs a\"b 0 0"; do
	printf 'one %s tmpfs\n%s\n' "$dir/c" "$row" >fstab
	apart "$ns" mount -a -T fstab >out 2>err
	like "$? $(cat err)" '^[1-9].* .*line 2: ' "a malformed row is named, and is a failure: $row"
done
printf 'tmpfs\none %s tmpfs\n' "$dir/c" >fstab
is "$(all | tail -n 2)" "c / rw,relatime tmpfs one
1" "and the rows behind it are mounted"
printf 'one %s tmpfs\r\n' "$dir/c" >fstab
is "$(all)" "c / rw,relatime tmpfs one
0" "lines that end with CR LF"
host_mark
fails 111 'nosuch.*: No such file' "no such file" "$ns" mount -a -T nosuch
: >fstab
host_mark
ok "an empty file is no failure" "$ns" mount -a -T fstab
mkfifo fifo
host_mark
fails 111 '^ns: mount -a -T .*/fifo: nobody writes to it$' "a FIFO without a writer is not taken for an empty file" "$ns" mount -a -T fifo
is "$(: | apart "$ns" mount -a -T /dev/stdin 2>&1)" "ns: mount -a -T /dev/stdin: nobody writes to it" "nor is an empty pipe"
is "$( (echo "x $dir/a tmpfs"; sleep 0.1; echo "y $dir/c tmpfs") |
	apart sh -c "$ns mount -a -T /dev/stdin && grep -c ' $dir/[ac] ' /proc/self/mountinfo")" 2 "one written bit by bit is read to its end"
rm fifo
is "$(cd b && "$ns" -n mount -a -T ../fstab)" "ns mount -a -T $dir/b/../fstab" "FSTAB is looked for where the line began"
ln -s "$ns" mount
printf 'x %s/nosuch tmpfs\ny %s/nosuch tmpfs\n' "$dir" "$dir" >fstab
apart ./mount -a -T fstab 2>err
is $? 32 "under the name mount the status is 32 when each fails"
ln -s "$ns" s6-mount
apart ./s6-mount -a -z fstab 2>err
is $? 2 "s6-mount -a -z FSTAB"
host_mark
fails 111 '^s6-mount: .*nosuch: No such file' "s6-mount: 111" ./s6-mount -t tmpfs t nosuch
fails 100 '^s6-mount: .*WHERE' "and 100" ./s6-mount -t tmpfs t
umount b/sub
rm mount
done_testing
