#!/bin/sh
# SPDX-License-Identifier: 0BSD
# run-bad.t - bad input: one clear line, the specified status, an untouched host
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_caps '^not root'
need_applet run
need_nodes
need_tool attest caller tree
need_cmd busybox

new_root host/c # "host" and all in it is what must stay as it is
cd host || exit
mkdir at empty bin "$dir/bin"
mkfifo fifo
: >file
ln -s "$ns" ns_run
caller=$TEST_BIN/caller
watch="-t $dir/host /dev/pts"
host_mark
long=$(printf '%065d' 0)

# ---- malformed words: 100

fails 100 'run' "no words" "$ns" run
fails 100 'run|PROG' "no program" "$ns" run c
fails 100 '^ns: ' "nothing at all" "$ns"
fails 100 '^ns: ' "argc 0" "$caller" -a "$ns"
fails 100 'nonesuch' "an unknown applet" "$ns" nonesuch
fails 100 '' "an empty applet name" "$ns" ''
fails 100 'Z' "an unknown option" "$ns" run -Z c /attest
fails 100 'nonesuch' "an unknown long option" "$ns" run --nonesuch c /attest
fails 100 '-H' "an option without its word" "$ns" run -H
fails 100 'ns|words|applet' "an empty tail after ns" "$ns" cd / ns
fails 100 'nonesuch' "an unknown applet after ns" "$ns" cd / ns nonesuch
for o in -H -r -t -b -k; do fails 100 "run: no argument for: $o$" "$o ''" "$ns" run $o '' c /attest; done
! "$ns" -n run --template x c /attest >/dev/null 2>&1 ||
	fails 100 'run: no argument for: --template$' "--template ''" "$ns" run --template '' c /attest
fails 100 'run: empty: HOST' "an empty host name" env HOST= "$ns" run c /attest
fails 100 'host name|HOST|-H|long' "a host name of 65 bytes" "$ns" run -H "$long" c /attest
is "$("$ns" run -H "${long%0}" c /attest -o process | head -n 1)" "host ${long%0}" "one of 64 is fine"
fails 100 number "-k with no number" "$ns" run -k x c /attest
fails 100 number "-k beyond all descriptors" "$ns" run -k 99999999999 c /attest

# ---- what the system refuses: 111

fails 111 'nonesuch.*: No such file' "DIR missing" "$ns" run nonesuch /attest
fails 111 'file.*: Not a directory' "DIR a file" "$ns" run file /attest
fails 111 'fifo.*: Not a directory' "DIR a FIFO" "$caller" -t 5 "$ns" run fifo /attest
fails 100 'DIR' "DIR empty" "$ns" run '' /attest
fails '1[01][01]' '/' "DIR / without -r" "$ns" run / /attest
fails 111 'nonesuch.*: No such file' "-r missing" "$ns" run -r nonesuch c /attest
fails 111 'file.*: Not a directory' "-r a file" "$ns" run -r file c /attest
fails 111 'nonesuch.*: No such file' "-b missing" "$ns" run -t mnt/ns -b nonesuch c /attest
fails 111 'host/file' "-b a file" "$ns" run -t mnt/ns -b file c /attest
fails 111 '.' "-e that fails" "$ns" run -e 'exit 3' c /attest
fails 111 '.' "-e that is killed" "$ns" run -e 'kill -9 $$' c /attest
fails 111 'nonesuch' "-s not found" "$ns" run -s /nonesuch -e 'exit 0' c /attest
fails 111 'nonesuch.*: No such file' "-f missing" "$ns" run -f nonesuch c /attest
fails 111 '.' "-f a directory" "$ns" run -f empty c /attest
for line in 'tmpfs' 'tmpfs opt' 'tmpfs opt\\400 tmpfs'; do
	# shellcheck disable=SC2059 # the octal escapes are meant
	printf "$line\n" >../fstab
	fails 111 'fstab' "-f with the line $line" "$ns" run -f ../fstab c /attest
done
for row in 'tmpfs nonesuch tmpfs' 'nonesuch opt none bind' 'x opt nosuchfs' 'tmpfs opt tmpfs nosuchoption'; do
	echo "$row 0 0" >../fstab
	fails 111 'fstab.*line 1: ' "-f with the row $row" "$ns" run -f ../fstab c /attest
done
fails 111 'line 1: nonesuch on opt: No such file' "whose source is named" sh -c 'echo "nonesuch opt none bind" >../fstab; exec "$@"' sh \
	"$ns" run -f ../fstab c /attest
