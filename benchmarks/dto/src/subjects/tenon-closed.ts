import { compile, InvalidDtoError } from '@tenon/dto';
import { Item, makeItems } from '../items/item-classes.js';
import { Order, StrictOrder } from '../orders/order-classes.js';
import { ITEMS } from '../run/jobs.js';
import { pathsOfTree } from './paths.js';
import type { Subject } from './subject.js';

/** `compile`, as frameworks use it. */
export const subject: Subject = {
  createParser(kind) {
    const order = kind === 'plain' ? compile(Order) : compile(StrictOrder);
    return {
      parse: (plain) => order.parse(plain),
      errors(plain) {
        try {
          order.parse(plain);
        } catch (error) {
          if (error instanceof InvalidDtoError) return error.errors;
          throw error;
        }
        return undefined;
      },
      paths: pathsOfTree,
    };
  },

  createWriter() {
    const items = makeItems(ITEMS);
    const dto = compile([Item] as const);
    return () => dto.serialise(items);
  },

  compileMember({ type }) {
    const compiled = compile(type);
    return (plain) => {
      try {
        return compiled.parse(plain) instanceof type;
      } catch (error) {
        if (error instanceof InvalidDtoError) return false;
        throw error;
      }
    };
  },
};
