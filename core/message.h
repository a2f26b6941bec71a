/*
 * SPDX-License-Identifier: 0BSD
 *
 * message.h - what a child tells its supervisor, through a socket
 */
#ifndef NS_MESSAGE_H
#define NS_MESSAGE_H

#include <stddef.h>
#include <sys/types.h>

/*
 * What a message begins with, if it is no line of text.  Of the child that is
 * to come in the place of this one MOVED has is_init, forward, term and the
 * pid: a byte each, and four.
 */
enum { MESSAGE_STARTED, MESSAGE_AT_END, MESSAGE_TERMINAL, MESSAGE_MOVED };

/*
 * Send what is in OUT to our supervisor, with N descriptors, of which there
 * are at most two.  -1 with errno of sendmsg(2).
 */
int message_send(const int *fd, size_t n);

/*
 * Take the next message into OUT: its size, or -1 with errno of recvmsg(2),
 * or EMFILE where there is no room for the descriptors.
 * The descriptors that came with it are then at *FD.
 */
ssize_t message_take(int socket, const int **fd);

#endif
