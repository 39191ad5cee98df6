import { compareChecks } from './check.js';

// Each class is used so rarely that no code is generated for it, and no validator proven to be a built-in one.
compareChecks();