fails 111 'proc: Permission denied \(a directory cannot' "in sysfs no directory can be made" "$ns" run -r at /sys true
echo 'none / none remount,size=1m' >../fstab
fails 111 "line 1: none on /: it may be the host's" "-f that would change a filesystem" "$ns" run -f ../fstab c /attest
# Rows before the bad one are undone with the container.
printf 'tmpfs opt tmpfs\ntmpfs nonesuch tmpfs\n' >../fstab
fails 111 'fstab.*line 2: ' "-f with a good and a bad row" "$ns" run -f ../fstab c /attest
"$caller" -o 0=/ "$ns" run c /attest >../out 2>../err
refused $? 111 'descriptor|directory' "a directory on descriptor 0 (T5)"
: >../out
"$caller" -o 1=/ "$ns" run c /attest 2>../err </dev/null
refused $? 111 'descriptor|directory' "a directory on descriptor 1 (T5)"
"$caller" -o 2=/ "$ns" run c /attest >../out </dev/null
is "$? $(cat ../out)" "111 " "a directory on descriptor 2 (T5)"
mount --bind empty empty && mount -o remount,bind,ro empty
host_mark
fails 111 'proc' "a read-only root without mount points: the first one is named" "$ns" run empty /attest
umount empty
host_mark

fails 127 'nonesuch.*: No such file' "the program missing" "$ns" run c /nonesuch
fails 127 'nonesuch' "the program not on the PATH" "$ns" run c nonesuch
fails 100 'run: missing: PROG' "the program's name empty" "$ns" run c ''
: >c/tmp/plain && echo junk >c/tmp/junk && chmod +x c/tmp/junk && echo '#!/nonesuch' >c/tmp/script && chmod +x c/tmp/script
host_mark
fails 126 'plain.*: Permission denied' "the program not executable" "$ns" run c /tmp/plain
fails 126 'junk.*: Exec format' "the program no program" "$ns" run c /tmp/junk
fails 126 'tmp.*: Permission denied' "the program a directory" "$ns" run c /tmp
fails '12[67]' 'script' "the program's interpreter missing" "$ns" run c /tmp/script

# ---- the same under the old name

export NS_ROOT="$dir/host/at" NS_BIN="$dir/host/bin" NS_NO_PID1=1
fails 100 'ns_run' "ns_run: no words" ./ns_run
fails 100 'ns_run' "ns_run: no program" ./ns_run c
fails 111 'nonesuch' "ns_run: DIR missing" ./ns_run nonesuch /attest
fails 111 'nonesuch.*: No such file' "ns_run: NS_ROOT missing" env NS_ROOT="$dir/nonesuch" ./ns_run c /attest
fails 111 'nonesuch.*: No such file' "ns_run: NS_BIN missing" env NS_BIN="$dir/nonesuch" ./ns_run c /attest
fails '1[01][01]' 'HOST|host name' "ns_run: HOST empty" env HOST= ./ns_run c /attest
fails '1[01][01]' 'HOST|host name|long' "ns_run: HOST of 65 bytes" env HOST="$long" ./ns_run c /attest
fails 111 'nonesuch' "ns_run: NS_SHELL not found" env NS_SHELL=/nonesuch NS_EXTRA=x ./ns_run c /attest
fails 111 '.' "ns_run: NS_EXTRA fails" env NS_SHELL='sh -c' NS_EXTRA='exit 7' ./ns_run c /attest
fails 111 'nonesuch' "ns_run: NS_FSTAB missing" env NS_FSTAB=nonesuch ./ns_run c /attest
fails 127 'nonesuch' "ns_run: the program missing" ./ns_run c /nonesuch
fails 126 'plain' "ns_run: the program not executable" ./ns_run c /tmp/plain

# ---- not root

ln -s / ../slash
for root in / ../slash; do
	fails 111 'Device or resource busy \(it is the root directory' "an NS_ROOT that is / ($root): nothing is done there" \
		"$ns" run -r "$root" -t tmp/ns_here -e 'touch tmp/here' c /attest
	is "$(ls -d /tmp/ns_here /tmp/here 2>/dev/null)" "" "and nothing is left there"
done
fails 111 'Device or resource busy \(it is the root directory' "DIR a link to / without -r" env -u NS_ROOT -u NS_BIN "$ns" run ../slash /attest
rm ../slash
chmod 711 "$dir" # traversable; the tools are copied where anyone may run them
cp "$ns" "$TEST_BIN/caller" "$dir/bin"
host_mark
fails 111 'root|privilege|not permitted' "not root: a clear refusal" "$dir/bin/caller" -u 65534 "$dir/bin/ns" run c /attest
done_testing
