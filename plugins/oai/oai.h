/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OAI-PMH 2.0 (openarchives.org/OAI/openarchivesprotocol.html): what the files
 * of this plugin share.  Records come serialised from the catalogue; nothing is
 * rendered here but the envelope.
 */
#ifndef OAI_H
#define OAI_H

#include "vartai.h"

#define OAI_ERRORS_MAX	8	/* <error> elements in one answer */
#define OAI_TOKEN_MAX	512	/* characters of a token that we look at */
#define OAI_KEY_LEN	32
#define OAI_NOTE_DELETED	"deleted"	/* a note of GetRecord: there was only a tombstone */
#define OAI_NOTE_NO_SET	"noSuchSet"	/* a note of a list: as an error, though the protocol has none */
#define OAI_NOTE_AGAIN	"again "	/* and when the same client was given that record before, in ms */
#define OAI_SPOOL_NAME	"harvest"	/* in data.dir: harvest.<process>.spool, harvest.tsv */

struct oai_conf {
	const char		*domain, *repository_name, *description, *description_en;
	const char		*branding_icon, *branding_link, *branding_title, *metadata_rights;
	struct vt_str_list	 admin_emails, harvesters, friends;
	int64_t			 branding_width, branding_height;	/* 0: not said */
	int64_t			 harvest_log_bytes;	/* 0: no log */
	int64_t			 page_records, page_identifiers, page_bytes;
	int64_t			 token_ttl;	/* seconds */
};

struct oai_state {
	const struct oai_conf	*conf;
	uint8_t			 key[OAI_KEY_LEN];	/* signs tokens */
	struct vt_str		 identifier_start;	/* "oai:DOMAIN:" */
	struct vt_str		 about;			/* of each living record; empty: none */
	const char		*spool_stem;
	struct vt_spool		*spool;			/* of this worker; NULL: no log */
	struct oai_given	*given;			/* of all workers: oai_log.c */
};

enum oai_verb {
	OAI_IDENTIFY, OAI_LIST_FORMATS, OAI_LIST_SETS, OAI_LIST_IDENTIFIERS,
	OAI_LIST_RECORDS, OAI_GET_RECORD, OAI_VERB_COUNT
};
enum oai_argument {
	OAI_ARG_IDENTIFIER, OAI_ARG_PREFIX, OAI_ARG_FROM, OAI_ARG_UNTIL, OAI_ARG_SET,
	OAI_ARG_TOKEN, OAI_ARG_COUNT
};
enum oai_error_code {
	OAI_BAD_ARGUMENT, OAI_BAD_TOKEN, OAI_BAD_VERB, OAI_CANNOT_DISSEMINATE,
	OAI_ID_DOES_NOT_EXIST, OAI_NO_RECORDS_MATCH, OAI_NO_FORMATS, OAI_NO_SETS
};

struct oai_error {
	enum oai_error_code	code;
	struct vt_str		text;
};

/* Where a list stands: what a resumption token carries. */
struct oai_list {
	enum oai_verb	verb;
	struct vt_str	prefix, set;
	int64_t		from, until;		/* inclusive; until is frozen by the first page */
	int64_t		asked_until;		/* as the harvester gave it, or INT64_MAX */
	int64_t		after_datestamp, after_rowid;
	int64_t		cursor, size;		/* records before this page; of the whole list */
	int64_t		issued;
};

/* What the log is told of a page of a list. */
struct oai_told {
	bool		is_list, is_last;
	bool		is_no_set;	/* the set that was asked for is not there */
	struct oai_list	list;
	int64_t		records, deleted;
	uint64_t	record;		/* of GetRecord: which one, in which state; 0: none */
};

/* One request on its way through the plugin. */
struct oai_call {
	struct vt_request	*req;
	struct vt_arena		*arena;
	const struct oai_state	*state;
	struct vt_catalog	*catalog;
	struct vt_xmlw		 x;
	int64_t			 now;	/* as far as the catalogue can tell: its horizon */
	enum oai_verb		 verb;
	bool			 has_verb;	/* a lawful one was given */
	bool			 is_page;	/* the answer will be shown to a person */
	struct oai_told		 told;
	struct vt_str		 args[OAI_ARG_COUNT];	/* p NULL: not given */
	int64_t			 from, until;
	struct oai_error	 errors[OAI_ERRORS_MAX];
	size_t			 error_count;
	int64_t			 stamp_day;	/* the day that stamp_date is */
	char			 stamp_date[VT_TIME_MAX];
};

