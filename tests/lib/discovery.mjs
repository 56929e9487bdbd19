// SPDX-License-Identifier: Apache-2.0
// A harvester of IIIF Change Discovery 1.0, by the algorithm of its section 3.5.
import { get } from './http.mjs';

// What the specification demands of an answer; the thing itself.
export async function fetchPart(base, id, type) {
	if (!id.startsWith(base)) throw new Error(`${id} is not below ${base}`);
	const { status, json } = await get(base, id.slice(base.length));
	if (status !== 200) throw new Error(`${id}: ${status}`);
	if (json.id !== id || json.type !== type || json['@context'] !== 'http://iiif.io/api/discovery/1/context.json')
		throw new Error(`${id} says it is ${json.type} ${json.id}`);
	return json;
}

// process(activity): 'include' or 'remove' by its object.  goesOn() false: the crawl is
// broken off, and the next one begins anew with the same lastCrawl.  byClock: lastCrawl is
// the time at which the crawl began, else the latest endTime that was seen.
export class Crawler {
	constructor(base, process, { byClock = true, wants = () => true } = {}) {
		Object.assign(this, { base, process, byClock, wants, lastCrawl: null, seen: 0 });
	}

	async crawl(goesOn = () => true) {
		const begun = new Date().toISOString(), done = new Set();
		let latest = this.lastCrawl;
		const collection = await fetchPart(this.base, `${this.base}/iiif/activity/collection`, 'OrderedCollection');
		for (let next = collection.last; next;) {
			if (!goesOn()) return false;
			const page = await fetchPart(this.base, next.id, 'OrderedCollectionPage');
			for (const activity of [...page.orderedItems].reverse()) {
				if (this.lastCrawl && Date.parse(activity.endTime) < Date.parse(this.lastCrawl)) { next = null; break; }
				if (!goesOn()) return false;
				if (!latest || activity.endTime > latest) latest = activity.endTime;
				if (!this.wants(activity) || done.has(activity.object.id)) continue;
				done.add(activity.object.id);
				this.seen++;
				await this.process(activity);
			}
			next = next && page.prev;
		}
		this.lastCrawl = this.byClock ? begun : latest;
		return true;
	}
}
