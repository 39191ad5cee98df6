import { compareClosedText, compareConversions } from './convert.js';

compareConversions();
compareClosedText();
