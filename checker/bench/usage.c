/*
 * usage FILE COMMAND...: runs a command and writes to FILE what it used, as the system accounts for it.
 *
 * One line: seconds of processors in user and in system mode, seconds on the clock, peak of resident memory in KiB. Node tells
 * these of itself only. Ends with the exit code of the command.
 */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
	return t.tv_sec + t.tv_usec / 1e6;
}

int main(int count, char **words)
{
	if (count < 3)
		return 2;
	const double start = now();
	const pid_t child = fork();
	if (child == 0) {
		execvp(words[2], words + 2);
		_exit(127);
	}
	int status;
	struct rusage used;
	if (child < 0 || wait4(child, &status, 0, &used) != child)
		return 2;
	const double wall = now() - start;
	FILE *out = fopen(words[1], "w");
	if (!out)
		return 2;
	fprintf(out, "%.6f %.6f %.6f %ld\n", seconds(used.ru_utime), seconds(used.ru_stime), wall, used.ru_maxrss);
	fclose(out);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
