/*
 * SPDX-License-Identifier: 0BSD
 *
 * steps.c - nspawn's steps
 */
#include "nspawn.h"

/*
 * The steps on the host and in the new root, those of options in between, and
 * as the program's; see lines.h.  Beside options' the letters are
 *   D its real path   p PATH   H host name, ] of -M   I uuid   T $TERM
 *   C a cgroup namespace, ` the same where U is, [ where U is not
 *   N a network namespace, n a new one   k the signal for SIGTERM
 *   S sysfs of its own, Y the host's   t gid of terminals
 *   z Z r c  localtime and resolv.conf, bound and copied   j J kmsg and rtc0
 *   f move where pivot_root cannot   h home, o its owner, l name of the user
 *   L a login shell, d working directory, V argv[0]   F say more
 *   X no init: a session of its own (an init of a container is in one that is
 *   nobody's, or sysvinit's would make its console that of its session)
 *   i g s uid, gid, groups, e no groups   x our PID
 *   K a terminal, with options
 *   U a user namespace, O or one that we are in, Q of who is not root   W a range for it, or E none
 *   M its owners on disk are not those of the range
 *   ^ a control group while we are root, or in v2, or _ later
 *   m v y G limits and place of the control group   B bounding set   w no new privileges
 */
static const char on_host[] = PACKED(nspawn_host,
	" clean -ds -m22\n"
	" env -i container=ns container_uuid=%I TERM=%T HOME=%h USER=%l "
	"LOGNAME=%l PATH=%p\n"
	"Nnsenter --net=%N\n"
	"bunshare -f --kill-child --forward-signals --term-signal=%k\n"
	"bchpst -P\n"
	"^cgroup -t -v%F -m%m -c%v -p%y --parent=%G nspawn-%x\n"
	"Munshare -m\n"
	"Uunshare -U -r%Q --map-users=%W --map-groups=%W --map-tree=%M\n"
	"Uunshare -m --kill-child --forward-signals --term-signal=%k\n"
	"[unshare -muip -n%n --loopback%n --kill-child "
	"--forward-signals --term-signal=%k\n"
	" clean -S\n"
	"_cgroup -t -v%F -m%m -c%v -p%y --parent=%G nspawn-%x\n"
	"Cunshare -C\n"
	"[hostname -- %H\n");

static const char in_root[] = PACKED(nspawn_root,
	" mount -R -- %D %D\n"
	" inside -- %D\n"
	"Wunshare -S0 -G0\n"
	"Uunshare --locked -uip -n%n\n"
	" mount -oremount,bind,nodev .\n"
	"Rmount -oremount,bind,ro,recursive .\n"
	" mount -onosuid,nodev,noexec,X-mount.mkdir,X-mount.once -tproc "
	"proc proc\n"
	" mask -pr proc/sys\n"
	"Smount -oro,nosuid,nodev,noexec,X-mount.mkdir,X-mount.once -tsysfs "
	"sysfs sys\n"
	"Ymount -o%Y,ro,nosuid,nodev,noexec,X-mount.mkdir,X-mount.once "
	"/sys sys\n"
	" dev -n -g%t dev\n"
	" mask -prt proc/bus,fs,irq\n"
	" mask -pt proc/acpi,asound,kcore,keys,key-users,latency_stats,"
	"sched_debug,scsi,sysrq-trigger,timer_list,timer_stats\n"
	" mask -t sys/firmware\n"
	"Omask -t sys/fs/cgroup\n"
	"jmount -obind,nofail,X-mount.mkdir /dev/kmsg dev/kmsg\n"
	"Jmount -obind,nofail,X-mount.mkdir /dev/rtc0 dev/rtc0\n"
	" mount -onosuid,nodev,mode=755,X-mount.mkdir,X-mount.once -ttmpfs "
	"run run\n"
	" mount -obind,ro,nofail /sys/fs/selinux sys/fs/selinux\n"
	"zmount -obind,ro,nofail /etc/localtime etc/localtime\n"
	"Zcopy -t $Z /etc/localtime etc/localtime\n"
	"rmount -obind,ro,X-mount.mkdir /etc/resolv.conf %r\n"
	"ccopy -t /etc/resolv.conf etc/resolv.conf\n");

static const char at_last[] = PACKED(nspawn_last,
	" pivot -p -f%f .\n"
	"Uunshare --locked -m -C%` --loopback%n\n"
	"Uhostname -- %H\n"
	" mkdir -ptm775 -u%o -- %h\n"
	"Lcd -t -- %h\n"
	"Kpty $K -f%b -q%q -c%i\n");

/* Behind the limits, which are not for what we do. */
static const char as_program[] = PACKED(nspawn_program,
	"Xchpst -P -b%V\n"
	" setpriv --nnp%w --reuid=:%i --regid=:%g --keep-groups%E "
	"--clear-groups%e --groups=%s "
	"--bounding-set=%B --inh-caps=-all\n"
	"dcd -- %d\n"
	"ainit PROG\n");

const char *nspawn_set[VALUES];

/* What is kept, of each. */
static struct plan parts[3];

void
nspawn_keep(int part, const char *text)
{
	const struct plan before = plan;

	plan = parts[part];
	read_lines(text, nspawn_set);
	parts[part] = plan;
	plan = before;
}

static void
append(int part)
{
	if (!parts[part].first)
		return;
	plan.last->next = parts[part].first;
	plan.last = parts[part].last;
}

void
nspawn_plan(void)
{
	read_lines(on_host, nspawn_set);
	append(ENVIRONMENT);
	read_lines(in_root, nspawn_set);
	append(MOUNTS);
	read_lines(at_last, nspawn_set);
	append(LIMITS);
	read_lines(as_program, nspawn_set);
}
