/*
 * SPDX-License-Identifier: 0BSD
 *
 * verb_dev.c - a /dev: tmpfs, the standard nodes, links, pts and mqueue
 *
 * Nobody but us can reach the new tmpfs: in it, plain names are safe.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "arena.h"
#include "devnode.h"
#include "mountpoint.h"
#include "path.h"
#include "step.h"
#include "sys.h"
#include "text.h"

/* The flags, in the order of the words; and one that the kernel has. */
enum { BIND = DEV_BIND, CLASSIC = 2, HOSTS = DEV_HOSTS, OLD = 8 };

/* In this order; ns_run's modes are the classic ones. */
static const struct {
	char name[8];
	unsigned short mode, classic;
	unsigned char major, minor;
} nodes[] = {
	{ "null", 0666, 0666, 1, 3 },
	{ "full", 0666, 0666, 1, 7 },
	{ "random", 0666, 0644, 1, 8 },
	{ "urandom", 0666, 0644, 1, 9 },
	{ "zero", 0666, 0666, 1, 5 },
	{ "tty", 0666, 0666, 5, 0 },
	/* a link with -n and -b, and on an old kernel: */
	{ "ptmx", 0666, 0666, 5, 2 },
};

static const char dirs[][7] = {
	"shm", /* this one and two more with -n */
	"pts",
	"mqueue",
	"block",
	"bus",
	"char",
	"dri",
	"input",
	"loop",
	"net",
	"snd",
	"usb",
};

static const struct {
	char name[7], text[16];
} links[] = {
	{ "shm", "../run/shm" }, /* this one is classic */
	{ "fd", "/proc/self/fd" }, { "stdin", "/proc/self/fd/0" },
	{ "stdout", "/proc/self/fd/1" }, { "stderr", "/proc/self/fd/2" },
	{ "ptmx", "pts/ptmx" }, /* in place of the node */
};

#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

const struct devnode *dev_node;

static int
make_node(int dir, int i, uint64_t flags)
{
	mode_t mode = flags & CLASSIC ? nodes[i].classic : nodes[i].mode;
	dev_t device = makedev(nodes[i].major, nodes[i].minor);

	mode |= S_IFCHR;
	return dev_node ? dev_node->make(dir, nodes[i].name, mode, device,
				  (unsigned)flags)
			: mknodat(dir, nodes[i].name, mode, device);
}

/*
 * The host's ptmx may be a link, and lead to the host's terminals; and so does
 * the node before Linux 4.7, whatever is mounted beside it.
 */
static bool
links_ptmx(uint64_t flags)
{
	return flags & (HOSTS | BIND | OLD);
}

static bool
is_old_kernel(void)
{
	struct utsname *name = arena(sizeof *name);
	const char *r = name->release;

	return !uname(name) && r[1] == '.' &&
		(*r < '4' ||
			(*r == '4' && r[2] < '7' &&
				(r[3] < '0' || r[3] > '9'))); /* 4.10 */
}

static int
make_nodes(int dir, uint64_t flags, struct state *st)
{
	for (int i = 0; i < COUNT(nodes) - links_ptmx(flags); i++)
		if (make_node(dir, i, (st->at = nodes[i].name, flags)))
			return -1;
	return 0;
}

static int
make_others(int dir, uint64_t flags, struct state *st)
{
	bool hosts = flags & HOSTS;

	for (int i = !hosts; i < (hosts ? 3 : COUNT(dirs)); i++)
		if (mkdirat(dir, st->at = dirs[i], 0755))
			return -1;
	for (int i = 0; i < COUNT(links); i++) {
		bool wanted = !i                ? !hosts
			: i == COUNT(links) - 1 ? links_ptmx(flags)
						: !(flags & CLASSIC);

		if (wanted &&
			symlinkat(links[i].text, dir, st->at = links[i].name))
			return -1;
	}
	return 0;
}

/*
 * Always an instance of its own.  An old kernel may give us the host's, on
 * device HOSTS, all the same: that is the host's terminals, and no way to go on.
 */
