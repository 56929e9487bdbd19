// SPDX-License-Identifier: Apache-2.0
// The ranges of a manifest as a plugin of Clover's information panel, from what Clover has
// read itself: 3.3.8 has no table of contents of its own.
import React from 'react';

const labelOf = ({ label }) => Object.values(label ?? {})[0]?.join(' ') ?? '';
const isRange = ({ type }) => type === 'Range';

// The first canvas of a range or of the ranges in it.
function canvasOf(vault, range) {
	for (const item of range.items ?? []) {
		const id = isRange(item) ? canvasOf(vault, vault.get(item)) : item.source?.id ?? item.source ?? item.id;
		if (id) return id.split('#')[0];
	}
	return null;
}

function Contents({ useViewerState, useViewerDispatch }) {
	const { vault, activeManifest } = useViewerState(), dispatch = useViewerDispatch();
	const list = (refs) => React.createElement('ul', null, refs.map((ref) => {
		const range = vault.get(ref), canvasId = canvasOf(vault, range), below = (range.items ?? []).filter(isRange);
		return React.createElement('li', { key: range.id },
			React.createElement('button', { type: 'button', onClick: () => canvasId && dispatch({ type: 'updateActiveCanvas', canvasId }) }, labelOf(range)),
			below.length > 0 && list(below));
	}));
	return React.createElement('nav', { 'aria-label': 'Contents' }, list(vault.get({ id: activeManifest, type: 'Manifest' }).structures ?? []));
}

export const contents = { id: 'contents', informationPanel: { component: Contents, label: { none: ['Contents'] } } };
