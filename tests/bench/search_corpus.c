/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A corpus of newspapers and books for the measurements of search, taken into a
 * catalogue as an ingest would do: ALTO is read and committed, object by object.  Only
 * the text is real in what it costs; there are no images.
 *
 *   search_corpus DATA_DIR TEXT PAGES WORDS_PER_PAGE
 *
 * TEXT is running Lithuanian text.  Half of what is written are runs of its words, so
 * that words and phrases are as frequent as they are there; the other half are its
 * stems with other prefixes and endings, by Zipf's law, some with a letter misread.  One
 * object has 1,000 pages, the others 8.  Prints JSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "api/buf.h"
#include "catalog/store.h"
#include "ingest/page_text/page_text.h"
#include "text/xml_read.h"

#define WORDS_MAX	100000	/* of the text */
#define TAIL		200000	/* words made of its stems */
#define LONG_PAGES	1000
#define SHORT_PAGES	8
#define LINE_WORDS	8
#define WIDTH		2400
#define HEIGHT		3600

static struct vt_str text_words[WORDS_MAX], tail[TAIL];
static double tail_sum[TAIL]; /* of the weights up to here */
static size_t text_count, text_at, text_left;
static struct vt_arena *names;
static uint64_t chance_state = 0x9e3779b97f4a7c15u;

static uint64_t
chance(void)
{
	chance_state ^= chance_state << 13;
	chance_state ^= chance_state >> 7;
	chance_state ^= chance_state << 17;
	return (chance_state);
}

static double
chance_double(void)
{
	return ((double)(chance() >> 11) / (double)(1ull << 53));
}

static double
seconds(clockid_t clock)
{
	struct timespec t;

	(void)clock_gettime(clock, &t);
	return ((double)t.tv_sec + (double)t.tv_nsec / 1e9);
}

static void
must(vt_err err)
{
	if (err == VT_OK)
		return;
	(void)fprintf(stderr, "%s\n", vt_fail_text(err));
	exit(1);
}

static void
read_text(const char *path)
{
	FILE *f = fopen(path, "r");
	char word[200];

	while (f != NULL && text_count < WORDS_MAX && fscanf(f, "%199s", word) == 1)
		text_words[text_count++] = vt_str_dup(names, vt_str_of(word));
	if (text_count == 0)
		exit(2);
	(void)fclose(f);
}

/* Words without their last letters, in front of which and behind which others stand. */
static void
make_tail(void)
{
	static const char *const before[] = { "", "", "", "pa", "nu", "su", "iš", "at", "ap", "pri", "per", "už" };
	static const char *const after[] = { "as", "o", "ui", "ą", "u", "e", "ai", "ų", "ams", "us", "ais", "uose",
					     "ė", "ės", "ei", "ę", "ėje", "ės", "ių", "ėms", "ėmis", "ėse", "a",
					     "os", "ai", "ą", "oje", "oms", "omis", "ose", "is", "io", "iui", "į",
					     "iu", "yje", "iai", "iams", "iais", "iuose", "inis", "inio", "tas",
					     "to", "ti", "o", "ome", "ote", "davo", "siu", "s", "tų", "usi" };
	double sum = 0;

	for (size_t i = 0; i < TAIL; i++) {
		struct vt_str stem;
		size_t cut;

		do {
			stem = text_words[chance() % text_count];
			cut = 1 + chance() % 2;
		} while (stem.len < 6);
		stem.len -= cut;
		while (((unsigned char)stem.p[stem.len] & 0xc0) == 0x80)
			stem.len--;
		tail[i] = vt_str_printf(names, "%s%.*s%s", before[chance() % (sizeof(before) / sizeof(before[0]))],
					VT_STR_ARG(stem), after[chance() % (sizeof(after) / sizeof(after[0]))]);
		sum += 1 / ((double)i + 2.7);
		tail_sum[i] = sum;
	}
}

static struct vt_str
tail_word(void)
{
	double at = chance_double() * tail_sum[TAIL - 1];
	size_t low = 0, high = TAIL - 1;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (tail_sum[middle] < at)
			low = middle + 1;
		else
			high = middle;
	}
	return (tail[low]);
}

