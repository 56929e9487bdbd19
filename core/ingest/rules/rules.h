/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Europeana's rules on a finished edm record, natively: the asserts of EDM's
 * schematron (which is XSLT 2.0), what the harvester wants beside them, and the
 * problem patterns P1 to P12.  A rule that is broken gives a finding; its sentence
 * and its mend are messages, check.rule.<name> in templates/messages.
 *
 * The findings of the schematron's rules are the schematron's own verdict, found
 * with XPath 1.0's meaning of its expressions (its stylesheet says version 1.0).
 */
#ifndef VT_INGEST_RULES_H
#define VT_INGEST_RULES_H

#include <libxml/tree.h>

#include "api/buf.h"
#include "text/messages.h"

#define VT_RULE_FINDINGS_MAX	1000	/* kept of one record */
#define VT_RULE_ABOUT_MAX	120	/* bytes of a value that a sentence shows */
#define VT_RULE_COMPARED_MAX	2000	/* characters of a title and a description, for P3 */

enum vt_rule {
	VT_RULE_NO_RDF,
	/* EDM's schematron, in its order */
	VT_RULE_LINK_EMPTY, VT_RULE_LINK_AND_WORDS, VT_RULE_NO_SUBJECT, VT_RULE_NO_TITLE,
	VT_RULE_NO_LANGUAGE, VT_RULE_PROXY_TYPE, VT_RULE_NOT_SHOWN, VT_RULE_NO_DATA_PROVIDER,
	VT_RULE_NO_PROVIDER, VT_RULE_NO_RIGHTS, VT_RULE_RIGHTS_INVALID, VT_RULE_LANG_EMPTY,
	VT_RULE_PART_IN_WORDS, VT_RULE_ONE_OBJECT, VT_RULE_ONE_AGGREGATION, VT_RULE_SOURCE_TYPE,
	VT_RULE_USAGE,
	/* the harvester */
	VT_RULE_KIND, VT_RULE_ABOUT_EMPTY, VT_RULE_ABOUT_TWICE,
	/* problem patterns; P1 is of a whole collection, who has it counts */
	VT_RULE_P1, VT_RULE_P2, VT_RULE_P3, VT_RULE_P5, VT_RULE_P6, VT_RULE_P7, VT_RULE_P9,
	VT_RULE_P12,
	VT_RULE_COUNT
};
enum vt_rule_origin { VT_RULE_SCHEMATRON, VT_RULE_HARVESTER, VT_RULE_PATTERN };

struct vt_rule_finding {
	enum vt_rule	rule;
	struct vt_str	about;		/* the value that is wrong; may be empty */
};
struct vt_rule_findings {
	struct vt_arena		*arena;
	struct vt_rule_finding	*items;
	size_t			 count, cap;
};

/* "no_title"; a rule's key in the messages, and its name in --json. */
const char *vt_rule_name(enum vt_rule rule);
enum vt_rule_origin vt_rule_origin(enum vt_rule rule);
/* Europeana does not take the record: it is not given out either. */
bool	vt_rule_withholds(enum vt_rule rule);

void	vt_rules_init(struct vt_rule_findings *f, struct vt_arena *a);
/* One kind of fault about one value is found once, however many elements have it. */
void	vt_rules_find(struct vt_rule_findings *f, enum vt_rule rule, struct vt_str about);
/* Both families; doc: an rdf:RDF, or anything (which is a finding). */
void	vt_rules_edm(struct vt_rule_findings *f, xmlDocPtr doc);
void	vt_rules_patterns(struct vt_rule_findings *f, xmlDocPtr doc);
/* How many of them withhold the record. */
size_t	vt_rules_errors(const struct vt_rule_findings *f);

/* Appends a finding's sentence, with its mend.  m NULL: its name stands for it. */
void	vt_rules_say(const struct vt_rule_finding *finding, const struct vt_messages *m,
	    const char *language, struct vt_buf *out);
/* VT_E_DECLINED with one English sentence of all that withholds the record. */
vt_err	vt_rules_verdict(const struct vt_rule_findings *f, const struct vt_messages *m)
	    VT_MUST_CHECK;

#endif
