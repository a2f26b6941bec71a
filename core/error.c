/* SPDX-License-Identifier: 0BSD */
#include "fmt.h"

#include <errno.h>

/*
 * strerror(3) costs 2.3 KB.  These are the errors that mount namespaces,
 * files and processes give; any other is shown as its number.  One string and
 * no pointers: each pointer would be a relocation of 24 bytes.
 */
static const unsigned char known[] = { EPERM, ENOENT, ESRCH, EINTR, EIO, ENXIO,
	E2BIG, ENOEXEC, EBADF, ECHILD, EAGAIN, ENOMEM, EACCES, EFAULT, ENOTBLK,
	EBUSY, EEXIST, EXDEV, ENODEV, ENOTDIR, EISDIR, EINVAL, ENFILE, EMFILE,
	ENOTTY, ETXTBSY, EFBIG, ENOSPC, EROFS, EMLINK, ERANGE, ENAMETOOLONG,
	ENOSYS, ENOTEMPTY, ELOOP, EPROTO, EOVERFLOW, EUSERS, EOPNOTSUPP,
	ESTALE };

static const char texts[] =
	"Operation not permitted\0No such file or directory\0No such process\0"
	"Interrupted system call\0Input/output error\0"
	"No such device or address\0Argument list too long\0"
	"Exec format error\0Bad file descriptor\0No child processes\0"
	"Resource temporarily unavailable\0Cannot allocate memory\0"
	"Permission denied\0Bad address\0Block device required\0"
	"Device or resource busy\0File exists\0Invalid cross-device link\0"
	"No such device\0Not a directory\0Is a directory\0Invalid argument\0"
	"Too many open files in system\0Too many open files\0"
	"Inappropriate ioctl for device\0Text file busy\0File too large\0"
	"No space left on device\0Read-only file system\0Too many links\0"
	"Numerical result out of range\0File name too long\0"
	"Function not implemented\0Directory not empty\0"
	"Too many levels of symbolic links\0Protocol error\0"
	"Value too large for defined data type\0Too many users\0"
	"Operation not supported\0Stale file handle";

const char *
error_text(int error)
{
	static char other[] = "error 000";
	const char *text = texts;

	for (unsigned i = 0; i < sizeof known; i++) {
		if (known[i] == error)
			return text;
		while (*text++)
			;
	}
	for (unsigned i = sizeof other - 2; other[i] != ' '; error /= 10)
		other[i--] = (char)('0' + error % 10);
	return other;
}