/* Runs of the text and single words by turns; 2 of 100 misread. */
static struct vt_str
next_word(char buffer[256])
{
	static bool is_half_said;
	struct vt_str w;

	/* The commonest phrase of a language has about 6 of 1,000 words ("de la" 12). */
	if (is_half_said || chance() % 340 == 0) {
		is_half_said = !is_half_said;
		return (is_half_said ? VT_STR("tai") : VT_STR("yra"));
	}
	if (text_left == 0 && chance() % 100 < 11) {
		text_at = chance() % text_count;
		text_left = 4 + chance() % 9;
	}
	if (text_left != 0) {
		text_left--;
		w = text_words[text_at++ % text_count];
	} else {
		w = tail_word();
	}
	if (chance() % 100 >= 2 || w.len < 4 || w.len > 200)
		return (w);
	memcpy(buffer, w.p, w.len);
	buffer[w.len] = '\0';
	for (size_t i = chance() % w.len; i < w.len; i++)
		if (buffer[i] >= 'a' && buffer[i] <= 'z') {
			buffer[i] = (char)('a' + chance() % 26);
			break;
		}
	return ((struct vt_str){ buffer, w.len });
}

static void
put_string(struct vt_buf *b, size_t id, int x, int y, struct vt_str word, const char *extra)
{
	int width = (int)word.len * 24;

	vt_buf_printf(b, "<String ID=\"S%zu\" HPOS=\"%d\" VPOS=\"%d\" WIDTH=\"%d\" HEIGHT=\"%d\" WC=\"0.95\" CONTENT=\"",
		      id, x, y + (int)(chance() % 5), width, 38 + (int)(chance() % 9));
	vt_buf_escape(b, word);
	vt_buf_printf(b, "\"%s/>", extra);
}

/* As most programs write it: a space between words, hyphens at some lines' ends. */
static void
make_alto(struct vt_buf *b, size_t words)
{
	char buffer[256];

	vt_buf_reset(b);
	vt_buf_str(b, VT_STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v3#\">"
			     "<Description><MeasurementUnit>pixel</MeasurementUnit></Description><Layout>"
			     "<Page ID=\"P1\" WIDTH=\"2400\" HEIGHT=\"3600\"><PrintSpace>"));
	for (size_t n = 0, line = 0; n < words; line++) {
		int x = 100 + (int)(line / 60 % 3) * 760, y = 100 + (int)(line % 60) * 56;

		if (line % 60 == 0)
			vt_buf_printf(b, "%s<TextBlock ID=\"B%zu\" HPOS=\"%d\" VPOS=\"100\" WIDTH=\"740\" HEIGHT=\"3400\">",
				      line != 0 ? "</TextBlock>\n" : "", line / 60, x);
		vt_buf_printf(b, "<TextLine ID=\"L%zu\" HPOS=\"%d\" VPOS=\"%d\" WIDTH=\"740\" HEIGHT=\"46\">", line, x, y);
		for (size_t i = 0; i < LINE_WORDS && n < words; i++, n++) {
			struct vt_str w = next_word(buffer);

			put_string(b, n, x, y, w, "");
			x += (int)w.len * 24 + 12;
			if (i + 1 < LINE_WORDS)
				vt_buf_printf(b, "<SP HPOS=\"%d\" VPOS=\"%d\" WIDTH=\"12\"/>", x - 12, y);
		}
		vt_buf_str(b, VT_STR("</TextLine>\n"));
	}
	vt_buf_str(b, VT_STR("</TextBlock></PrintSpace></Page></Layout></alto>\n"));
}

struct spent {
	double reading, writing; /* seconds of this process */
	size_t words, bytes;
};

static void
read_page(struct vt_arena *a, const struct vt_buf *alto, struct vt_page_text *kept, struct spent *t)
{
	struct vt_arena *scratch = vt_arena_new((size_t)1 << 30);
	double begun = seconds(CLOCK_PROCESS_CPUTIME_ID);
	struct vt_page_text text;

	vt_page_text_init(&text, scratch, NULL, WIDTH, HEIGHT);
	must(vt_page_text_parse(&text, vt_buf_get(alto), "alto"));
	must(vt_page_text_keep(&text, a, kept));
	vt_arena_free(&scratch);
	t->reading += seconds(CLOCK_PROCESS_CPUTIME_ID) - begun;
	t->words += kept->word_count;
	t->bytes += alto->len;
}

