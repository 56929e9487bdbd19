/* SPDX-License-Identifier: Apache-2.0 */
#ifndef VARTAI_VERSION_H
#define VARTAI_VERSION_H

#define VARTAI_VERSION "0.1.0"

#endif
