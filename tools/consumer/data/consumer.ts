/* As ../consumer.ts, for a package whose library asks for one option less. */
import * as data from '@tenon/data';

export const packages = [data] as const;