static void
put_object(struct vt_writer *w, struct vt_buf *alto, size_t number, size_t pages, size_t words, struct spent *t)
{
	struct vt_arena *a = vt_arena_new((size_t)8 << 30);
	struct vt_new_page *list = vt_arena_array(a, pages, sizeof(*list));
	struct vt_property title = { .name = VT_STR("title"), .lang = VT_STR("lt") };
	struct vt_new_object o = { .pages = list, .page_count = pages, .source = VT_STR("/corpus"), .digest = VT_STR("d") };
	enum vt_change change;
	double begun;

	title.value = vt_str_printf(a, "Krašto laikraštis, Nr. %zu", number);
	o.object.identifier = vt_str_printf(a, "c%zu", number);
	o.object.institution = VT_STR("LT-BENCH");
	o.object.language = VT_STR("lt");
	o.object.description = (struct vt_description){ &title, 1 };
	for (size_t i = 0; i < pages; i++) {
		struct vt_page_text kept;

		make_alto(alto, words);
		read_page(a, alto, &kept, t);
		list[i] = (struct vt_new_page){ .text = kept.plain, .words = kept.words, .word_count = kept.word_count };
	}
	begun = seconds(CLOCK_PROCESS_CPUTIME_ID);
	must(vt_writer_object(w, &o, &change));
	t->writing += seconds(CLOCK_PROCESS_CPUTIME_ID) - begun;
	vt_arena_free(&a);
}

/* What of the catalogue is what. */
static int64_t
bytes_of(struct vt_writer *w, const char *sql)
{
	int64_t bytes = 0;

	must(vt_db_int(&w->db, &bytes, sql, NULL, 0));
	return (bytes);
}

static void
print_sizes(struct vt_writer *w)
{
	(void)printf(",\"index_bytes\":%lld,\"box_bytes\":%lld,\"vocabulary_bytes\":%lld",
		     (long long)(bytes_of(w, "SELECT sum(length(block)) FROM search_data") +
				 bytes_of(w, "SELECT sum(length(term) + 12) FROM search_idx") +
				 bytes_of(w, "SELECT sum(length(sz) + 9) FROM search_docsize")),
		     (long long)bytes_of(w, "SELECT sum(length(words)) FROM page_text"),
		     (long long)bytes_of(w, "SELECT sum(length(terms) + length(first) + 8) FROM vocabulary"));
}

int
main(int argc, char **argv)
{
	struct spent t = { .words = 0 };
	struct vt_label name = { VT_STR("lt"), VT_STR("Biblioteka") };
	struct vt_writer *w;
	struct vt_buf alto;
	size_t pages, words, done = 0, number = 0;
	int64_t generation;
	double begun = seconds(CLOCK_MONOTONIC), commit;

	if (argc != 5)
		return (2);
	names = vt_arena_new((size_t)1 << 30);
	pages = (size_t)atol(argv[3]);
	words = (size_t)atol(argv[4]);
	read_text(argv[2]);
	make_tail();
	vt_buf_init(&alto, 0);
	must(vt_writer_open(argv[1], &w));
	must(vt_writer_institution(w, &(struct vt_institution){ .code = VT_STR("LT-BENCH"), .names = { &name, 1 } }));
	while (done < pages) {
		size_t some = number == 0 && pages >= LONG_PAGES ? LONG_PAGES : SHORT_PAGES;

		put_object(w, &alto, number++, some, words, &t);
		done += some;
	}
	commit = seconds(CLOCK_PROCESS_CPUTIME_ID);
	must(vt_writer_commit(w, &generation));
	t.writing += seconds(CLOCK_PROCESS_CPUTIME_ID) - commit;
	(void)printf("{\"pages\":%zu,\"words\":%zu,\"objects\":%zu,\"alto_bytes\":%zu,\"reading_s\":%.3f,\"writing_s\":%.3f,\"all_s\":%.1f",
		     done, t.words, number, t.bytes, t.reading, t.writing, seconds(CLOCK_MONOTONIC) - begun);
	print_sizes(w);
	(void)printf("}\n");
	vt_writer_close(&w);
	return (0);
}
