// SPDX-License-Identifier: Apache-2.0
// Asks for one picture over and over, COUNT at a time, until SIGTERM; then says how
// many came and how many were refused.  A process of its own, so that it can be made
// less important than what is measured: such clients are not on the server's machine.
import http from 'node:http';

const [url, count] = process.argv.slice(2);
let came = 0, refused = 0;
process.on('SIGTERM', () => {
	process.stdout.write(JSON.stringify({ came, refused }), () => process.exit(0));
});
const one = () => new Promise((ok) => {
	http.get(url, { agent: false }, (res) => {
		res.on('data', () => {}).on('end', () => { res.statusCode === 200 ? came++ : refused++; ok(); }).on('error', ok);
	}).on('error', ok);
});
for (let i = 0; i < Number(count); i++)
	(async () => { for (;;) await one(); })();
