import { compareParses } from './parse.js';

// Each class is used so rarely that no code is generated for it.
compareParses();
