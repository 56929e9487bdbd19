// SPDX-License-Identifier: Apache-2.0
// What can be worked out of numbers that are shown: by elimination, and by bounds, since a
// hidden number is 1 or more.
const PRIME = 1000003;
const power = (base, n) => { let r = 1n, b = BigInt(base); for (; n > 0; n = Math.floor(n / 2), b = b * b % BigInt(PRIME)) if (n % 2) r = r * b % BigInt(PRIME); return Number(r); };

// cells: Map key -> number, or null where it is hidden; sums: [[[key, sign]…]…], each of them 0.
// The keys of hidden ones that have one value only.
export function solved(cells, sums) {
	return new Set([...byElimination(cells, sums), ...byBounds(cells, sums)]);
}

function byElimination(cells, sums) {
	const hidden = [...cells].filter(([, n]) => n === null).map(([key]) => key), at = new Map(hidden.map((key, i) => [key, i]));
	const rows = sums.map((sum) => { const row = Array(hidden.length).fill(0); for (const [key, sign] of sum) if (at.has(key)) row[at.get(key)] = (row[at.get(key)] + sign + PRIME) % PRIME; return row; });
	let lead = 0;
	for (let c = 0; c < hidden.length && lead < rows.length; c++) {
		const pivot = rows.findIndex((row, r) => r >= lead && row[c] !== 0);
		if (pivot < 0) continue;
		[rows[lead], rows[pivot]] = [rows[pivot], rows[lead]];
		const by = power(rows[lead][c], PRIME - 2);
		rows[lead] = rows[lead].map((x) => x * by % PRIME);
		for (let r = 0; r < rows.length; r++) {
			const f = rows[r][c];
			if (r !== lead && f !== 0) rows[r] = rows[r].map((x, k) => (x + (PRIME - f) * rows[lead][k]) % PRIME);
		}
		lead++;
	}
	return rows.map((row) => row.flatMap((x, i) => (x ? [hidden[i]] : []))).filter((row) => row.length === 1).flat();
}

function byBounds(cells, sums) {
	const low = new Map(), high = new Map();
	for (const [key, n] of cells) { low.set(key, n ?? 1); high.set(key, n ?? 1e9); }
	for (let moved = true; moved;) {
		moved = false;
		for (const sum of sums) for (const [key, sign] of sum) {
			// sign * this = -(all the others)
			let least = 0, most = 0;
			for (const [other, s] of sum) if (other !== key) {
				const t = -s * sign;
				least += t > 0 ? low.get(other) : -high.get(other);
				most += t > 0 ? high.get(other) : -low.get(other);
			}
			if (least > low.get(key)) { low.set(key, least); moved = true; }
			if (most < high.get(key)) { high.set(key, most); moved = true; }
		}
	}
	return [...cells].filter(([key, n]) => n === null && low.get(key) === high.get(key)).map(([key]) => key);
}