/* oai_args.c: reads verb and arguments; faults become errors of the call. */
void	oai_args_read(struct oai_call *c);
const char *oai_verb_name(enum oai_verb verb);
const char *oai_argument_name(enum oai_argument arg);
const char *oai_error_name(enum oai_error_code code);	/* oai.c */
void	oai_error_add(struct oai_call *c, enum oai_error_code code, const char *fmt, ...)
	    VT_PRINTF(3, 4);
bool	oai_is_prefix(struct vt_str s);		/* syntax of a metadataPrefix */
bool	oai_is_set_spec(struct vt_str s);	/* syntax of a setSpec */
/* A URI with a scheme, or something relative that XML Schema takes for one. */
bool	oai_is_uri(struct vt_str s);

/* oai_token.c: text_r in the arena; read is false for anything that we did not
 * sign, that is too old, or that another verb got. */
vt_err	oai_token_write(struct vt_arena *a, const uint8_t key[OAI_KEY_LEN],
	    const struct oai_list *list, struct vt_str *text_r) VT_MUST_CHECK;
bool	oai_token_read(struct vt_arena *a, const uint8_t key[OAI_KEY_LEN], struct vt_str text,
	    struct oai_list *list_r);

/* oai_list.c, oai_identify.c: the verbs.  A protocol error is added to the call
 * before anything is written; a vt_err is a fault of ours. */
vt_err	oai_identify(struct oai_call *c) VT_MUST_CHECK;
/* A record that really is there: the first of a list; empty where there is none. */
vt_err	oai_sample(struct oai_call *c, struct vt_str *prefix_r, struct vt_str *local_r)
	    VT_MUST_CHECK;
vt_err	oai_list_formats(struct oai_call *c) VT_MUST_CHECK;
vt_err	oai_list_sets(struct oai_call *c) VT_MUST_CHECK;
vt_err	oai_list(struct oai_call *c) VT_MUST_CHECK;
vt_err	oai_get_record(struct oai_call *c) VT_MUST_CHECK;

/* oai_containers.c: what the options say in the containers of OAI-PMH's guidelines.
 * VT_E_BADARG names the option. */
vt_err	oai_check_containers(const struct oai_conf *c) VT_MUST_CHECK;
vt_err	oai_make_about(struct vt_boot *boot, const struct oai_conf *c, struct vt_str *about_r)
	    VT_MUST_CHECK;
void	oai_write_containers(struct oai_call *c);	/* descriptions of Identify */

/* oai_page.c: what the XML of an answer says, as HTML. */
bool	oai_page_is_wanted(const struct vt_request *req);
vt_err	oai_page(struct oai_call *c, struct vt_response *res, struct vt_str xml) VT_MUST_CHECK;

/* oai_log.c: the harvest log; oai_status.c: what it comes to. */
void	oai_log_note(struct oai_call *c);
#define OAI_LOG_KEY_FIRST	0xcbf29ce484222325u	/* FNV-1a */
uint64_t oai_log_key(uint64_t key, struct vt_str more);
void	oai_log_finished(const struct vt_finished *f, void *state);
vt_err	oai_log_prepare(struct oai_state *state) VT_MUST_CHECK;
vt_err	oai_log_start(struct vt_worker *worker, void *state) VT_MUST_CHECK;
void	oai_log_stop(struct vt_worker *worker, void *state);
int	oai_harvest_command(struct vt_boot *boot, const void *conf, int argc, char **argv);
int	oai_status_command(struct vt_boot *boot, const void *conf, int argc, char **argv);

/* The local part of an identifier of this repository; empty: not one of ours. */
struct vt_str oai_local_identifier(const struct oai_state *s, struct vt_str identifier);

#endif
