// SPDX-License-Identifier: Apache-2.0
// Clover in an element, with the options of its own.
import React from 'react';
import { createRoot } from 'react-dom/client';
import Viewer from '@samvera/clover-iiif/viewer';
window.clover = (element, iiifContent, options = {}) => createRoot(element).render(React.createElement(Viewer, { iiifContent, options }));
