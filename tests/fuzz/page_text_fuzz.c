/* SPDX-License-Identifier: Apache-2.0 */
/* ALTO, PAGE and hOCR: words with boxes inside the image, whatever the file says; and
 * what they are packed as is what is read again. */
#include "catalog/words/words.h"
#include "ingest/page_text/page_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_arena *a = vt_arena_new(64 << 20);
	struct vt_page_text t;
	struct vt_page_text kept;
	struct vt_word *words;
	struct vt_buf blob;
	size_t count;

	vt_page_text_init(&t, a, NULL, 1000, 1500);
	vt_buf_init(&blob, 0);
	if (vt_page_text_parse(&t, (struct vt_str){ (const char *)data, len }, "page") == VT_OK) {
		for (size_t i = 0; i < t.word_count; i++) {
			const struct vt_word *w = &t.words[i];

			vt_assert(w->x >= 0 && w->y >= 0 && w->w >= 0 && w->h >= 0);
			vt_assert(w->x + w->w <= 1000 && w->y + w->h <= 1500);
		}
		vt_assert(vt_page_text_keep(&t, a, &kept) == VT_OK);
		vt_assert(vt_words_pack(kept.words, kept.word_count, kept.plain, &blob) == VT_OK);
		vt_assert(vt_words_unpack(a, vt_buf_get(&blob), kept.plain, &words, &count) == VT_OK);
		vt_assert(count == t.word_count);
	}
	vt_buf_fini(&blob);
	vt_arena_free(&a);
	return (0);
}
