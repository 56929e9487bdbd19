// SPDX-License-Identifier: Apache-2.0
// What the measurements share.
import { execFile, spawn } from 'node:child_process';
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

export function startProcess(command, args) {
	const child = spawn(command, args, { stdio: 'ignore' });
	return { stop: () => new Promise((ok) => { child.on('exit', ok); child.kill('SIGTERM'); }) };
}
