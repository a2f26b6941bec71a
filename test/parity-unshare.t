#!/bin/sh
# SPDX-License-Identifier: 0BSD
# parity-unshare.t - unshare as util-linux 2.38 has it
# shellcheck source=lib.sh disable=SC2016,SC1091,SC2034
. "${0%/*}/lib.sh"
takes_users='outlives -S'
. "$top/test/parity.sh"
need_applet unshare

parity_tool /usr/bin/unshare unshare

# ---- namespaces

same_run "no option" "$state" a 'b c' '' -x
same_run "-- ends the options" -u -- "$state" -o ns
same_run "words of PROG are its own" -u "$state" -o arg,ns -f -p --fork
for n in m u i n p U C T; do
	same_run "-$n" -$n "$state"
	same_run "-$n -f" -f$n "$state"
done
for n in mount uts ipc net pid user cgroup time; do
	same_run "--$n" --$n "$state" -o ns,ids,map,cap
done
same_run "most at once" -muipnC --fork "$state"
same_run "all at once" -UmuinCTpf "$state"
same_run "-p without -f: the children" -p sh -c 'sh -c "echo \$\$"; :'
same_run "--pid --fork: PID 1" --pid --fork sh -c 'echo $$'

# ---- mounts

prepare='mount --make-rshared /; mkdir p'
same_run "private by default" -m "$state" -o mount
for kind in private shared slave unchanged; do
	same_run "--propagation" -m --propagation $kind "$state" -o mount
	same_run "--propagation=, -f" -fm --propagation=$kind "$state" -o mount
done
same_run "--propagation without -m" -u --propagation slave "$state" -o mount,ns
same_run "of a wrong kind" -m --propagation other true
same_run "--mount-proc" -fp --mount-proc "$state" -o mount,ns,process
same_run "means -m" --mount-proc "$state" -o mount,ns
same_run "on a directory" -fp --mount-proc="$dir/w/p" "$state" -o mount,ns
same_run "shared around it" -fp --mount-proc --propagation shared "$state" -o mount
same_run "unchanged around it" -fp --mount-proc --propagation unchanged "$state" -o mount
same_run "on nothing" -fp --mount-proc=nosuch true
prepare=

# ---- root and directory

prepare='mkdir -p r/d r/proc d; cp $state r/state; : >f'
same_run "-R" -R r /state
same_run "--root=DIR" -u --root="$dir/w/r" /state
differ "a relative -w is looked up below -R: 2.38 starts outside, and the program stays there" \
	-R r -w d /state -o process,root
same_run "-R, an absolute -w in it" -R r -w /d /state -o process,root
same_run "-w" -w d "$state"
same_run "--wd=DIR" --wd="$dir/w/d" "$state" -o process,ns
same_run "-R nosuch" -R nosuch /state
same_run "-R of a file" -R f /state
same_run "-w nosuch" -w nosuch "$state"
same_run "-w of a file" -w f "$state"
same_run "-R and --mount-proc" -fpmR r --mount-proc=/proc /state -o process,mount,root
prepare=

# ---- ids

same_run "-S" -S 5 "$state"
same_run "-G" -G 6 "$state"
same_run "--setuid --setgid" --setuid 5 --setgid=6 "$state"
same_run_in 'with="setpriv --groups 7,8"' "-G leaves the groups" -G 6 "$state" -o ids
same_run_in 'with="setpriv --groups 7,8"' "-S alone keeps them" -S 6 "$state" -o ids
for id in x -1 4294967295 '' root 1.5; do
	same_run "a wrong id" -S "$id" true
	same_run "a wrong gid" -G "$id" true
done
same_run "-S, --keep-caps" -S 5 --keep-caps "$state" -o ids,cap
same_run "-U --keep-caps" -U --keep-caps "$state" -o ids,cap
same_run "-r --keep-caps" -r --keep-caps "$state" -o ids,cap
same_run "-S not ours to take" -r -S 5 "$state"
same_run_in 'with="$dir/parity/caller -u 65534"' "not root: -u" -u true
same_run_in 'with="$dir/parity/caller -u 65534"' "not root: -S" -S 5 true

# ---- maps of a user namespace

