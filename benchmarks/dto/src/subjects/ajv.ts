import { Ajv, type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { Order, StrictOrder } from '../orders/order-by-hand.js';
import type { PlainOrder } from '../orders/plain-order.js';
import { createOrderSchema, schemaOfMember } from './json-schemas.js';
import { sorted } from './paths.js';
import type { Subject } from './subject.js';

/** ajv and a conversion by hand. */
export const subject: Subject = {
  createParser(kind) {
    const schema = createOrderSchema(kind);
    const Made = kind === 'plain' ? Order : StrictOrder;
    const isOrder = create(false).compile<PlainOrder>(schema);
    let withAll: ReturnType<Ajv['compile']> | undefined;
    return {
      parse: (plain) => (isOrder(plain) ? new Made(plain) : undefined),
      errors(plain) {
        withAll ??= create(true).compile(schema);
        return withAll(plain) ? undefined : withAll.errors;
      },
      paths(errors) {
        return sorted(
          (errors as ErrorObject[]).map(({ instancePath, params }) =>
            [...instancePath.split('/'), ...('missingProperty' in params ? [String(params['missingProperty'])] : [])]
              .slice(1)
              .join('.'),
          ),
        );
      },
    };
  },

  compileMember(member) {
    shared ??= create(false);
    const accepts = shared.compile(schemaOfMember(member));
    return (plain) => accepts(plain);
  },
};

let shared: Ajv | undefined;

function create(allErrors: boolean): Ajv {
  const ajv = new Ajv({ allErrors, strict: false });
  addFormats.default(ajv);
  return ajv;
}
