/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What readers write to the library: that something is wrong, or how it was useful.
 * Kept in data.dir/feedback.db, apart from the catalogue, and read with `vartai
 * feedback list`.  No address of a reader is kept.
 */
#ifndef SITE_FEEDBACK_H
#define SITE_FEEDBACK_H

#include "site.h"

#define SITE_FEEDBACK_TEXT_MAX	4000	/* bytes of what may be written */
#define SITE_FEEDBACK_EMAIL_MAX	200
#define SITE_FEEDBACK_OBJECT_MAX 200
#define SITE_FORM_LEAST		3	/* seconds: nobody writes faster */
#define SITE_FORM_MOST		(24 * 3600)	/* seconds that a form may lie open */
#define SITE_DAY_SHARE		4	/* a network has one part in so many of a day's */
#define SITE_FORM_TOKEN		64	/* hexadecimal digits: 8 bytes of time, 8 of chance, 16 of a mark */

enum site_topic { SITE_TOPIC_ERROR, SITE_TOPIC_USE, SITE_TOPIC_OTHER, SITE_TOPICS };
extern const char *const site_topics[SITE_TOPICS];	/* "error", "use", "other" */

struct site_feedback {
	int64_t		id, time;	/* of one that is kept */
	enum site_topic	topic;
	struct vt_str	text, email, object, language;	/* email, object may be empty */
};

/* What is wrong with a form that was sent; SITE_FORM_OK: nothing. */
enum site_form_fault {
	SITE_FORM_OK, SITE_FORM_EMPTY, SITE_FORM_LONG, SITE_FORM_EMAIL, SITE_FORM_TOPIC,
	SITE_FORM_STALE, SITE_FORM_ROBOT,
	/* not the form's own: sent before, by another site's page, too many came */
	SITE_FORM_SPENT, SITE_FORM_FOREIGN, SITE_FORM_OFTEN, SITE_FORM_FULL
};

/* site_form.c: nothing of a request or a catalogue in it.  The token says when the
 * form was made; token_r has SITE_FORM_TOKEN + 1 bytes. */
void	site_form_token(const uint8_t key[32], int64_t now, char *token_r);
struct site_form {	/* the fields as they came */
	struct vt_str	topic, text, email, object, token;
	struct vt_str	website;	/* which people do not see, and robots fill in */
};
enum site_form_fault site_form_check(const uint8_t key[32], int64_t now, const struct site_form *f,
	    struct site_feedback *feedback_r);
/* Whether an Origin header (RFC 6454, 7) is that of a page of ours: none, or the host and
 * port of ours, an address or a Host header; the scheme may be another before a proxy that does not tell it. */
bool	site_form_is_ours(struct vt_str origin, struct vt_str ours);
/* Bytes of a character that would steer a terminal or turn a line around, at i: controls
 * but tab and the ends of lines, U+0080-009F, U+202A-202E, U+2066-2069; 0: it is none. */
size_t	site_text_steers(struct vt_str s, size_t i);

/* site_limit.c: how often one network may send, and what was sent; in memory that all
 * workers share, made before they are. */
vt_err	site_limits_new(struct site_limits **l_r) VT_MUST_CHECK;
/* Whether no worker of this server has asked before. */
bool	site_limits_is_first(struct site_limits *l);
enum site_limit { SITE_LIMIT_HOUR, SITE_LIMIT_DAY, SITE_LIMITS };
/* False: this network has sent count things within the last hour, or day. */
bool	site_limits_take(struct site_limits *l, enum site_limit limit, struct vt_str network,
	    int64_t now, int64_t count);
/* False: this token was spent before.  Taken back when what came with it was not kept. */
bool	site_limits_spend(struct site_limits *l, struct vt_str token);
void	site_limits_unspend(struct site_limits *l, struct vt_str token);

/* site_feedback_store.c: a connection each time; few will come at once.  VT_E_BUSY:
 * so many came within a day that something is wrong. */
vt_err	site_feedback_keep(const struct site_state *s, const struct site_feedback *f) VT_MUST_CHECK;
/* Those older than conf->feedback_keep days are deleted first, here and above. */
vt_err	site_feedback_each(const char *data_dir, const struct site_conf *conf,
	    void (*say)(void *arg, const struct site_feedback *f), void *arg) VT_MUST_CHECK;
/* VT_E_NOTFOUND */
vt_err	site_feedback_remove(const char *data_dir, int64_t id) VT_MUST_CHECK;

/* At the start, before the sandbox: what was made readable to others is no more. */
vt_err	site_feedback_close_to_others(const char *data_dir) VT_MUST_CHECK;

/* site_feedback_list.c: `vartai feedback list|remove`. */
int	site_feedback_command(struct vt_boot *boot, const void *conf, int argc, char **argv);

#endif
