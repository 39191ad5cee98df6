import { compareConversions } from './convert.js';

compareConversions();
