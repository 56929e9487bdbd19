// SPDX-License-Identifier: Apache-2.0
// Reading made easier; without this the page says everything.  A button beside the
// page's image opens it in OpenSeadragon, fetched only then, at the part that the
// address names; arrow keys turn pages; a link of IIIF can be dragged into a viewer.
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
	// The reader's choice of our own stands in /preferences.css, for the cookie is not for scripts.
	const calm = matchMedia('(prefers-reduced-motion: reduce)').matches ||
		getComputedStyle(document.documentElement).getPropertyValue('--motion').trim() === 'less';
	return window.OpenSeadragon({ element: place, tileSources: tools.dataset.zoom, showNavigationControl: false,
		animationTime: calm ? 0 : 0.6, drawer: 'canvas', crossOriginPolicy: false, maxZoomPixelRatio: 3, controlsSize: TOOL_SIZE });
}

// The part that the address names fills the view, and is marked.
function showRegion(viewer, region) {
	const [x, y, width, height] = region.split(',').map(Number);
	viewer.addOnceHandler('open', () => {
		const bounds = viewer.world.getItemAt(0).imageToViewportRectangle(x, y, width, height);
		const mark = document.createElement('div');
		mark.className = 'mark-region';
		viewer.addOverlay({ element: mark, location: bounds });
		viewer.viewport.fitBoundsWithConstraints(bounds, true);
	});
}

// What is looked for is marked as on the page's image; the boxes are in its pixels.
function showHits(viewer, boxes) {
	viewer.addOnceHandler('open', () => {
		for (const box of boxes) {
			const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) => Number(box.getAttribute(name)));
			const mark = document.createElement('div');
			mark.className = 'mark-hit';
			viewer.addOverlay({ element: mark, location: viewer.world.getItemAt(0).imageToViewportRectangle(x, y, width, height) });
		}
	});
}

function controls(viewer, tools) {
	const zoom = (factor) => { viewer.viewport.zoomBy(factor); viewer.viewport.applyConstraints(); };
	const help = document.createElement('p');
	help.textContent = tools.dataset.help;
	return [button(tools.dataset.in, () => zoom(1.5)), button(tools.dataset.out, () => zoom(1 / 1.5)),
		button(tools.dataset.home, () => viewer.viewport.goHome()), help];
}

function prepare(tools) {
	const leaf = tools.parentElement.querySelector('.leaf'), image = leaf.querySelector('img');
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
		leaf.hidden = false;
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
		leaf.before(place);
		leaf.hidden = true;
		viewer = makeViewer(place, tools);
		if (tools.dataset.region) showRegion(viewer, tools.dataset.region);
		showHits(viewer, leaf.querySelectorAll('.hits rect'));
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

// Left and right turn pages, where they mean nothing else: in fields, in the zoomed
// image and in what scrolls sideways they do.
function turns(target) {
	if (target.closest?.('input, textarea, select, [contenteditable], [role=application], .zoom')) return false;
	return !(target !== document.body && target.scrollWidth > target.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(target).overflowX));
}
document.addEventListener('keydown', (event) => {
	const rel = { ArrowLeft: 'prev', ArrowRight: 'next' }[event.key];
	if (!rel || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !turns(event.target)) return;
	const link = document.querySelector(`.turning a[rel=${rel}]`);
	if (!link) return;
	event.preventDefault();
	link.click();
});

// What is dragged is the plain state (Content State 1.0, 3.4), not the address of our page.
document.addEventListener('dragstart', (event) => {
	const link = event.target.closest?.('a[href*="iiif-content="]');
	if (!link) return;
	const encoded = new URL(link.href).searchParams.get('iiif-content');
	event.dataTransfer.setData('text/plain', decodeURIComponent(atob(encoded.replace(/-/g, '+').replace(/_/g, '/'))));
});