static int
mount_pts(int dir, const struct step *s, dev_t hosts, struct state *st)
{
	const char *options = s->flags & HOSTS
		? "newinstance,ptmxmode=0666,mode=620"
		: links_ptmx(s->flags) ? "newinstance,ptmxmode=0666"
				       : "newinstance";
	struct stat ours;

	st->at = "pts";
	if (s->flags & HOSTS && s->what)
		options = arena_join(arena_join(options, ",gid="), s->what);
	if (mount("devpts", "pts", "devpts", 0, options))
		return -1;
	if (!(s->flags & OLD))
		return 0;
	if (fstatat(dir, "pts", &ours, 0))
		return -1;
	if (ours.st_dev != hosts)
		return 0;
	st->why = PACKED(is_the_host,
		"is the host's: the kernel has one devpts for all");
	return -1;
}

static int
fill(int dir, struct step *s, dev_t hosts, struct state *st)
{
	mode_t old = umask(0);
	int result = make_nodes(dir, s->flags, st);

	/* The very first was refused: nobody makes nodes here. */
	if (result && errno == ENODATA)
		result = make_nodes(dir, s->flags |= BIND, st);
	result = result ? result : make_others(dir, s->flags, st);
	if (old == (mode_t)-1 || umask(old) == (mode_t)-1)
		return -1;
	if (result || mount_pts(dir, s, hosts, st))
		return -1;
	st->at = "shm";
	if (s->flags & HOSTS &&
		mount("shm", "shm", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777"))
		return -1;
	st->at = "mqueue (CONFIG_POSIX_MQUEUE)";
	if (mount("mqueue", "mqueue", "mqueue",
		    MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) &&
		(errno != ENODEV || s->flags & CLASSIC))
		return -1;
	st->at = NULL;
	return 0;
}

/* Mount on the directory FD, and open what is mounted there. */
static int
cover(int fd, const struct step *s, int root)
{
	struct stat below, above;
	int top;

	if (root >= 0 && sys_fchdir(fd))
		return -1;
	if (mount("dev", root < 0 ? s->where : ".", "tmpfs", MS_NOSUID,
		    "mode=0755"))
		return -1;
	top = path_open_dir(root, s->where);
	if (top < 0)
		return -1;
	if (fstat(fd, &below) || fstat(top, &above))
		return sys_close(top, -1);
	if (above.st_dev != below.st_dev) /* nobody moved it under our hands */
		return top;
	return sys_close(top, sys_fail(ESTALE));
}

static int
take(const struct step *s, struct state *st)
{
	int old = st->root < 0 ? path_here() : -1;
	int fd = path_make(st->root, s->where, 0755);
	struct step here = *s;
	struct stat hosts = { 0 };
	int top;

	if (fd < 0)
		return -1;
	/* One with openat2 is none: that is a call less in each launch. */
	if ((st->root < 0 || path_walks) && is_old_kernel())
		here.flags |= OLD;
	if (here.flags & OLD) /* none is well, too */
		(void)stat("/dev/pts", &hosts);
	top = s->flags & HOSTS ? is_mountpoint(fd) : 0;
	if (top)
		return sys_close(fd, top < 0 ? -1 : 0);
	if (dev_node && st->root < 0)
		dev_node->cover(fd);
	/* Neither is closed: they go at the exec, and that is two calls less. */
	top = cover(fd, s, st->root);
	if (top < 0 || sys_fchdir(top) || fill(top, &here, hosts.st_dev, st))
		return -1;
	return old < 0 ? 0 : sys_close(old, sys_fchdir(old));
}

static const char *
hint(const struct step *s, int error)
{
	(void)s;
	return error == EPERM ? HINT(dev_needs,
					"needs CAP_SYS_ADMIN, CAP_MKNOD; in a "
					"user namespace -i, too")
			      : NULL;
}

const struct verb verb_dev = {
	"dev",
	.take = take,
	.hint = HINTED(hint),
	.confined = true,
	.words = "b- c- n- g1 <2DIR",
};
