import build from 'fast-json-stringify';
import { makeRawItems, toPlainItem } from '../items/raw-items.js';
import { ITEMS } from '../run/jobs.js';
import { itemsSchema } from './json-schemas.js';
import type { Subject } from './subject.js';

/** Plain objects that are ready before the clock starts. */
export const subject: Subject = {
  createWriter() {
    const write = build.default(itemsSchema as object);
    const plain = makeRawItems(ITEMS).map((item) => toPlainItem(item));
    return () => write(plain);
  },
};
