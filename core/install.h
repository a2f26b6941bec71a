/*
 * SPDX-License-Identifier: 0BSD
 *
 * install.h - ns --install: links for every applet
 */
#ifndef NS_INSTALL_H
#define NS_INSTALL_H

/*
 * [-s] DIR: link (or symlink) each applet's names in DIR to this file, never
 * over what is there.  Returns the exit status: 0, or 111 when a link could
 * not be made, each with its line.
 */
int install(char **argv);

#endif
