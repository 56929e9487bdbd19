// SPDX-License-Identifier: Apache-2.0
// Deep zoom as an addition: a button beside the page's image opens it in
// OpenSeadragon, fetched only then; without this the page says everything.
const TOOL_SIZE = 48; // pixels of a button, for fingers

function button(text, act) {
	const b = document.createElement('button');
	b.type = 'button';
	b.textContent = text;
	b.addEventListener('click', act);
	return b;
}

function loadViewer(address) {
	return new Promise((ok, bad) => {
		if (window.OpenSeadragon) { ok(); return; }
		const script = document.createElement('script');
		script.src = address;
		script.addEventListener('load', () => { keepFocusVisible(); ok(); });
		script.addEventListener('error', bad);
		document.head.append(script);
	});
}

// OpenSeadragon adds a style element, which our policy refuses and which would
// hide the focus on touch screens, unless there is one of this name; ours is of
// no namespace and styles nothing.
function keepFocusVisible() {
	const mark = document.createElementNS(null, 'style');
	mark.setAttribute('data-openseadragon-mobile-css', 'none');
	document.head.append(mark);
}

function makeViewer(place, tools) {
	const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
	return window.OpenSeadragon({ element: place, tileSources: tools.dataset.zoom, showNavigationControl: false,
		animationTime: calm ? 0 : 0.6, drawer: 'canvas', crossOriginPolicy: false, maxZoomPixelRatio: 3, controlsSize: TOOL_SIZE });
}

function controls(viewer, tools) {
	const zoom = (factor) => { viewer.viewport.zoomBy(factor); viewer.viewport.applyConstraints(); };
	const help = document.createElement('p');
	help.textContent = tools.dataset.help;
	return [button(tools.dataset.in, () => zoom(1.5)), button(tools.dataset.out, () => zoom(1 / 1.5)),
		button(tools.dataset.home, () => viewer.viewport.goHome()), help];
}

function prepare(tools) {
	const image = tools.parentElement.querySelector('img');
	let viewer = null, place = null, extra = [], isComing = false;
	const tell = () => {
		toggle.textContent = viewer ? tools.dataset.close : tools.dataset.open;
		toggle.setAttribute('aria-expanded', String(Boolean(viewer)));
		toggle.focus();
	};
	const close = () => {
		viewer.destroy();
		for (const part of [place, ...extra]) part.remove();
		viewer = null;
		image.hidden = false;
		tell();
	};
	const open = async () => {
		isComing = true;	// a second click waits for the first
		try {
			await loadViewer(tools.dataset.viewer);
		} catch {	// no viewer: the whole image says as much
			location.assign(tools.querySelector('a').href);
			return;
		} finally {
			isComing = false;
		}
		place = document.createElement('div');
		place.className = 'zoom';
		place.id = 'zoom';
		image.before(place);
		image.hidden = true;
		viewer = makeViewer(place, tools);
		viewer.canvas.setAttribute('role', 'application');
		viewer.canvas.setAttribute('aria-label', image.alt);
		if (image.lang) viewer.canvas.lang = image.lang;
		extra = controls(viewer, tools);
		toggle.after(...extra);
		tell();
	};
	const toggle = button(tools.dataset.open, () => {
		if (viewer) close();
		else if (!isComing) open();
	});
	toggle.setAttribute('aria-expanded', 'false');
	tools.prepend(toggle);
	tools.parentElement.addEventListener('keydown', (event) => {
		if (event.key === 'Escape' && viewer) close();
	});
}

for (const tools of document.querySelectorAll('[data-zoom]')) prepare(tools);
