import { instanceToPlain, plainToInstance } from 'class-transformer';
import { validate, validateSync } from 'class-validator';
import { makeItems } from '../items/item-classes.js';
import { Order, StrictOrder } from '../orders/order-classes.js';
import { ITEMS } from '../run/jobs.js';
import { pathsOfTree } from './paths.js';
import type { Subject } from './subject.js';

/** class-validator and class-transformer. */
export const subject: Subject = {
  createParser(kind) {
    const Type: new () => object = kind === 'plain' ? Order : StrictOrder;
    return {
      async parse(plain) {
        const order = plainToInstance(Type, plain);
        const errors = await validate(order, { whitelist: true });
        return errors.length === 0 ? order : undefined;
      },
      errors: (plain) => validate(plainToInstance(Type, plain), { whitelist: true }),
      paths: pathsOfTree,
    };
  },

  createWriter() {
    const items = makeItems(ITEMS);
    return () => JSON.stringify(instanceToPlain(items));
  },

  compileMember({ type }) {
    return (plain) => validateSync(plainToInstance(type, plain), { whitelist: true }).length === 0;
  },
};
