/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the catalogue.  A struct vt_catalog is one thread's read connection
 * (vt_request_catalog() gives the handler's); everything that is returned
 * lives in the arena given.  Within one request all reads see one generation.
 * Structs are filled here and only read by plugins: append-only.
 */
#ifndef VT_API_CATALOG_H
#define VT_API_CATALOG_H

#include "arena.h"
#include "buf.h"
#include "description.h"

struct vt_catalog;

struct vt_label {			/* a text in a language */
	struct vt_str	lang;		/* empty: unknown */
	struct vt_str	text;
};
struct vt_labels {
	const struct vt_label	*items;
	size_t			 count;
};
/* The text in lang, else in lt, en, else the first; empty when there is none. */
VT_API struct vt_str vt_labels_get(const struct vt_labels *l, const char *lang);

enum vt_kind { VT_KIND_TEXT, VT_KIND_IMAGE, VT_KIND_SOUND, VT_KIND_VIDEO, VT_KIND_3D };
VT_API const char	*vt_kind_name(enum vt_kind kind);	/* "TEXT", EDM's names */

enum vt_access_policy {
	VT_ACCESS_OPEN,
	VT_ACCESS_EMBARGO,	/* metadata only until embargo_until */
	VT_ACCESS_METADATA	/* metadata only */
};

struct vt_institution {
	int64_t			rowid;
	struct vt_str		code;		/* ISIL where there is one; URL-safe */
	struct vt_labels	names;
	struct vt_str		url, logo, uri;	/* home page; may be empty */
	int64_t			object_count;	/* not deleted */
};

struct vt_collection {
	int64_t			rowid, parent_rowid;	/* parent 0: at the top */
	struct vt_str		spec;		/* "spauda:laikrasciai", URL-safe parts */
	struct vt_labels	names, descriptions;
	int64_t			object_count;	/* not deleted, with those below */
};

struct vt_object {
	int64_t			rowid;
	struct vt_str		identifier;	/* local, URL-safe */
	struct vt_str		institution;	/* code */
	enum vt_kind		kind;
	struct vt_str		rights;		/* a URI, http://…, or empty */
	enum vt_access_policy	access;
	int64_t			embargo_until;	/* time; 0: none */
	int64_t			created, changed;
	bool			is_deleted;
	int64_t			page_count;
	struct vt_str		thumbnail;	/* an image's identifier, or empty */
	struct vt_str		language;	/* main language of its text, or empty */
	struct vt_description	description;
};

struct vt_page {
	int64_t		rowid;
	int64_t		number;			/* from 1 */
	struct vt_str	label;			/* "[3]", "iv"; may be empty */
	struct vt_str	image;			/* identifier; empty: the image is missing */
	int64_t		width, height;		/* of the image, pixels; 0: none */
	bool		has_text;
};

/* The structure: a tree of ranges, in reading order, parents first. */
struct vt_range {
	int64_t		number;			/* from 1 within the object */
	int64_t		parent;			/* a number, 0: top */
	struct vt_str	label, type;		/* METS TYPE: "chapter", "article" */
	const struct vt_range_part *parts;
	size_t		part_count;
};
struct vt_range_part {
	int64_t		page;			/* number */
	int64_t		x, y, w, h;		/* pixels of the page's image; w 0: the whole page */
};

struct vt_image {
	int64_t		rowid;
	struct vt_str	identifier, object;	/* object: identifier of the first object that shows it */
	int64_t		width, height;		/* pixels, orientation applied */
	struct vt_str	version;		/* changes whenever the pixels do; URL-safe */
	struct vt_str	access_path;		/* absolute path of the access copy */
	int64_t		changed;
};

/* One word of a page's text, in reading order. */
struct vt_word {
	struct vt_str	text;
	int32_t		x, y, w, h;		/* pixels of the page's image */
	int32_t		line, block;		/* from 0 within the page */
	uint8_t		hyphen;			/* 0; 1, 2: first, second part of a hyphenated word */
	struct vt_str	whole;			/* of a part: the word as its source says; or empty; since 2.4 */
};

/* A harvestable record. */
struct vt_record {
	int64_t		rowid;			/* the keyset's second key */
	struct vt_str	identifier;		/* the object's, local */
	int64_t		datestamp;
	bool		is_deleted;
	const struct vt_str *sets;		/* specs, the deepest ones only */
	size_t		set_count;
};

struct vt_record_query {
	struct vt_str	format;			/* "oai_dc" */
	struct vt_str	set;			/* spec; empty: all */
	int64_t		from, until;		/* inclusive; from 0 and until INT64_MAX: open */
	int64_t		after_datestamp, after_rowid;	/* resume behind this one; 0, 0: at the start */
	size_t		limit;			/* records at most */
};

struct vt_record_format {
	struct vt_str	prefix, schema, ns;
};

struct vt_set {
	struct vt_str		spec;
	struct vt_labels	names, descriptions;
};

/* What happened to a manifest, in the terms of IIIF Change Discovery 1.0, 3.3. */
enum vt_activity_type { VT_ACTIVITY_CREATE = 1, VT_ACTIVITY_UPDATE, VT_ACTIVITY_DELETE };
struct vt_activity {
	int64_t			place;		/* in the list: from 1, without a gap, for ever */
	int64_t			time;		/* never before that of the place before */
	enum vt_activity_type	type;
	bool			has_opened;	/* an update because an embargo ended at this time */
	struct vt_str		identifier;	/* the object's, local */
};
struct vt_activity_query {
	int64_t			after;		/* a place; 0: from the start */
	int64_t			until;		/* time, inclusive */
	size_t			limit;
};
struct vt_activity_span {
	int64_t			count;		/* places 1..count carry a time up to until */
	int64_t			kept;		/* those of them that are written down */
	int64_t			next;		/* time of the next one that is known of; 0: none */
};

enum vt_order { VT_ORDER_RELEVANCE, VT_ORDER_TITLE, VT_ORDER_DATE, VT_ORDER_NEWEST };

struct vt_search {
	struct vt_str	words;			/* empty: all objects */
	struct vt_str	institution, collection;	/* empty: any; a collection with those below */
	int		kind;			/* enum vt_kind or -1 */
	enum vt_order	order;
	size_t		offset, limit;
};

/* Generation: raised with every object and every name that ingest changes; part
 * of every cache key. */
VT_API vt_err	vt_catalog_generation(struct vt_catalog *c, int64_t *generation_r);

/* VT_E_NOTFOUND when there never was one; a deleted object is returned with
 * is_deleted (its description is empty). */
VT_API vt_err	vt_catalog_object(struct vt_catalog *c, struct vt_arena *a,
		    struct vt_str identifier, struct vt_object *object_r) VT_MUST_CHECK;
/* Collections (deepest only) of an object, by rowid. */
VT_API vt_err	vt_catalog_object_collections(struct vt_catalog *c, struct vt_arena *a,
		    int64_t object, struct vt_collection **list_r, size_t *count_r) VT_MUST_CHECK;
VT_API vt_err	vt_catalog_pages(struct vt_catalog *c, struct vt_arena *a,
		    int64_t object, struct vt_page **list_r, size_t *count_r) VT_MUST_CHECK;
/* One of them; VT_E_NOTFOUND. */
VT_API vt_err	vt_catalog_page(struct vt_catalog *c, struct vt_arena *a,
		    int64_t object, int64_t number, struct vt_page *page_r) VT_MUST_CHECK;
VT_API vt_err	vt_catalog_ranges(struct vt_catalog *c, struct vt_arena *a,
		    int64_t object, struct vt_range **list_r, size_t *count_r) VT_MUST_CHECK;
/* Plain text of a page, lines ended by '\n'; empty when it has none. */
VT_API vt_err	vt_catalog_text(struct vt_catalog *c, struct vt_arena *a,
		    int64_t page, struct vt_str *text_r) VT_MUST_CHECK;
VT_API vt_err	vt_catalog_words(struct vt_catalog *c, struct vt_arena *a,
		    int64_t page, struct vt_word **list_r, size_t *count_r) VT_MUST_CHECK;
VT_API vt_err	vt_catalog_image(struct vt_catalog *c, struct vt_arena *a,
		    struct vt_str identifier, struct vt_image *image_r) VT_MUST_CHECK;

VT_API vt_err	vt_catalog_institutions(struct vt_catalog *c, struct vt_arena *a,
		    struct vt_institution **list_r, size_t *count_r) VT_MUST_CHECK;
VT_API vt_err	vt_catalog_institution(struct vt_catalog *c, struct vt_arena *a,
		    struct vt_str code, struct vt_institution *institution_r) VT_MUST_CHECK;
/* Children of parent (0: the top), or with parent -1 the whole tree by spec. */
VT_API vt_err	vt_catalog_collections(struct vt_catalog *c, struct vt_arena *a,
		    int64_t parent, struct vt_collection **list_r, size_t *count_r) VT_MUST_CHECK;
VT_API vt_err	vt_catalog_collection(struct vt_catalog *c, struct vt_arena *a,
		    struct vt_str spec, struct vt_collection *collection_r) VT_MUST_CHECK;

/* Objects that are not deleted; *total_r counts all that match.  Words are
 * found in titles, descriptions, and in the text of objects whose text is open. */
VT_API vt_err	vt_catalog_search(struct vt_catalog *c, struct vt_arena *a,
		    const struct vt_search *q, struct vt_object **list_r,
		    size_t *count_r, int64_t *total_r) VT_MUST_CHECK;
/* The same, of which only the rowids are told, for lists that are too long to be held
 * with their descriptions: vt_catalog_object_at().  Since 2.4. */
VT_API vt_err	vt_catalog_search_rowids(struct vt_catalog *c, struct vt_arena *a,
		    const struct vt_search *q, const int64_t **list_r, size_t *count_r,
		    int64_t *total_r) VT_MUST_CHECK;

/* Where in texts words stand: within one object, some pages or regions of it, or
 * all objects of a collection or an institution whose texts are open to everybody.
 * Since 2.4. */
struct vt_text_search {
	struct vt_str	words;			/* as for vt_search: "a phrase", begin*, AND OR NOT; white space
						 * only, of an object: each line is a hit (since 2.5) */
	int64_t		object;			/* rowid: whoever asks knows that its text may be read; 0: any */
	const struct vt_range_part *parts;	/* of that object: only these; w 0: whole pages */
	size_t		part_count;		/* 0: all of it */
	struct vt_str	institution, collection;	/* empty: any; of object 0 */
	size_t		offset, limit;		/* of hits */
	bool		is_kindly;		/* as vt_catalog_find() reads what people type: words that do
						 * not make a search are plain words */
	int64_t		serial, year;		/* rowid of a newspaper, -1: of any; of object 0; 0: no matter */
};
/* A line of a hit, or a part of a divided word: its box and what of the hit is in it. */
struct vt_text_box {
	int64_t		x, y, w, h;		/* pixels of the page's image; w 0: nobody knows */
	struct vt_str	text;
};
struct vt_text_hit {
	int64_t		object;			/* rowid */
	int64_t		page;			/* number */
	const struct vt_text_box *boxes;
	size_t		box_count;		/* at least 1 */
	struct vt_str	before, exact, after;	/* some words of the text around it */
};
/* A word of an object's text as it reads most often, and how often it does. */
struct vt_term {
	struct vt_str	text;
	int64_t		count;
};

/* Hits by object, page, and place on the page; *total_r counts all.  VT_E_BADARG says
 * what is wrong with the words. */
VT_API vt_err	vt_catalog_text_search(struct vt_catalog *c, struct vt_arena *a,
		    const struct vt_text_search *q, struct vt_text_hit **list_r,
		    size_t *count_r, int64_t *total_r) VT_MUST_CHECK;
/* How a search was read otherwise than it may have been meant, to be told beside what it
 * found.  Since 2.5. */
enum vt_search_remark {
	VT_REMARK_NONE,
	VT_REMARK_QUOTE,	/* a quotation mark is not closed: it opened no phrase */
	VT_REMARK_PLAIN		/* operators or parentheses do not fit: where that is no error,
				 * they are words */
};
VT_API enum vt_search_remark vt_search_remark(struct vt_str words);
/* One span of years among the words of a search: "1927–1931", with any dash, also turned
 * round, in parentheses, with "m." behind it; so that it can be asked for as a period.  Not
 * what stands in quotation marks or belongs to an operator, nor where there are several: such
 * are words.  False: there is none, and years_r is untouched.  Since 2.5. */
#define VT_SEARCH_YEAR_MIN	1000
#define VT_SEARCH_YEAR_MAX	VT_YEAR_MAX
struct vt_search_years {
	struct vt_str	years;		/* as they are written */
	struct vt_str	words;		/* the others */
	int64_t		from, to;
	bool		is_turned;	/* the later one was written first */
};
VT_API bool	vt_search_years(struct vt_arena *a, struct vt_str words,
		    struct vt_search_years *years_r);
/* Words of an object's text (whoever asks knows that it may be read) that begin so,
 * in any case and without regard to diacritics, the commonest first; at least VT_TERM_BEGIN
 * letters: shorter ones give none. */
#define VT_TERM_BEGIN	2
VT_API vt_err	vt_catalog_terms(struct vt_catalog *c, struct vt_arena *a, int64_t object,
		    struct vt_str begin, int64_t least, size_t limit, struct vt_term **list_r,
		    size_t *count_r) VT_MUST_CHECK;
/* An object by rowid, as vt_catalog_object(). */
VT_API vt_err	vt_catalog_object_at(struct vt_catalog *c, struct vt_arena *a, int64_t rowid,
		    struct vt_object *object_r) VT_MUST_CHECK;

VT_API vt_err	vt_catalog_record_formats(struct vt_catalog *c, struct vt_arena *a,
		    struct vt_record_format **list_r, size_t *count_r) VT_MUST_CHECK;
/* Sets that have records, be they deleted ones: each institution
 * ("institution:<code>"), each collection, each kind ("kind:image"); and above
 * them "institution" and "kind".  Those of kinds and the two above have no names. */
VT_API vt_err	vt_catalog_sets(struct vt_catalog *c, struct vt_arena *a,
		    struct vt_set **list_r, size_t *count_r) VT_MUST_CHECK;
/* By (datestamp, rowid); *total_r: all that match the query without "after",
 * from maintained counts where the query is a whole list, else counted. */
VT_API vt_err	vt_catalog_records(struct vt_catalog *c, struct vt_arena *a,
		    const struct vt_record_query *q, struct vt_record **list_r,
		    size_t *count_r) VT_MUST_CHECK;
VT_API vt_err	vt_catalog_record_count(struct vt_catalog *c,
		    const struct vt_record_query *q, int64_t *count_r) VT_MUST_CHECK;
/* VT_E_NOTFOUND: no such object; VT_E_UNSUPPORTED: it has no record in that format. */
VT_API vt_err	vt_catalog_record(struct vt_catalog *c, struct vt_arena *a,
		    struct vt_str identifier, struct vt_str format,
		    struct vt_record *record_r) VT_MUST_CHECK;
/* Appends the XML of a record that is not deleted, base URL filled in.  Not into
 * an arena: the record of an object of 20,000 pages has 20 MB. */
VT_API vt_err	vt_catalog_record_xml(struct vt_catalog *c, int64_t rowid,
		    struct vt_buf *out) VT_MUST_CHECK;
/* Formats in which this object has a record. */
VT_API vt_err	vt_catalog_record_formats_of(struct vt_catalog *c, struct vt_arena *a,
		    struct vt_str identifier, struct vt_record_format **list_r,
		    size_t *count_r) VT_MUST_CHECK;
/* The time up to which records are known: what is committed later carries this
 * datestamp or a later one.  It is now, but for an ingest under way (or killed):
 * then it is the latest datestamp that can be seen. */
VT_API vt_err	vt_catalog_horizon(struct vt_catalog *c, int64_t *t_r) VT_MUST_CHECK;
/* The smallest datestamp of all records; now when there are none. */
VT_API vt_err	vt_catalog_earliest_datestamp(struct vt_catalog *c, int64_t *t_r) VT_MUST_CHECK;

/* Changes of manifests, the oldest first: what was created, changed or withdrawn, and
 * whose embargo has ended, at the second at which it did.  Since 2.4. */
VT_API vt_err	vt_catalog_activity_span(struct vt_catalog *c, int64_t until,
		    struct vt_activity_span *span_r) VT_MUST_CHECK;
VT_API vt_err	vt_catalog_activities(struct vt_catalog *c, struct vt_arena *a,
		    const struct vt_activity_query *q, struct vt_activity **list_r,
		    size_t *count_r) VT_MUST_CHECK;

/* --- since 2.4: finding by facets --- */

enum vt_facet {
	VT_FACET_INSTITUTION, VT_FACET_COLLECTION, VT_FACET_KIND, VT_FACET_PERIOD, VT_FACET_PLACE,
	VT_FACET_RIGHTS, VT_FACETS
};
/* One value of a facet among what was found.  key: a code, a spec, a name of a kind,
 * "1900-1999" or "1920-1929", a place's name, a URI. */
struct vt_facet_value {
	struct vt_str		key;
	struct vt_labels	names;	/* of institutions, collections, places */
	int64_t			count;
	bool			has_coordinates;	/* a place of which it is known where it is; since 2.5 */
	double			latitude, longitude;	/* WGS 84, degrees */
};
struct vt_facet_list {
	const struct vt_facet_value *items;	/* the most frequent first */
	size_t			count;
	bool			has_more;	/* than were asked for */
};
struct vt_find {
	struct vt_str	words;			/* empty: all objects */
	struct vt_str	chosen[VT_FACETS];	/* keys, empty: any; a collection with those below */
	enum vt_order	order;
	size_t		offset, limit;
	size_t		value_limit;		/* values of a facet to be told; 0: none counted */
};
struct vt_find_result {
	struct vt_object	*objects;
	size_t			 count;
	int64_t			 total;
	struct vt_facet_list	 facets[VT_FACETS];
};
/* Objects that are not deleted and have all that is chosen, and how what was found
 * divides.  Words as in vt_catalog_search().  A key that nobody has finds nothing; but a
 * period may be any years, "1927-1931", and finds what is dated over some of them. */
VT_API vt_err	vt_catalog_find(struct vt_catalog *c, struct vt_arena *a,
		    const struct vt_find *q, struct vt_find_result *found_r) VT_MUST_CHECK;

/* Of a question that finds nothing: its words with one of them, which is nowhere, replaced
 * by one near to it (a letter more, less, another, two swapped; without regard to diacritics),
 * so that it finds the most, and nothing that may not be found.  In the arena.  VT_E_END: there
 * are no such words, or there was no time to find any.  Since 2.5. */
VT_API vt_err	vt_catalog_suggest(struct vt_catalog *c, struct vt_arena *a,
		    const struct vt_find *q, struct vt_str *words_r) VT_MUST_CHECK;

/* A living object as one of many, without description. */
struct vt_object_entry {
	int64_t		rowid;
	struct vt_str	identifier, thumbnail;
	int64_t		changed;
	enum vt_access_policy access;
	int64_t		embargo_until;
};
/* Those with rowids from first to last, in their order. */
VT_API vt_err	vt_catalog_entries(struct vt_catalog *c, struct vt_arena *a, int64_t first,
		    int64_t last, struct vt_object_entry **list_r, size_t *count_r) VT_MUST_CHECK;
/* The highest rowid that any object has; 0: there are none. */
VT_API vt_err	vt_catalog_last_rowid(struct vt_catalog *c, int64_t *rowid_r) VT_MUST_CHECK;

/* --- since 2.5 --- */

/* Living objects that have most in common with one: places, times, collections, kind,
 * subjects; the most alike first, none that has but little.  Looked for among the
 * VT_SIMILAR_NEAR that were taken in nearest to it, on either side, so that it costs the
 * same in a catalogue of any size.  Their content is not asked. */
#define VT_SIMILAR_NEAR	8192
#define VT_SIMILAR_MAX	24	/* told at most */
VT_API vt_err	vt_catalog_similar(struct vt_catalog *c, struct vt_arena *a,
		    const struct vt_object *object, size_t limit, struct vt_object **list_r,
		    size_t *count_r) VT_MUST_CHECK;

#endif