same_run "-r" -r "$state"
same_run "--map-root-user -f" -f --map-root-user "$state"
same_run "-c" -c "$state"
same_run "--map-current-user" --map-current-user "$state"
same_run "--map-user" --map-user 5 "$state"
same_run "--map-group: no setgroups" --map-group=6 "$state"
same_run "both, by name" --map-user=daemon --map-group=tty "$state" -o ids,map
same_run "-r behind them" --map-user 5 --map-group 6 -r "$state" -o ids,map
same_run "and before them" -r --map-user 5 "$state" -o ids,map
same_run "-c before one of them" -c --map-group 6 "$state" -o ids,map
same_run "nobody's name" --map-user nosuch true
same_run "no group's" --map-group nosuch true
prepare='with="$dir/parity/caller -u 65534"'
same_run "--map-user, not root" --map-user=5 "$state"
same_run "--map-user and --map-group, not root" --map-user=5 --map-group=0 "$state"
same_run "-r, not root" -r "$state"
same_run "-c, not root" -c "$state"
same_run "-U, not root" -U "$state"
same_run "-r with the others" -rmpfuinC --mount-proc "$state"
same_run "-r --setgroups allow" -r --setgroups allow "$state" -o ids,map
prepare=
same_run "-U --setgroups deny" -U --setgroups deny "$state" -o ids,map
same_run "-U --setgroups=allow" -U --setgroups=allow "$state" -o ids,map
same_run "--setgroups without -U" --setgroups deny "$state" -o ids,map
same_run "--setgroups perhaps" -U --setgroups perhaps true
prepare='mkdir etc; cp /etc/passwd /etc/group /etc/nsswitch.conf etc
	echo root:0:700000 >etc/subuid; cp etc/subuid etc/subgid; mount --bind etc /etc'
same_run "--map-users and --map-groups" --map-users 100000,0,65536 --map-groups=200000,0,1000 "$state" -o ids,map,ns
same_run "with -S and -G" --map-users=100000,0,10 --map-groups=100000,0,10 -S 0 -G 0 "$state" -o ids,cap,map
same_run "with --keep-caps" --map-users=0,0,10 --map-groups=0,0,10 -S 5 -G 6 --keep-caps "$state" -o ids,cap,map
same_run "users alone" --map-users=0,0,10 "$state" -o ids,map
same_run "-r and a range around it" -r --map-users=100000,0,10 --map-groups=100000,0,10 "$state" -o ids,map
same_run "-r and one beside it" -r --map-users=100000,1,10 --map-groups=100000,1,10 "$state" -o ids,map
same_run "-c and a range" -c --map-users=100000,1,10 --map-groups=100000,1,10 "$state" -o ids,map
same_run "--map-user, --map-group and a range" --map-user 3 --map-group 4 --map-users=100000,1,10 --map-groups=100000,1,10 "$state" -o ids,map
# 2.41 takes all of several, and what is no map for none.
newer='failed to write /proc/[0-9]+/uid_map: Invalid argument$'
same_run "the last of several" --map-users=100000,0,10 --map-users=300000,5,10 --map-groups=0,0,1 "$state" -o map
newer='^status 0$'
for map in 0,0 0,0,0 x,0,1 0,0,x -1,0,1 0,0,1,2 4294967290,0,10 ''; do
	same_run "a wrong map" --map-users="$map" --map-groups=0,0,1 true
done
newer=
prepare='mkdir etc; cp /etc/passwd /etc/group /etc/nsswitch.conf etc
	printf "root:300000:65536\nnobody:500000:10\n" >etc/subuid
	printf "root:400000:100\n65534:600000:20\nnogroup:600000:20\n" >etc/subgid
	mount --bind etc /etc'
same_run "--map-auto" --map-auto "$state" -o ids,map
same_run "--map-users=auto" --map-users=auto --map-groups=400007,0,1 "$state" -o ids,map
same_run "--map-groups=auto" --map-users=300007,0,1 --map-groups=auto "$state" -o ids,map
same_run "-r --map-auto" -r --map-auto "$state" -o ids,map
same_run "-c --map-auto" -c --map-auto "$state" -o ids,map
same_run "--map-auto with others" --map-auto -mpfu -S 5 -G 6 "$state"
prepare="$prepare"'; with="$dir/parity/caller -u 65534"'
same_run "--map-auto, not root" --map-auto "$state" -o ids,map
same_run "-r --map-auto, not root" -r --map-auto "$state" -o ids,map
same_run "a range that is not ours" --map-users=700000,0,10 --map-groups=600000,0,10 "$state" -o ids,map
prepare="$prepare"'; : >etc/subuid'
same_run "--map-auto without a range" --map-auto "$state" -o ids,map
prepare=

# ---- namespaces that live on

prepare='mkdir pins; mount -t tmpfs t pins; mount --make-private pins; : >pins/f'
after='stat -f -c %T pins/f; nsenter --$kind=pins/f $state -o ns'
for kind in uts ipc net cgroup; do
	prepare="$prepare; kind=$kind"
	same_run "--$kind=FILE" --$kind=pins/f "$state" -o ns
	same_run "--$kind=FILE -f" -f --$kind=pins/f true
