import { compareParsing } from './parse.js';

compareParsing();
