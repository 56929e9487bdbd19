// SPDX-License-Identifier: Apache-2.0
// What the measurements share.
import { execFile, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

export const execute = promisify(execFile);
export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
export const SECONDS = Number(process.env.BENCH_SECONDS ?? 3);
const CONNECTIONS = 16;

export function median(values) {
	const v = [...values].sort((a, b) => a - b);
	return v.length % 2 ? v[(v.length - 1) / 2] : (v[v.length / 2 - 1] + v[v.length / 2]) / 2;
}

// Requests a second by wrk (one thread, kept-alive connections, bounded time).
export async function wrk(base, script) {
	const { stdout } = await execute('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '-s', script, base]);
	const wrong = stdout.match(/Non-2xx or 3xx responses: (\d+)/);
	if (wrong) throw new Error(`${base}: ${wrong[1]} wrong answers`);
	return Number(stdout.match(/Requests\/sec:\s+([\d.]+)/)[1]);
}

// CPU seconds of a process and its children so far (/proc/PID/stat, 14 and 15):
// what a busy machine does not change.
export function cpuSeconds(pid) {
	const pids = readdirSync('/proc').filter((d) => /^\d+$/.test(d)).map(Number);
	let ticks = 0;
	for (const p of pids) {
		let fields;
		try { fields = readFileSync(`/proc/${p}/stat`, 'latin1').split(') ').pop().split(' '); } catch { continue; }
		if (p === pid || Number(fields[1]) === pid) ticks += Number(fields[11]) + Number(fields[12]);
	}
	return ticks / 100;
}

export function startProcess(command, args) {
	const child = spawn(command, args, { stdio: 'ignore' });
	return { pid: child.pid, stop: () => new Promise((ok) => { child.on('exit', ok); child.kill('SIGTERM'); }) };
}