done
same_run "--uts=FILE keeps the name" --uts=pins/f hostname other
after='stat -f -c %T pins/f'
same_run "--pid=FILE" -f --pid=pins/f true
same_run "--time=FILE" -f --time=pins/f true
# A mount namespace can only be bound in an older one, and the kernel deals out
# their ages in batches per CPU.
cpus=$(taskset -cp $$ | sed 's/.*: //')
taskset -cp "${cpus%%[,-]*}" $$ >/dev/null
same_run "--mount=FILE on a private mount" --mount=pins/f true
taskset -cp "$cpus" $$ >/dev/null
same_run_in 'mount --make-shared pins' "--mount=FILE on a shared mount" --mount=pins/f true
same_run "--user=FILE" -m --user=pins/f true
same_run "--user=FILE -r" -mr --user=pins/f true
same_run "--user=nosuch" -mr --user=pins/nosuch true
same_run "a FILE that is not there" --uts=pins/nosuch true
same_run "with -f" -f --uts=pins/nosuch true
prepare='' after=

# ---- clocks

for clock in monotonic boottime; do
	same_run "--$clock" -T --$clock 1000 "$state" -o map,ns
	same_run "--$clock, -f" -Tf --$clock=-7 "$state" -o map,ns
	same_run "--$clock of nothing" -T --$clock x true
	same_run "--$clock without -T" -u --$clock 5 true
	same_run "--$clock beyond" -T --$clock 99999999999999999999 true
done
same_run "both" -Tf --monotonic 100 --boottime 200 "$state" -o map,ns

# ---- the child and the program

same_run "-f" -f "$state"
same_run "--kill-child" --kill-child "$state"
same_run "--kill-child=TERM" --kill-child=TERM "$state"
same_run "--kill-child=SIGUSR1" --kill-child=SIGUSR1 "$state" -o process
same_run "--kill-child=winch" --kill-child=winch "$state" -o process
same_run "--kill-child=NOSUCH" --kill-child=NOSUCH true
for signal in SIGRTMIN+3 RTMIN+30 rtmax-1 RTMAX-30; do
	same_run "--kill-child=$signal" --kill-child=$signal "$state" -o process
done
for signal in RTMIN+31 RTMAX-31 RTMAX+1 RTMIN-1 RTMIN+ SIGRTMIN+x RTM; do
	same_run "--kill-child=$signal" --kill-child=$signal true
done
same_run "--kill-child=0" --kill-child=0 true
same_run "--kill-child=65" --kill-child=65 true
differ "--kill-child outlives -S" --kill-child -S 5 "$state" -o process,ids
for fork in -u -f -fp; do
	same_run "a status" $fork sh -c 'exit 42'
	same_run "255" $fork sh -c 'exit 255'
	same_run "no program" $fork nosuch
	same_run "no such path" $fork ./nosuch
	same_run "a directory" $fork /
	same_run "below a file" $fork /etc/passwd/x
	same_run "no permission" $fork /etc/passwd
	same_run_in 'printf "#!/nosuch\n" >p; chmod +x p' "no interpreter" $fork ./p
	same_run_in 'exec </etc/hostname' "stdin" $fork cat
done
differ_in 'echo "echo script" >p; chmod +x p' "without #! it is no program, and no shell tries it" -u "$dir/w/p"
for sig in TERM INT HUP SEGV; do
	same_run "ended by a signal" -u sh -c "kill -$sig \$\$"
	same_run "ended by a signal, -f" -f sh -c "ulimit -c 0; kill -$sig \$\$"
done
same_run "killed" -u sh -c 'kill -KILL $$'
newer='^status 137$'
differ "a killed child: 137; 2.38 complains and returns 1" -f sh -c 'kill -KILL $$'
newer=
same_run_in 'printf "#!/bin/sh\necho shell \$# \$0\n" >sh; chmod +x sh; export SHELL=$PWD/sh' "no PROG: \$SHELL" -u
same_run_in 'unset SHELL; echo "echo \$0" >in; exec <in' "or /bin/sh" -u
same_run_in 'export SHELL=; echo "echo \$0" >in; exec <in' "an empty \$SHELL" -u
same_run_in 'trap "" TERM INT HUP CHLD' "ignored signals" -u "$state" -o signal
same_run_in 'trap "" TERM INT HUP' "ignored signals, -f" -f "$state" -o signal
same_run_in 'ulimit -n 30; umask 77; export A=b' "what is not ours stays" -fu "$state"
same_run "an unknown option" -Z true
same_run "an unknown long one" --nosuch true
same_run "an abbreviation" --map-roo "$state" -o ns,map
same_run "an abbreviation, and its word" --prop=slave -m "$state" -o mount
same_run "an abbreviation, and no word" --kill "$state" -o process
same_run "an abbreviation of two" --moun "$state" -o ns
same_run "-S without its word" -S
same_run "an argument that does not go with --fork" --fork=x true
loose=1
same_run "--help" --help
same_run "-h" -h
done_testing
