/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stands for libFuzzer where there is no clang: gives each file of the folders
 * named to the target, as it is and then changed at random places, until
 * -max_total_time is over.  No coverage guides it.  The numbers behind the
 * changes are the same in each run, so that a finding can be had again.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define REPLAY_BYTES_MAX (1 << 20) /* of one seed */
#define REPLAY_SEEDS_MAX 1000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

struct replay_seed {
	uint8_t *p;
	size_t len;
};

static struct replay_seed seeds[REPLAY_SEEDS_MAX];
static size_t seed_count;
static uint64_t replay_state = 88172645463325252u;

static uint64_t
replay_random(void)
{
	replay_state ^= replay_state << 13;
	replay_state ^= replay_state >> 7;
	replay_state ^= replay_state << 17;
	return (replay_state);
}

static void
replay_load(const char *folder, const char *name)
{
	struct replay_seed s = { malloc(REPLAY_BYTES_MAX), 0 };
	char path[1024];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "re");
	if (f == NULL || s.p == NULL || seed_count == REPLAY_SEEDS_MAX) {
		free(s.p);
		if (f != NULL)
			(void)fclose(f);
		return;
	}
	s.len = fread(s.p, 1, REPLAY_BYTES_MAX, f);
	(void)fclose(f);
	seeds[seed_count++] = s;
}

static void
replay_folder(const char *folder)
{
	DIR *d = opendir(folder);
	const struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			replay_load(folder, e->d_name);
	if (d != NULL)
		(void)closedir(d);
}

/* A block of its own size, so that a read behind its end is seen. */
static void
replay_once(const struct replay_seed *s, int changes)
{
	size_t len = s->len;
	uint8_t *p = malloc(len != 0 ? len : 1);

	if (p == NULL)
		return;
	memcpy(p, s->p, len);
	for (int i = 0; i < changes && len != 0; i++) {
		size_t at = replay_random() % len;

		switch (replay_random() % 4) {
		case 0:
			p[at] = (uint8_t)replay_random();
			break;
		case 1:
			p[at] ^= (uint8_t)(1u << replay_random() % 8);
			break;
		case 2: /* cut, within its own block */
			memmove(p, p + len - at, at);
			len = at;
			p = realloc(p, len != 0 ? len : 1);
			break;
		default:
			p[at] = p[replay_random() % len];
			break;
		}
		if (p == NULL)
			return;
	}
	(void)LLVMFuzzerTestOneInput(p, len);
	free(p);
}

int
main(int argc, char **argv)
{
	time_t end = time(NULL);

	for (int i = 1; i < argc; i++)
		if (strncmp(argv[i], "-max_total_time=", 16) == 0)
			end += strtol(argv[i] + 16, NULL, 10);
		else if (argv[i][0] != '-')
			replay_folder(argv[i]);
	for (size_t i = 0; i < seed_count; i++)
		replay_once(&seeds[i], 0);
	for (uint64_t n = 0; seed_count != 0 && time(NULL) < end; n++)
		replay_once(&seeds[n % seed_count], 1 + (int)(replay_random() % 8));
	for (size_t i = 0; i < seed_count; i++)
		free(seeds[i].p);
	return (0);
}
