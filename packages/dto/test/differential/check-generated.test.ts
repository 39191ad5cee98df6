import { compareChecks } from './check.js';

compareChecks();
