// SPDX-License-Identifier: Apache-2.0
// Opens the page's object in Mirador, where a content state asks for it at its canvas
// and region.
const place = document.getElementById('mirador');

// What is no content state of this manifest is passed over: the object opens at its start.
function wanted() {
	const given = new URLSearchParams(location.search).get('iiif-content');
	if (!given || /^https?:/.test(given)) return {};
	try {
		let target = JSON.parse(decodeURIComponent(atob(given.replace(/-/g, '+').replace(/_/g, '/'))));
		if (target.target) [target] = [target.target].flat();
		const selector = [target.selector ?? []].flat().find((s) => /^(xywh=)?\d/.test(s.value));
		if (target.source) target = target.source;
		const [canvasId, fragment = selector?.value ?? ''] = String(target.id).split('#');
		const [x, y, w, h] = (/xywh=(?:pixel:)?([\d.,]+)/.exec(fragment)?.[1] ?? '').split(',').map(Number);
		// Two pages side by side would have other coordinates.
		return { canvasId, view: 'single', ...(w > 0 && h > 0 ? { initialViewerConfig: { x: x + w / 2, y: y + h / 2, zoom: 1 / Math.max(w, h) } } : {}) };
	} catch {
		return {};
	}
}

window.Mirador.viewer({
	id: place.id,
	language: place.dataset.language,
	availableLanguages: { lt: 'Lietuvių', en: 'English' },
	windows: [{ manifestId: place.dataset.manifest, ...wanted() }],
	window: { allowClose: false, sideBarOpen: true, defaultSideBarPanel: 'info' },
	workspaceControlPanel: { enabled: true },
});
