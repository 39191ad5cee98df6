import { Controller, Get } from '@tenon/http';
import { createSessionKey, Session, type SessionKey } from '@tenon/sessions';

const CART = createSessionKey<number[]>('types.cart');

export function use(session: Session): void {
  const cart: number[] | undefined = session.get(CART);
  session.set(CART, [...(cart ?? []), 1]);
  // @ts-expect-error -- it holds numbers
  session.set(CART, ['a']);
  // @ts-expect-error -- nothing may have been set
  const sure: number[] = session.get(CART);
  session.has(CART);
  session.delete(CART);
  // @ts-expect-error -- what a plugin has set under a name may be anything
  const named: number[] = session.get('cart');
  // @ts-expect-error -- who signs in has an id
  session.signIn();
  // @ts-expect-error -- a key is made by createSessionKey
  const other: SessionKey<string> = { name: 'cart' };
  void [sure, named, other];
}

@Controller()
export class Typed {
  @Get('/a') fits(@Session() session: Session): string {
    return session.userId ?? 'nobody';
  }
  // @ts-expect-error -- a session is no text
  @Get('/b') misfits(@Session() session: string): string {
    return session;
  }
}
