import { startGuestBook } from './guest-book.js';
import { testHostility } from './suite.js';

testHostility(startGuestBook);
