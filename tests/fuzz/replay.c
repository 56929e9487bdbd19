/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stands for libFuzzer where there is no clang: gives each file of the folders
 * named to the target, as it is and then changed at random places, until
 * -max_total_time is over or -runs of them are done.  No coverage guides it.
 * Files go by their names and the numbers behind the changes are the same in
 * each run, so that a finding can be had again; the input that breaks something
 * is written where -artifact_prefix says.  Nothing to give is a failure.
 */
#include <dirent.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define REPLAY_BYTES_MAX (1 << 20) /* of one seed */
#define REPLAY_SEEDS_MAX 1000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);
void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

struct replay_seed {
	char name[256];
	uint8_t *p;
	size_t len;
};

static struct replay_seed seeds[REPLAY_SEEDS_MAX];
static size_t seed_count;
static uint64_t replay_state = 88172645463325252u;

static const char *replay_prefix = "";
static struct replay_seed replay_now; /* what the target has in hand */

/* What broke the target, kept.  It is read from the block that the target was
 * given, which no target may change. */
static void
replay_keep(void)
{
	char path[1024];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%scrash-%s", replay_prefix, replay_now.name);
	(void)fprintf(stderr, "broke on %s, as it is or changed; written to %s\n", replay_now.name,
		      path);
	f = replay_now.p != NULL ? fopen(path, "we") : NULL;
	if (f == NULL)
		return;
	(void)fwrite(replay_now.p, 1, replay_now.len, f);
	(void)fclose(f);
}

static void
replay_abort(int number)
{
	(void)number;
	replay_keep();
	_Exit(1);
}

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
	struct replay_seed s = { .p = malloc(REPLAY_BYTES_MAX) };
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
	(void)snprintf(s.name, sizeof(s.name), "%s", name);
	s.len = fread(s.p, 1, REPLAY_BYTES_MAX, f);
	(void)fclose(f);
	seeds[seed_count++] = s;
}

static void
replay_folder(const char *folder)
{
	struct dirent **list = NULL;
	int count = scandir(folder, &list, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		if (list[i]->d_name[0] != '.')
			replay_load(folder, list[i]->d_name);
		free(list[i]);
	}
	free(list);
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
	replay_now = *s;
	replay_now.p = p;
	replay_now.len = len;
	(void)LLVMFuzzerTestOneInput(p, len);
	replay_now.p = NULL;
	free(p);
}

static void
replay_all(time_t end, uint64_t runs)
{
	for (size_t i = 0; i < seed_count; i++)
		replay_once(&seeds[i], 0);
	for (uint64_t n = 0; n < runs && time(NULL) < end; n++)
		replay_once(&seeds[n % seed_count], 1 + (int)(replay_random() % 8));
	for (size_t i = 0; i < seed_count; i++)
		free(seeds[i].p);
}

static const char *
replay_option(const char *arg, const char *name)
{
	return (strncmp(arg, name, strlen(name)) == 0 ? arg + strlen(name) : NULL);
}

int
main(int argc, char **argv)
{
	time_t end = time(NULL);
	uint64_t runs = UINT64_MAX;
	const char *value;

	for (int i = 1; i < argc; i++)
		if ((value = replay_option(argv[i], "-max_total_time=")) != NULL)
			end += strtol(value, NULL, 10);
		else if ((value = replay_option(argv[i], "-runs=")) != NULL)
			runs = strtoull(value, NULL, 10);
		else if ((value = replay_option(argv[i], "-artifact_prefix=")) != NULL)
			replay_prefix = value;
		else if (argv[i][0] != '-')
			replay_folder(argv[i]);
	if (seed_count == 0) {
		(void)fprintf(stderr, "%s: no file to replay in the folders named\n", argv[0]);
		return (1);
	}
	(void)signal(SIGABRT, replay_abort);
	if (__sanitizer_set_death_callback != NULL)
		__sanitizer_set_death_callback(replay_keep);
	replay_all(end, runs);
	return (0);
}
