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

// wrk (two threads, so that it is not the client that is measured; kept-alive
// connections, bounded time): requests, their rate, and the
// latency in ms that 99 of 100 stay below.
export async function load(base, script, { connections = CONNECTIONS } = {}) {
	const { stdout } = await execute('wrk', [`-t${Math.min(2, connections)}`, `-c${connections}`, `-d${SECONDS}s`, '--latency', '-s', script, base]);
	const wrong = stdout.match(/Non-2xx or 3xx responses: (\d+)/), [, p99, unit] = stdout.match(/99%\s+([\d.]+)(us|ms|s)/);
	if (wrong) throw new Error(`${base}: ${wrong[1]} wrong answers`);
	return { rate: Number(stdout.match(/Requests\/sec:\s+([\d.]+)/)[1]), requests: Number(stdout.match(/(\d+) requests in/)[1]),
		p99: Number(p99) * { us: 0.001, ms: 1, s: 1000 }[unit] };
}

export async function wrk(base, script) {
	return (await load(base, script)).rate;
}

// CPU milliseconds of a process and its children so far, by thread and to the nanosecond
// (/proc/PID/task/TID/schedstat): for what takes too little to be counted in ticks.
export function cpuMilliseconds(pid) {
	let ns = 0;
	for (const p of readdirSync('/proc').filter((d) => /^\d+$/.test(d))) {
		try {
			if (Number(p) !== pid && Number(readFileSync(`/proc/${p}/stat`, 'latin1').split(') ').pop().split(' ')[1]) !== pid) continue;
			for (const t of readdirSync(`/proc/${p}/task`)) ns += Number(readFileSync(`/proc/${p}/task/${t}/schedstat`, 'latin1').split(' ')[0]);
		} catch { /* gone */ }
	}
	return ns / 1e6;
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

export function startProcess(command, args, env = process.env) {
	const child = spawn(command, args, { stdio: 'ignore', env });
	return { pid: child.pid, stop: () => new Promise((ok) => { child.on('exit', ok); child.kill('SIGTERM'); }) };
}
