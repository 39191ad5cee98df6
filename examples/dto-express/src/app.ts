import 'reflect-metadata';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { compile, DtoError, InvalidDtoError, plainToInstance, serialiseAs, validate } from '@tenon/dto';
import { CreateOrder, OrderQuery, OrderView } from './order.js';

/** An order as it is kept: more than anybody outside may see. */
interface StoredOrder extends CreateOrder {
  readonly id: number;
  readonly paid: boolean;
}

//#region query
// Compiled once, called in every request.
const query = compile(OrderQuery, { from: 'query', validation: { validationError: { target: false, value: false } } });
//#endregion

//#region errors
const answerInvalidInput: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (error instanceof InvalidDtoError) response.status(422).json({ errors: error.errors, refused: error.refused });
  else if (error instanceof DtoError) response.status(400).json({ code: error.code });
  else next(error);
};
//#endregion

/** Makes the server, which nobody hears yet. */
export function createApp(): Express {
  const orders: StoredOrder[] = [];
  const app = express();
  app.use(express.json());

  //#region drop-in
  app.post('/orders', async (request, response) => {
    const input = plainToInstance(CreateOrder, request.body as object);
    const errors = await validate(input, { whitelist: true, validationError: { target: false, value: false } });
    if (errors.length > 0) {
      response.status(422).json({ errors });
      return;
    }
    const order = { id: orders.length + 1, email: input.email, lines: input.lines, paid: false };
    orders.push(order);
    response.status(201).type('json').send(serialiseAs(OrderView, order));
  });
  //#endregion

  //#region compiled
  app.get('/orders', (request, response) => {
    const { page, paid } = query.parse(request.query);
    const found = orders.filter((order) => paid === undefined || order.paid === paid);
    response.type('json').send(serialiseAs(OrderView, found.slice(10 * (page - 1), 10 * page)));
  });
  //#endregion

  app.use(answerInvalidInput);
  return app;
}
