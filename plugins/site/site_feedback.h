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
#define SITE_FORM_TOKEN		48	/* hexadecimal digits: 8 bytes of time, 16 of a mark */

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
	SITE_FORM_OFTEN, SITE_FORM_FULL	/* not the form's: too many came */
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

/* site_limit.c: how often one client may send; in memory, of one worker. */
struct site_limits *site_limits_new(struct vt_boot *boot);
/* False: this client has sent count things within the last hour. */
bool	site_limits_take(struct site_limits *l, struct vt_str client, int64_t now, int64_t count);

/* site_feedback_store.c: a connection each time; few will come at once.  VT_E_BUSY:
 * so many came within a day that something is wrong. */
vt_err	site_feedback_keep(const struct site_state *s, const struct site_feedback *f) VT_MUST_CHECK;
vt_err	site_feedback_each(const char *data_dir, void (*say)(void *arg,
	    const struct site_feedback *f), void *arg) VT_MUST_CHECK;
/* VT_E_NOTFOUND */
vt_err	site_feedback_remove(const char *data_dir, int64_t id) VT_MUST_CHECK;

/* At the start, before the sandbox: what was made readable to others is no more. */
vt_err	site_feedback_close_to_others(const char *data_dir) VT_MUST_CHECK;

/* site_feedback_list.c: `vartai feedback list|remove`. */
int	site_feedback_command(struct vt_boot *boot, const void *conf, int argc, char **argv);

#endif
