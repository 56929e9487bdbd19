/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What kind of thing (EDM's five) a type names: EDM's and DCMI's words, MODS'
 * resource types, media types, and what catalogues call things in Lithuanian
 * and English.  A three-dimensional thing that was photographed is an IMAGE.
 */
#include "api/arena.h"
#include "ingest/normalise/normalise.h"

/* Folded.  A word with '*' is the beginning of a word. */
static const struct {
	enum vt_kind kind;
	const char *words;
} vt_kind_words[] = {
	{ VT_KIND_TEXT,
	  " text tekst* book books knyg* newspaper* laikrast* laikrasc* journal* periodi* "
	  "zurnal* magazin* manuscript* rankrast* rankrasc* natos natu article* "
	  "straipsn* document* dokument* letter laisk* brosiur* booklet* pamphlet* "
	  "kalendori* almanac* score scores leaflet* lapeli* diary dienorast* "
	  "dissertation* disertacij* monograph* serial serials epub pdf guidebook* vadov* "
	  "ksiazk* gazet* czasopism* przewodnik* rekopis* " },
	{ VT_KIND_IMAGE,
	  " image images stillimage vaizd* photo* fotograf* nuotrauk* fotonuotrauk* atviruk* "
	  "atvirut* atvirlais* postcard* map maps zemelap* cartograph* planas planai piesin* "
	  "drawing* paveiksl* painting* tapyb* plakat* poster* graphic* grafik* print prints "
	  "estamp* litograf* lithograph* graviur* engraving* etching* negatyv* negative* "
	  "brezin* picture* pictures illustration* iliustracij* ekslibris* bookplate* "
	  "physicalobject "
	  "skulptur* sculpture* daikt* eksponat* object objects artefact* atlas* albumas "
	  "album albums watercolour* akvarel* pocztowk* mapa mapy "
	  /* things of museums */
	  "juosta juostos sash* margut* marguc* egg eggs karpin* papercut* paper-cut* audin* "
	  "textile* drabuz* costume* clothing kostium* keramik* ceramic* monet* coin coins "
	  "medal* bald* furniture irank* tool tools papuosal* jewel* veliav* flag flags " },
	{ VT_KIND_SOUND,
	  " sound sounds audio garsas garso garsin* recording recordings plokstel* " },
	{ VT_KIND_VIDEO, " video videos movingimage film films filmas filmai kinas kino " },
	{ VT_KIND_3D, " 3d 3d-model " },
};

static const struct {
	const char *start; /* of a media type */
	enum vt_kind kind;
} vt_kind_media[] = {
	{ "text/", VT_KIND_TEXT },
	{ "image/", VT_KIND_IMAGE },
	{ "audio/", VT_KIND_SOUND },
	{ "video/", VT_KIND_VIDEO },
	{ "model/", VT_KIND_3D },
	{ "application/pdf", VT_KIND_TEXT },
	{ "application/epub", VT_KIND_TEXT },
};

/* Phrases whose words alone would mislead. */
static const struct {
	const char *phrase;
	enum vt_kind kind;
} vt_kind_phrases[] = {
	{ "notated music", VT_KIND_TEXT },
	{ "sheet music", VT_KIND_TEXT },
	{ "still image", VT_KIND_IMAGE },
	{ "moving image", VT_KIND_VIDEO },
	{ "three dimensional object", VT_KIND_IMAGE },
	{ "physical object", VT_KIND_IMAGE },
	{ "3d model", VT_KIND_3D },
	{ "3d modelis", VT_KIND_3D },
	{ "photo album", VT_KIND_IMAGE },
	{ "paper cut", VT_KIND_IMAGE },
};

static bool
vt_kind_is_word(const char *words, struct vt_str w)
{
	for (const char *at = words + 1; *at != '\0'; at += strcspn(at, " ") + 1) {
		size_t n = strcspn(at, " ");
		bool is_start = at[n - 1] == '*';

		n -= is_start ? 1 : 0;
		if ((is_start ? w.len >= n : w.len == n) && memcmp(at, w.p, n) == 0)
			return (true);
	}
	return (false);
}

/* All words that say a kind must say the same. */
static bool
vt_kind_of_words(struct vt_str text, enum vt_kind *kind_r)
{
	struct vt_str w;
	int found = -1;

	while (vt_str_next(&text, ' ', &w))
		for (size_t i = 0;
		     w.len != 0 && i < sizeof(vt_kind_words) / sizeof(vt_kind_words[0]); i++) {
			int kind = (int)vt_kind_words[i].kind;

			if (!vt_kind_is_word(vt_kind_words[i].words, w))
				continue;
			if (found != -1 && found != kind)
				return (false);
			found = kind;
			break;
		}
	if (found != -1)
		*kind_r = (enum vt_kind)found;
	return (found != -1);
}

static bool
vt_kind_of_part(struct vt_str part, enum vt_kind *kind_r)
{
	for (size_t i = 0; i < sizeof(vt_kind_phrases) / sizeof(vt_kind_phrases[0]); i++)
		if (vt_str_starts(part, vt_str_of(vt_kind_phrases[i].phrase))) {
			*kind_r = vt_kind_phrases[i].kind;
			return (true);
		}
	for (size_t i = 0; i < sizeof(vt_kind_media) / sizeof(vt_kind_media[0]); i++)
		if (vt_str_starts(part, vt_str_of(vt_kind_media[i].start))) {
			*kind_r = vt_kind_media[i].kind;
			return (true);
		}
	return (vt_kind_of_words(part, kind_r));
}

/* "http://purl.org/dc/dcmitype/StillImage": its last segment. */
static struct vt_str
vt_kind_last_segment(struct vt_str s)
{
	size_t from = s.len;

	while (from != 0 && s.p[from - 1] != '/' && s.p[from - 1] != '#')
		from--;
	return (vt_str_sub(s, from, s.len));
}

bool
vt_kind_parse(struct vt_str s, enum vt_kind *kind_r)
{
	struct vt_arena *a;
	struct vt_str rest, part;
	char *text;
	bool is_found = false;

	s = vt_str_trim(s);
	if (s.len == 0 || s.len > 500)
		return (false);
	if (vt_str_starts(s, VT_STR("http")))
		s = vt_kind_last_segment(s);
	a = vt_arena_new(0);
	text = vt_str_c(a, vt_str_fold(a, s));
	for (char *c = text; c != NULL && *c != '\0'; c++)
		if (strchr("|,()[]", *c) != NULL)
			*c = ';';
	rest = vt_str_of(text);
	while (!is_found && vt_str_next(&rest, ';', &part))
		is_found = vt_kind_of_part(vt_str_trim(part), kind_r);
	vt_arena_free(&a);
	return (is_found);
}
