import build from 'fast-json-stringify';
import { makeRawItems, toPlainItem } from '../items/raw-items.js';
import { ITEMS } from '../run/jobs.js';
import { itemsSchema } from './json-schemas.js';
import type { Subject } from './subject.js';

/** The same work as ours: instances, mapped by hand. */
export const subject: Subject = {
  createWriter() {
    const write = build.default(itemsSchema as object);
    const items = makeRawItems(ITEMS);
    return () => write(items.map((item) => toPlainItem(item)));
  },
};
