// SPDX-License-Identifier: Apache-2.0
// An exhibition read by scrolling: beside the text stands a stage, whose picture follows
// it, moving from one part of a page to another where both are of the same page.  Only
// where motion is welcome; else, and without scripts, the page is read as it is.  What is
// on the stage is in the text as well, so nobody is told of it twice.
const BASE = 1000; // pixels of a layer's width before it is moved
const EDGE = 28; // pixels around a part
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const article = document.querySelector('.may-be-told');
const telling = article?.querySelector('.telling');

function isWelcome() {
	return !calm.matches && getComputedStyle(document.documentElement).getPropertyValue('--motion').trim() !== 'less';
}

function element(name, className, parent) {
	const e = document.createElement(name);
	e.className = className;
	if (name === 'img') e.alt = '';
	parent?.append(e);
	return e;
}

const numbers = (text) => text.split(',').map(Number);

// A page as a plane of BASE pixels, on which its parts lie where they are.
function makeLayer(stage, image) {
	const [width, height] = numbers(image.dataset.sides);
	const layer = element('div', 'layer', stage);
	layer.style.width = `${BASE}px`;
	layer.style.height = `${BASE * height / width}px`;
	element('img', 'whole', layer).src = image.dataset.whole;
	return { layer, width, height };
}

function copy(image, crop) {
	crop.sizes = image.sizes;
	crop.srcset = image.srcset;
	crop.src = image.src;
}

// The part of a page that an image of the text shows, made when it is first asked for.
function makePart(stage, layers, image) {
	const key = image.dataset.page;
	if (!layers.has(key)) layers.set(key, makeLayer(stage, image));
	const plane = layers.get(key);
	const [x, y, w, h] = numbers(image.dataset.part);
	const crop = element('img', w * h >= plane.width * plane.height * 0.98 ? 'crop is-all' : 'crop', plane.layer);
	for (const [side, part] of [['left', x / plane.width], ['top', y / plane.height], ['width', w / plane.width], ['height', h / plane.height]])
		crop.style[side] = `${part * 100}%`;
	copy(image, crop);
	return { layer: plane.layer, crop, place() {
		const unit = BASE / plane.width;
		const scale = Math.min((stage.clientWidth - 2 * EDGE) / (w * unit), (stage.clientHeight - 2 * EDGE) / (h * unit));
		const left = stage.clientWidth / 2 - (x + w / 2) * unit * scale, top = stage.clientHeight / 2 - (y + h / 2) * unit * scale;
		plane.layer.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
	} };
}

// Two pictures that are compared stand side by side and do not move.
function makePair(stage, images) {
	const layer = element('div', 'layer two', stage);
	for (const image of images) copy(image, element('img', '', layer));
	return { layer, place() {} };
}

function makeStage() {
	const stage = element('div', 'stage');
	stage.setAttribute('aria-hidden', 'true');
	const sections = [...telling.querySelectorAll('.long-stop')];
	const layers = new Map(), scenes = new Map();
	let now = null;
	const sceneOf = (section) => {
		const images = [...section.querySelectorAll('img[data-part]')];
		if (!scenes.has(section) && images.length > 0)
			scenes.set(section, images.length > 1 ? makePair(stage, images) : makePart(stage, layers, images[0]));
		return scenes.get(section);
	};
	const show = (section) => {
		const scene = sceneOf(section);
		if (!scene || scene === now) return;	// without a picture the one before stays
		for (const e of stage.querySelectorAll('.is-shown')) e.classList.remove('is-shown');
		// A page that comes anew is at its place at once.
		stage.classList.toggle('is-still', !now || now.layer !== scene.layer);
		scene.place();
		void stage.offsetWidth;
		stage.classList.remove('is-still');
		scene.layer.classList.add('is-shown');
		scene.crop?.classList.add('is-shown');
		now = scene;
		const next = sections[sections.indexOf(section) + 1];
		if (next) sceneOf(next);	// fetched ahead
	};
	telling.prepend(stage);
	// What is said of a picture comes behind the text, for the picture itself is beside it.
	for (const pictures of telling.querySelectorAll('.stop-pictures')) pictures.parentElement.append(pictures);
	stage.style.setProperty('--rows', String(sections.length));
	article.classList.add('told');
	const seen = new IntersectionObserver((entries) => {
		for (const entry of entries) if (entry.isIntersecting) show(entry.target);
	}, { rootMargin: '-55% 0px -45% 0px' });
	for (const section of sections) seen.observe(section);
	const sized = new ResizeObserver(() => { stage.classList.add('is-still'); now?.place(); });
	sized.observe(stage);
	if (sections.length > 0) show(sections.find((section) => section.querySelector('img[data-part]')) ?? sections[0]);
	return () => {
		seen.disconnect();
		sized.disconnect();
		stage.remove();
		for (const pictures of telling.querySelectorAll('.stop-pictures')) pictures.parentElement.prepend(pictures);
		article.classList.remove('told');
	};
}

// Parts of pages that were opened at a step stay there when the stage has come.
function begin() {
	const end = makeStage();
	if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
	calm.addEventListener('change', () => { if (calm.matches) end(); }, { once: true });
}

if (telling && isWelcome()) begin();
