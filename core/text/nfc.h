/* SPDX-License-Identifier: Apache-2.0 */
/* Letters with their accents in one form. */
#ifndef VT_TEXT_NFC_H
#define VT_TEXT_NFC_H

#include "api/arena.h"
#include "api/str.h"

/* s in Unicode's normalisation form C (UAX #15): a letter and its combining
 * accents are one character wherever Unicode has one.  MARC-8 and some OCR
 * write them apart, and then "ž" is not found by "ž".  s itself when nothing in
 * it combines; p NULL when the arena is exhausted.  s is valid UTF-8. */
struct vt_str vt_nfc(struct vt_arena *a, struct vt_str s);

#endif
