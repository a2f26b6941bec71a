/* SPDX-License-Identifier: 0BSD */
#include "message.h"

#include <string.h>
#include <sys/socket.h>

#include "die.h"
#include "sys.h"

/*
 * Control data is aligned like a size, and the kernel takes as many
 * descriptors as it has room to say.
 */
static union {
	struct cmsghdr head;
	char bytes[CMSG_SPACE(2 * sizeof(int))];
} control;

static ssize_t
transfer(long call, int socket, size_t len, size_t fds)
{
	struct iovec text = { out.text, len };
	struct msghdr head = { .msg_iov = &text,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = CMSG_SPACE(fds * sizeof(int)) };

	ssize_t n = syscall(call, socket, &head, MSG_CMSG_CLOEXEC);

	if (!(head.msg_flags & MSG_CTRUNC))
		return n;
	return sys_fail(EMFILE); /* where the descriptors should go */
}

int
message_send(const int *fd, size_t n)
{
	control.head.cmsg_level = SOL_SOCKET;
	control.head.cmsg_type = SCM_RIGHTS;
	control.head.cmsg_len = CMSG_LEN(n * sizeof *fd);
	memcpy(CMSG_DATA(&control.head), fd, n * sizeof *fd);
	return transfer(SYS_sendmsg, self.fd, out.len, n) < 0 ? -1 : 0;
}

ssize_t
message_take(int socket, const int **fd)
{
	*fd = (const int *)CMSG_DATA(&control.head);
	return transfer(SYS_recvmsg, socket, sizeof out.text, 2);
}
