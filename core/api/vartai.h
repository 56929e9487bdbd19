/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything a plugin may use.  Include this one; plugins/README.md shows how.
 */
#ifndef VARTAI_H
#define VARTAI_H

#include "arena.h"
#include "buf.h"
#include "catalog.h"
#include "description.h"
#include "err.h"
#include "feed.h"
#include "file.h"
#include "image.h"
#include "json.h"
#include "jsonld.h"
#include "log.h"
#include "oembed.h"
#include "outline.h"
#include "owned.h"
#include "page.h"
#include "play.h"
#include "plugin.h"
#include "request.h"
#include "response.h"
#include "spool.h"
#include "str.h"
#include "time.h"
#include "usage.h"
#include "viewing.h"
#include "webvtt.h"
#include "xml.h"
#include "yaml.h"
#include "zoom.h"
#include "zip.h"

#endif
