import { join } from 'node:path';
import { createGraph } from './graph/graph.js';
import { writeSources } from './graph/write-sources.js';
import { listGraphs } from './run/jobs.js';

const FOLDER = join(import.meta.dirname, '..', 'generated');

for (const { subject, size } of listGraphs()) await writeSources(FOLDER, subject, createGraph(size));
