// SPDX-License-Identifier: Apache-2.0
// Clover in an element, with the options of its own and, if wanted, a table of contents.
import React from 'react';
import { createRoot } from 'react-dom/client';
import Viewer from '@samvera/clover-iiif/viewer';
import { contents } from './contents.js';
window.clover = (element, iiifContent, options = {}, { withContents = false } = {}) =>
	createRoot(element).render(React.createElement(Viewer, { iiifContent, options, plugins: withContents ? [contents] : [] }));
