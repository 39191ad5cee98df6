import { compareStrings } from './strings.js';

compareStrings();
